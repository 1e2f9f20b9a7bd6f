package newsroom

import (
	"cmp"
	"errors"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
)

// quoted is where a statement's words are to be found.
type quoted struct {
	quote      string
	occurrence int // 0: there is only one, or only one within the outer statement
	line       int // of the quote
	within     int // line of the key of the outer statement
	state      locating
}

// locating says how far a statement's words have been looked for.
type locating uint8

const (
	waiting locating = iota
	looking
	located
	nowhere
)

// quotes reads the statements; statements looks for their words when the body is there.
func (p *parser) quotes(f fields) {
	s := &p.draft.Story
	for _, item := range f.list("statements", "key", "quote", "occurrence", "mode", "cue", "speaker", "role", "via", "side", "topic", "within", "record", "evidence") {
		q := quoted{occurrence: item.number("occurrence"), line: item.at("quote"), within: item.at("within")}
		if item.required("quote") != "" {
			q.quote = item.scalar("quote")
		}
		p.quoted = append(p.quoted, q)
		record := rozmova.OnRecord
		if item.text("record") != "" {
			record = rozmova.Record(item.one("record", string(rozmova.Background), string(rozmova.OffRecord)))
		}
		s.Statements = append(s.Statements, rozmova.Statement{
			Key:       item.key(),
			Mode:      rozmova.Mode(item.one("mode", "direct", "indirect", "mixed")),
			Cue:       item.text("cue"),
			Speaker:   item.source("speaker"),
			Role:      item.text("role"),
			Via:       item.source("via"),
			Side:      item.side("side"),
			Topic:     item.text("topic"),
			Within:    item.text("within"),
			Record:    record,
			Evidence:  item.text("evidence"),
			Confirmed: true, // the editor wrote it
		})
	}
	unique(p, "statements", s.Statements, func(s rozmova.Statement) string { return s.Key }, f)
}

// statement gives the number of the statement with a key, -1 for none.
func (p *parser) statement(key string) int {
	for i := range p.draft.Story.Statements {
		if p.draft.Story.Statements[i].Key == key {
			return i
		}
	}
	return -1
}

// statements finds the words of every statement in the body.
func (p *parser) statements() {
	if len(p.draft.Story.Body) == 0 {
		return // that is told already
	}
	for i := range p.quoted {
		p.locate(i)
	}
}

// locate finds the words of one statement, after those of the one it is nested in, and reports whether they are there.
func (p *parser) locate(i int) bool {
	st, q := &p.draft.Story.Statements[i], &p.quoted[i]
	switch {
	case q.state != waiting:
		if q.state == looking {
			p.refuse(q.within, "within", "publish.nested_in_itself", "Key", st.Key)
			q.state = nowhere
		}
		return q.state == located
	case q.quote == "":
		q.state = nowhere
		return false
	}
	q.state = looking
	var outer *rozmova.Statement
	if st.Within != "" {
		at := p.statement(st.Within)
		if at < 0 {
			p.refuse(q.within, "within", "publish.statement_unknown", "Key", shown(st.Within))
		} else if p.locate(at) {
			outer = &p.draft.Story.Statements[at]
		}
	}
	if q.state == looking && p.anchor(st, q, outer) {
		q.state = located
		return true
	}
	q.state = nowhere
	return false
}

// anchor marks the words of a statement.
func (p *parser) anchor(st *rozmova.Statement, q *quoted, outer *rozmova.Statement) bool {
	body := p.draft.Story.Body
	anchor, err := richtext.Locate(body, q.quote, q.occurrence)
	var refused *rozmova.Error
	if errors.As(err, &refused) && refused.Reason == "publish.quote_ambiguous" && outer != nil {
		n, _ := refused.Args["N"].(int)
		if only, ok := onlyInside(body, q.quote, n, outer.Anchor); ok {
			anchor, err = only, nil
		}
	}
	if err != nil {
		p.notFound(q, refused)
		return false
	}
	if outer != nil && !inside(anchor, outer.Anchor) {
		p.refuse(q.line, "quote", "publish.not_nested", "Quote", shown(q.quote), "Key", outer.Key)
		return false
	}
	st.Anchor, st.Content = anchor, richtext.Words(body, anchor)
	return true
}

// mostNearest bounds for how many quotations the nearest text is looked for, which takes time.
const mostNearest = 20

// notFound tells why the words of a statement were not found: they are not there (publish.quote_missing, or
// publish.quote_nowhere where nothing is like them), there more than once, or not as often as the occurrence says.
func (p *parser) notFound(q *quoted, refused *rozmova.Error) {
	quote := shown(q.quote)
	if refused == nil || refused.Reason != "publish.quote_ambiguous" && refused.Reason != "publish.quote_too_few" {
		refused = cmp.Or(refused, &rozmova.Error{})
		near, _ := refused.Args["Near"].(string)
		if p.missing++; near == "" && p.missing <= mostNearest {
			near = nearestText(p.draft.Story.Body, q.quote)
		}
		if near == "" {
			p.refuse(q.line, "quote", "publish.quote_nowhere", "Quote", quote)
			return
		}
		p.refuse(q.line, "quote", "publish.quote_missing", "Quote", quote, "Near", shown(near))
		return
	}
	p.refuse(q.line, "quote", refused.Reason, "Quote", quote, "N", refused.Args["N"], "Occurrence", q.occurrence)
}

// onlyInside gives the one of n occurrences that lies inside another anchor, and false where not exactly one does.
func onlyInside(body []rozmova.Block, quote string, n int, outer rozmova.Anchor) (only rozmova.Anchor, found bool) {
	for i := 1; i <= min(n, 200); i++ {
		anchor, err := richtext.Locate(body, quote, i)
		if err != nil || !inside(anchor, outer) {
			continue
		}
		if found {
			return only, false
		}
		only, found = anchor, true
	}
	return only, found
}

// inside reports whether all that one anchor marks is marked by another.
func inside(inner, outer rozmova.Anchor) bool {
	return !before(inner.Start, outer.Start) && !before(outer.End, inner.End)
}

func before(a, b rozmova.Position) bool {
	return a.Block < b.Block || a.Block == b.Block && a.Rune < b.Rune
}
