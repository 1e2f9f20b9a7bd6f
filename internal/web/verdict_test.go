package web_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// TestTheDeskShowsWhatTheCheckNoticed: the words marked where they stand, what they may be, how it was read; to moderators alone.
func TestTheDeskShowsWhatTheCheckNoticed(t *testing.T) {
	b := newBureau(t)
	c := b.say("reader", "> ваша **думка**\n\nТа що ти, «розумнику», *тямиш* <b>", nil)
	v := &rozmova.Verdict{Language: "uk", Reading: rozmova.Unmasked, Model: "model-7", Spans: []rozmova.Marked{
		{Start: 22, End: 31, Label: rozmova.Participant, Score: .93}, {Start: 900, End: 901, Label: rozmova.Threat, Score: .9},
	}}
	v.Scores[rozmova.Participant], v.Scores[rozmova.Insult] = .934, .1
	b.must(b.db.Update(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.PutVerdict(c.ID, 1, v, b.clock()), tx.MarkComment(c, b.clock()))
	}))
	possible := b.words("moderation.possible.participant")
	desk := b.browser("moderator").get("/desk")
	desk.must("the desk", http.StatusOK, `«<mark class="possible">розумнику</mark><span class="hidden"> (`+possible+`)</span>»`, possible+", <b>0,93</b>",
		b.words("moderation.cause.marked"), b.words("moderation.reading.unmasked"), "model-7", `value="keep"`)
	desk.mustNot("the desk", b.words("moderation.possible.insult")+",", b.words("moderation.possible.threat")+", <b>", b.words("moderation.verdict_changed"))
	for _, who := range []string{"reader", "other", ""} {
		b.browser(who).get("/stories/"+string(b.story.Slug)).must("the story", http.StatusOK, "розумнику").mustNot("the story", `class="possible"`, possible)
	}
	b.must(b.db.Update(t.Context(), func(tx *store.Tx) error {
		return tx.PutVerdict(c.ID, 1, &rozmova.Verdict{Language: "uk", Model: "model-8"}, b.clock())
	}))
	b.browser("moderator").get("/desk").must("the desk, of mended words", http.StatusOK, b.words("moderation.verdict_nothing"), b.words("moderation.verdict_changed"), "/comments/"+c.ID.String()+"/revisions")
}

// TestACommentThatWaitsSaysWhy: its author is told that all comments are read first, not that this discussion is such.
func TestACommentThatWaitsSaysWhy(t *testing.T) {
	b := newBureau(t)
	c := b.say("reader", "Слово", nil)
	waits := func(mode rozmova.ThreadMode) *reply {
		b.must(b.db.Update(t.Context(), func(tx *store.Tx) error { return tx.SetThreadMode(b.story.Thread, mode) }))
		return b.browser("reader").get("/stories/" + string(b.story.Slug) + "/branch/" + c.ID.String())
	}
	b.must(b.db.Update(t.Context(), func(tx *store.Tx) error { return tx.MoveComment(c, rozmova.Pending, c.Seq) }))
	now, always := b.words("comment.awaits_now"), b.words("comment.awaits")
	waits(rozmova.Open).must("in an open thread", http.StatusOK, now)
	waits(rozmova.Premoderated).must("in a premoderated thread", http.StatusOK, always).mustNot("in a premoderated thread", now)
}
