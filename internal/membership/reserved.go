package membership

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// stemsOfStaff are what words of staff begin with: neither a name nor one of its words begins with one, even run together with
// what follows or torn apart by spaces. What is as well the beginning of ordinary names (staff, mod) is among the whole words only.
const stemsOfStaff = "редактор редакц адмін админ модератор модерац підтримк поддержк admin editor support moderator розмов rozmov"

// rolesWithin are said nowhere in a name, whatever stands before them and behind them.
var rolesWithin = []string{
	"редактор", "модератор", "адміністратор", "администратор", "administrator", "moderator", "служба безпеки", "служба безопасности",
	"служба підтримки", "команда безпеки", "команда сайту", "команда сайта", "security team", "site team",
}

// reserved are the names that readers may not have, folded.
type reserved struct {
	whole  map[string]bool
	words  map[string]bool
	stems  []string
	within []string
	site   []string // the stems of the site's name, not folded
}

// newReserved gathers the names of the program, of the site and of the settings.
func newReserved(site string, settings []string) *reserved {
	r := &reserved{whole: map[string]bool{}, words: map[string]bool{}, site: lang.Stems(site)}
	for _, name := range slices.Concat(ofNobody, settings, []string{site}) {
		for _, key := range lang.PenKeys(name) {
			r.whole[key] = true
		}
	}
	for word := range strings.FieldsSeq(ofStaff) {
		r.words[lang.PenKey(word)] = true
	}
	for stem := range strings.FieldsSeq(stemsOfStaff) {
		r.stems = append(r.stems, lang.PenKey(stem))
	}
	for _, role := range rolesWithin {
		r.within = append(r.within, lang.PenKey(role))
	}
	delete(r.whole, "")
	return r
}

// has reports whether a name is reserved: as a whole, by one of its words or what that begins with, by a role said anywhere in
// it, or by the site's name among its words, in whatever case form. Digits behind a word make no other word of it, and a
// capital begins a word.
func (r *reserved) has(name string) bool {
	if slices.ContainsFunc(append(wordsOf(name), humps(name)...), r.role) {
		return true
	}
	within := func(key string) bool {
		return r.whole[key] || slices.ContainsFunc(r.within, func(role string) bool { return strings.Contains(key, role) })
	}
	return r.role(name) || slices.ContainsFunc(lang.PenKeys(name), within) || r.ofSite(lang.Stems(name))
}

// role reports whether a word, or a name as one, is a word of staff or begins with one.
func (r *reserved) role(word string) bool {
	return slices.ContainsFunc(lang.PenKeys(word), func(key string) bool {
		return r.words[key] || slices.ContainsFunc(r.stems, func(stem string) bool { return strings.HasPrefix(key, stem) })
	})
}

// ofSite reports whether the words of the site's name stand in a name one behind the other; both are stems.
func (r *reserved) ofSite(name []string) bool {
	for ; len(r.site) > 0 && len(name) >= len(r.site); name = name[1:] {
		if slices.Equal(name[:len(r.site)], r.site) {
			return true
		}
	}
	return false
}

// wordsOf gives the words of a name, without digits and signs.
func wordsOf(name string) []string {
	return strings.FieldsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) })
}

// humps gives the parts of words in which capitals begin a part: Site and Admin of SiteAdmin, HTTP and Editor of HTTPEditor.
func humps(name string) (parts []string) {
	for _, word := range wordsOf(name) {
		runes, from := []rune(word), 0
		for i := 1; i < len(runes); i++ {
			ends := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if unicode.IsUpper(runes[i]) && (ends || unicode.IsLower(runes[i-1])) {
				parts, from = append(parts, string(runes[from:i])), i
			}
		}
		if from > 0 {
			parts = append(parts, string(runes[from:]))
		}
	}
	return parts
}

// How many letters a staff member's own name has at least that is reserved without the words of staff in it, and with anything
// before or behind it.
const (
	ownName  = 4
	longName = 5
)

// passesFor reports whether a name would be taken for a staff member's: it is that one with a word of staff run together, or,
// with the words of staff left out of it, the same one but for digits. One of several words may not stand at the beginning or
// the end of another either, nor may its words in any order; a first name alone is everybody's who has a surname to it.
func (r *reserved) passesFor(name, staff string) bool {
	words := slices.DeleteFunc(wordsOf(staff), r.role)
	own := lang.PenKey(strings.Join(words, ""))
	letters, mine := utf8.RuneCountInString(strings.Join(words, "")), wordsOf(name)
	for _, key := range append(lang.PenKeys(name), lang.PenKeys(strings.Join(mine, ""))...) {
		if r.follows(key, lang.PenKey(staff)) || r.follows(key, own) {
			return true
		}
		if letters >= ownName && key == own {
			return true
		}
		if len(words) > 1 && letters >= longName && (strings.HasPrefix(key, own) || strings.HasSuffix(key, own)) {
			return true
		}
	}
	return len(words) > 1 && letters >= longName && !slices.ContainsFunc(words, func(word string) bool {
		return !slices.ContainsFunc(mine, func(m string) bool { return lang.PenKey(m) == lang.PenKey(word) })
	})
}

// follows reports whether a folded name is another one and a word of staff run together.
func (r *reserved) follows(key, other string) bool {
	rest, ok := strings.CutPrefix(key, other)
	return ok && other != "" && r.words[rest]
}

// errReserved refuses a name that is kept for the newsroom, the site or the program.
func errReserved() error {
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: "name.reserved", Field: "pen_name"}
}

// nobodyOfStaff refuses a name that would be taken for a staff member's, to everybody but staff: Invalid "name.reserved".
func (d *Desk) nobodyOfStaff(tx *store.Tx, by *rozmova.Reader, name string) error {
	if by.Staff() {
		return nil
	}
	staff, err := tx.Staff(d.o.Site.ID)
	if err != nil {
		return err
	}
	list := d.reserved()
	for _, r := range staff {
		if list.passesFor(name, r.PenName) {
			return errReserved()
		}
	}
	return nil
}
