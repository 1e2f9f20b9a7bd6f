package discussion

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
)

// What stands for what is left out of an exported comment.
const (
	someUser  = "@user"
	someURL   = "[url]"
	someEmail = "[email]"
	somePhone = "[phone]"
)

// An Exported is a labelled comment without names, as docs/civility.md has the format.
type Exported struct {
	ID      string  `json:"id"`
	Lang    string  `json:"lang"`
	Text    string  `json:"text"`
	Context string  `json:"context,omitempty"`
	Toxic   *int8   `json:"toxic"`
	Insult  *int8   `json:"insult"`
	Threat  *int8   `json:"threat"`
	Target  *string `json:"target"`
	Origin  string  `json:"label_origin"`
	Source  string  `json:"source"`
}

// Anonymous gives JSON lines of labelled comments: pen names and mentions, links, e-mail addresses and telephone numbers are replaced. IDs
// are hashed with a salt that the caller throws away, and the lines stand in the order of these hashes. Other names that people wrote are left.
func Anonymous(list []Taught, salt []byte) ([]byte, int, error) {
	rows := make([]Exported, 0, len(list))
	for i := range list {
		rows = append(rows, exported(&list[i], salt))
	}
	slices.SortFunc(rows, func(a, b Exported) int { return strings.Compare(a.ID, b.ID) })
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	for i := range rows {
		if err := e.Encode(&rows[i]); err != nil {
			return nil, 0, err
		}
	}
	return []byte(out.String()), len(rows), nil
}

func exported(t *Taught, salt []byte) Exported {
	sum := sha256.Sum256(append(slices.Clone(salt), t.Comment[:]...))
	n := namesOf(t.People)
	x := Exported{
		ID: hex.EncodeToString(sum[:8]), Lang: string(t.Language), Text: n.without(t.Input.Text), Context: n.without(t.Input.Answers),
		Origin: "site moderators", Source: "site",
	}
	said := func(l rozmova.Label) *int8 {
		if v := t.Labels[l]; v >= 0 {
			return &v
		}
		return nil
	}
	x.Toxic, x.Threat = said(rozmova.Toxicity), said(rozmova.Threat)
	target := func(s string) { x.Target = &s }
	switch p := said(rozmova.Participant); {
	case p == nil:
	case *p == 1:
		x.Insult = p
		target("participant")
	case x.Toxic != nil && *x.Toxic == 1:
		target("other")
	default:
		target("none")
	}
	return x
}

// Of addresses: the scheme or www, or a name that ends as those of sites do.
var (
	emails = regexp.MustCompile(`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`)
	urls   = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s<>"«»]+|\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|org|net|info|biz|io|me|gg|tv|ly|co|ua|ru|by|pl|de|uk|eu|us)\b(?:/[^\s<>"«»]*)?`)
	phones = regexp.MustCompile(`\+?\d(?:[\s().-]{0,2}\d){8,14}`)
	ats    = regexp.MustCompile(`@+[\p{L}\p{N}_.-]*[\p{L}\p{N}_]`)
)

// names are pen names to be left out: whole, and the words of them in whatever form.
type names struct {
	whole *regexp.Regexp // nil: none
	stems map[string]bool
}

func namesOf(people []string) *names {
	n := &names{stems: map[string]bool{}}
	var list []string
	for _, p := range people {
		if p == "" {
			continue
		}
		list = append(list, regexp.QuoteMeta(p))
		for _, stem := range lang.Stems(p) {
			if utf8.RuneCountInString(stem) >= 3 {
				n.stems[stem] = true
			}
		}
	}
	if len(list) == 0 {
		return n
	}
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) }) // the longest first
	n.whole = regexp.MustCompile(`(?i)@?(?:` + strings.Join(list, "|") + `)`)
	return n
}

// without gives a text without what could tell of whom it speaks or who wrote it.
func (n *names) without(text string) string {
	text = emails.ReplaceAllString(text, someEmail)
	text = urls.ReplaceAllString(text, someURL)
	text = phones.ReplaceAllString(text, somePhone)
	if n.whole != nil {
		text = n.replaceWhole(text)
	}
	text = n.replaceWords(text)
	return ats.ReplaceAllString(text, someUser)
}

// replaceWhole replaces pen names where they stand as words of their own.
func (n *names) replaceWhole(text string) string {
	var out strings.Builder
	end := 0
	for _, at := range n.whole.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		if inWord(before) && text[at[0]] != '@' || inWord(after) {
			continue
		}
		out.WriteString(text[end:at[0]])
		out.WriteString(someUser)
		end = at[1]
	}
	out.WriteString(text[end:])
	return out.String()
}

// replaceWords replaces the words of pen names in other forms, where they are written as names are.
func (n *names) replaceWords(text string) string {
	if len(n.stems) == 0 {
		return text
	}
	var out strings.Builder
	for text != "" {
		i := strings.IndexFunc(text, inWord)
		if i < 0 {
			break
		}
		j := strings.IndexFunc(text[i:], func(r rune) bool { return !inWord(r) })
		if j < 0 {
			j = len(text) - i
		}
		word := text[i : i+j]
		first, _ := utf8.DecodeRuneInString(word)
		stems := lang.Stems(word)
		out.WriteString(text[:i])
		if unicode.IsUpper(first) && slices.ContainsFunc(stems, func(s string) bool { return n.stems[s] }) {
			word = someUser
		}
		out.WriteString(word)
		text = text[i+j:]
	}
	return out.String() + text
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
