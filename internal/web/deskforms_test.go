package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

// desk is a browser in which somebody with a second factor has signed in.
func (m *matrix) desk(who string) *browser {
	return &browser{m.bureau, map[string]string{"rozmova": m.session(m.people[who], who)}}
}

// TestFactsThatNameSomebody: facts that tell who somebody is come back with the words, and stand once that is ticked; nothing is lost.
func TestFactsThatNameSomebody(t *testing.T) {
	m := newMatrix(t)
	c := m.write(rozmova.Published)
	br := m.desk("moderator")
	form := url.Values{"action": {"remove"}, "rule": {"respect"}, "facts": {"Названо телефон +380 67 123 45 67."}}
	path := "/comments/" + c.ID.String() + "/decisions"
	page := br.post(path, form).must("a telephone among the facts", http.StatusUnprocessableEntity, "«+380 67 123 45 67»", "Названо телефон", m.words("desk.personal_ok"))
	if strings.Contains(page.body, `class="desk-personal" hidden`) {
		t.Error("the tick is not offered")
	}
	form.Set("personal", "1")
	br.post(path, form).must("ticked", http.StatusSeeOther)

	other := m.write(rozmova.Published)
	bulk := url.Values{"action": {"remove"}, "rule": {"respect"}, "facts": {"пише пан Петренко"}, "do": {"1"}, "comment": {other.ID.String() + ".1"}}
	br.post("/desk/bulk", bulk).must("several at once", http.StatusUnprocessableEntity, "Петренко", m.words("desk.personal_ok"))
	bulk.Set("personal", "1")
	br.post("/desk/bulk", bulk).must("several at once, ticked", http.StatusSeeOther)
}

// TestASanctionIsLifted: a senior moderator lifts a sanction on the reader's page, with a reason; moderators are not offered it.
func TestASanctionIsLifted(t *testing.T) {
	m := newMatrix(t)
	c := m.write(rozmova.Published)
	m.desk("moderator").post("/comments/"+c.ID.String()+"/decisions", url.Values{"action": {"remove"}, "rule": {"respect"}, "facts": {"образа"}, "rung": {"warning"}}).
		must("a removal with a warning", http.StatusSeeOther)
	m.later(time.Minute)
	who := "/desk/readers/" + m.people["author"].ID.String()
	m.desk("moderator").get(who).must("by a moderator", 200, m.words("desk.sanctions")).mustNot("by a moderator", m.words("desk.lift_do"))
	senior := m.desk("senior")
	page := senior.get(who).must("by a senior moderator", 200, m.words("desk.lift_do"))
	at := regexp.MustCompile(`/desk/sanctions/[0-9a-f-]+/lift`).FindString(page.body)
	form := page.hidden(at)
	senior.post(at, form).must("without a reason", http.StatusUnprocessableEntity, m.words("error.decision.facts_missing"))
	form.Set("facts", "Попередження було зайвим.")
	m.desk("moderator").post(at, form).must("a moderator lifts", http.StatusForbidden)
	to := senior.post(at, form).must("lift", http.StatusSeeOther).to()
	if to != who+"?done=lifted" {
		t.Errorf("lifting leads to %s", to)
	}
	senior.get(to).must("afterwards", 200, m.words("desk.lifted")).mustNot("afterwards", m.words("desk.sanctions"))
}

// TestACardIsHandedOn: the card offers colleagues, and the list can be narrowed to a story by the end of its address.
func TestACardIsHandedOn(t *testing.T) {
	m := newMatrix(t)
	c := m.write(rozmova.Held)
	br := m.desk("moderator")
	card := "/desk?comment=" + c.ID.String()
	senior := m.people["senior"]
	page := br.get(card).must("the card", 200, m.words("desk.hand"), senior.PenName)
	form := page.hidden("/desk/assign/" + c.ID.String())
	form.Set("to", senior.ID.String())
	br.post("/desk/assign/"+c.ID.String(), form).must("hand it on", http.StatusSeeOther)
	if body := br.get(card).must("afterwards", 200).body; !strings.Contains(body, `<option value="`+senior.ID.String()+`" selected>`) {
		t.Error("the card does not say to whom it was handed")
	}
	br.get("/desk?list=held&story="+url.QueryEscape("http://news.example/stories/"+string(m.story.Slug)+"?order=newest#c")).
		must("under the story", 200, `id="d-`+c.ID.String())
	br.get("/desk?list=held&story=nowhere").must("under no story", 200, m.words("desk.filter_no_story")).mustNot("under no story", `id="d-`+c.ID.String())
}
