package membership

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// ofStaff are words that say who somebody is in the newsroom: no reader's name has one, whatever stands beside it.
const ofStaff = `адмін адміністратор адміністраторка адміністрація адмiнiстратор модератор модераторка модерація модератори
	редактор редакторка редакція редакція редколегія головред шеф-редактор випусковий офіційний офіційна офіційно підтримка техпідтримка
	админ администратор администрация модерация редакция редколлегия поддержка техподдержка официальный официальная официально
	admin admins administrator administration moderator moderators mod mods moderation editor editors editorial staff official support helpdesk
	sysadmin webmaster root`

// ofNobody are names that would be taken for what the program says.
var ofNobody = []string{
	"Rozmova", "Розмова", "Разговор", "анонім", "анонімно", "анонимно", "аноним", "anonymous", "anonym", "гість", "гостя", "гость", "guest",
	"система", "system", "бот", "bot", "робот", "robot", "видалений учасник", "видалений читач", "видалено", "удалённый участник", "удалено",
	"deleted", "deleted reader", "deleted user", "removed reader", "former reader", "колишній читач", "ніхто", "nobody",
	"null", "undefined", "none", "noreply", "no-reply", "postmaster", "abuse", "security",
}

// beginnings are words of staff that nobody's name begins with, even run together.
var beginnings = []string{"адміністратор", "модератор", "администратор", "administrator", "moderator"}

// reserved are the names that readers may not have, folded.
type reserved struct {
	whole      map[string]bool
	words      map[string]bool
	beginnings []string
}

// newReserved gathers the names of the program, of the site and of the settings.
func newReserved(site string, settings []string) *reserved {
	r := &reserved{whole: map[string]bool{}, words: map[string]bool{}}
	for _, name := range slices.Concat(ofNobody, settings, []string{site}) {
		for _, key := range lang.PenKeys(name) {
			r.whole[key] = true
		}
	}
	for word := range strings.FieldsSeq(ofStaff) {
		r.words[lang.PenKey(word)] = true
	}
	for _, word := range beginnings {
		r.beginnings = append(r.beginnings, lang.PenKey(word))
	}
	delete(r.whole, "")
	return r
}

// has reports whether a name is reserved: as a whole, by one of its words, or by what it begins with. Digits behind a word make
// no other word of it.
func (r *reserved) has(name string) bool {
	keys := lang.PenKeys(name)
	for _, word := range strings.FieldsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) }) {
		for _, key := range lang.PenKeys(word) {
			if r.words[key] {
				return true
			}
		}
	}
	return slices.ContainsFunc(keys, func(key string) bool {
		return r.whole[key] || r.words[key] || slices.ContainsFunc(r.beginnings, func(word string) bool { return strings.HasPrefix(key, word) })
	})
}

// follows reports whether a folded name is another one and a word of staff run together.
func (r *reserved) follows(key, other string) bool {
	rest, ok := strings.CutPrefix(key, other)
	return ok && other != "" && r.words[rest]
}

// unreserved refuses a name that only staff may have, to everybody else: Invalid "name.reserved".
func (d *Desk) unreserved(tx *store.Tx, by *rozmova.Reader, name string) error {
	if by.Staff() {
		return nil
	}
	refused := &rozmova.Error{Kind: rozmova.Invalid, Reason: "name.reserved", Field: "pen_name"}
	list := d.reserved()
	if list.has(name) {
		return refused
	}
	staff, err := tx.Staff(d.o.Site.ID)
	if err != nil {
		return err
	}
	for _, r := range staff {
		if list.follows(lang.PenKey(name), lang.PenKey(r.PenName)) {
			return refused
		}
	}
	return nil
}
