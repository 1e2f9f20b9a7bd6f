package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// TestModeratorsLabel: one comment after the other, the least certain first, without its score; answers are kept, and readers are not let in.
func TestModeratorsLabel(t *testing.T) {
	b := newBureau(t)
	root := b.say("other", "Перше слово", nil)
	judged := func(c *rozmova.Comment, score float32) *rozmova.Comment {
		v := &rozmova.Verdict{Language: "uk", Model: "model-7", Spans: []rozmova.Marked{{Start: 0, End: 4, Label: rozmova.Participant, Score: score}}}
		v.Scores[rozmova.Participant] = score
		b.must(b.db.Update(t.Context(), func(tx *store.Tx) error { return tx.PutVerdict(c.ID, c.Revision, v, b.clock()) }))
		return c
	}
	sure := judged(b.say("reader", "Напевно образа", root), .97)
	unsure := judged(b.say("reader", "Може, й образа", root), .52)
	moderator := b.browser("moderator")
	moderator.get("/desk").must("the desk", http.StatusOK, `href="/desk/labels"`)
	page := moderator.get("/desk/labels")
	page.must("the queue", http.StatusOK, "Може, й образа", "Перше слово", b.words("label.participant"), b.words("label.toxic"), b.words("label.today", "N", 0),
		"/comments/"+unsure.ID.String()+"/labels", `name="revision" value="1"`)
	page.mustNot("the queue", "Напевно образа", "0.52", `class="possible"`, "model-7")
	answers := func(c *rozmova.Comment, participant, toxic, revision string) *reply {
		return moderator.post("/comments/"+c.ID.String()+"/labels", url.Values{"participant": {participant}, "toxic": {toxic}, "revision": {revision}})
	}
	answers(unsure, "yes", "no", "9").must("of other words", http.StatusConflict, b.words("error.comment.changed"))
	answers(unsure, "yes", "no", "1").must("the first", http.StatusSeeOther)
	moderator.get("/desk/labels").must("the next", http.StatusOK, "Напевно образа", b.words("label.today", "N", 1))
	answers(sure, "skip", "skip", "1").must("passed over", http.StatusSeeOther)
	moderator.get("/desk/labels").must("the end", http.StatusOK, b.words("label.empty"), b.words("label.today", "N", 1))
	b.must(b.db.View(t.Context(), func(tx *store.Tx) error {
		list, err := tx.Lessons(b.story.Site, 9)
		if len(list) != 1 || list[0].Participant != rozmova.Yes || list[0].Toxic != rozmova.No || list[0].Comment != unsure.ID {
			t.Errorf("kept: %+v", list)
		}
		return err
	}))
	b.browser("reader").get("/desk/labels").must("a reader", http.StatusForbidden)
	b.browser("").get("/desk/labels").must("nobody", http.StatusSeeOther)
	b.browser("reader").post("/comments/"+sure.ID.String()+"/labels", url.Values{"participant": {"yes"}, "revision": {"1"}}).must("a reader answers", http.StatusForbidden)
	moderator.get("/en/desk/labels").must("in English", http.StatusOK, "There is nothing to label")
}
