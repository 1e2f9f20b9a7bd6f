package discussion_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

func TestPostRefusals(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		other := open(t, k.db, rozmova.ThreadSettings{PerMinute: 100})
		shown, elsewhere := k.say(k.Readers[0], nil, "Перше"), other.say(other.Readers[0], nil, "Деінде")
		removed, withdrawn := k.say(k.Readers[0], nil, "Друге"), k.say(k.Readers[0], nil, "Третє")
		k.rule(removed, rozmova.Remove)
		if _, err := k.desk.Withdraw(t.Context(), k.Readers[0], withdrawn.ID); err != nil {
			t.Fatal(err)
		}
		k.mode(rozmova.Premoderated)
		pending := k.say(k.Readers[0], nil, "Четверте")
		k.mode(rozmova.Open)
		nowhere := rozmova.NewID[rozmova.Comment](k.clock.Now())
		for _, tt := range []struct {
			what   string
			author *rozmova.Reader
			p      discussion.Posting
			kind   rozmova.Kind
			reason string
		}{
			{"not signed in", nil, discussion.Posting{Thread: k.Thread, Body: "слово"}, rozmova.Unauthenticated, "sign_in.needed"},
			{"no thread", k.Readers[1], discussion.Posting{Thread: rozmova.ID[rozmova.Thread](nowhere), Body: "слово"}, rozmova.NotFound, "thread.missing"},
			{"not UTF-8", k.Readers[1], discussion.Posting{Thread: k.Thread, Body: "сло\xffво"}, rozmova.Invalid, "text.not_utf8"},
			{"nothing to see", k.Readers[1], discussion.Posting{Thread: k.Thread, Body: " \u200b\u2060\n"}, rozmova.Invalid, "comment.empty"},
			{"too long", k.Readers[1], discussion.Posting{Thread: k.Thread, Body: strings.Repeat("ї", 5001)}, rozmova.Invalid, "comment.too_long"},
			{"too many links", k.Readers[1], discussion.Posting{Thread: k.Thread, Body: strings.Repeat("https://example.org/ ", 6)}, rozmova.Invalid, "comment.too_many_links"},
			{"no parent", k.Readers[1], discussion.Posting{Thread: k.Thread, Parent: nowhere, Body: "слово"}, rozmova.Invalid, "comment.parent_missing"},
			{"parent elsewhere", k.Readers[1], discussion.Posting{Thread: k.Thread, Parent: elsewhere.ID, Body: "слово"}, rozmova.Invalid, "comment.parent_missing"},
			{"parent removed", k.Readers[1], discussion.Posting{Thread: k.Thread, Parent: removed.ID, Body: "слово"}, rozmova.Conflict, "comment.parent_gone"},
			{"parent withdrawn", k.Readers[1], discussion.Posting{Thread: k.Thread, Parent: withdrawn.ID, Body: "слово"}, rozmova.Conflict, "comment.parent_gone"},
			{"parent waits", k.Readers[1], discussion.Posting{Thread: k.Thread, Parent: pending.ID, Body: "слово"}, rozmova.Invalid, "comment.parent_missing"},
		} {
			c, fresh, err := k.desk.Post(t.Context(), tt.author, tt.p)
			refused(t, tt.what, err, tt.kind, tt.reason)
			if c != nil || fresh {
				t.Errorf("%s: gave %v, fresh %v", tt.what, c, fresh)
			}
		}
		k.mode(rozmova.Closed)
		_, _, err := k.desk.Post(t.Context(), k.Readers[1], discussion.Posting{Thread: k.Thread, Parent: shown.ID, Body: "слово"})
		refused(t, "closed", err, rozmova.Conflict, "thread.closed")
		if pending.State != rozmova.Pending || shown.State != rozmova.Published {
			t.Errorf("a premoderated thread gave %v, an open one %v", pending.State, shown.State)
		}
	})
}

func TestNobodyWritesTooFast(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		k := open(t, db, rozmova.ThreadSettings{})
		for range 4 {
			k.say(k.Readers[0], nil, "слово")
		}
		post := func(r *rozmova.Reader) error {
			_, _, err := k.desk.Post(t.Context(), r, discussion.Posting{Thread: k.Thread, Body: "слово"})
			return err
		}
		refused(t, "the fifth within a minute", post(k.Readers[0]), rozmova.TooMany, "comment.too_fast")
		if err := post(k.Readers[1]); err != nil {
			t.Errorf("somebody else: %v", err)
		}
		k.clock.Add(time.Minute + time.Second)
		if err := post(k.Readers[0]); err != nil {
			t.Errorf("a minute later: %v", err)
		}
		for range 3 {
			k.say(k.Readers[0], nil, "слово")
		}
		k.clock.Add(-time.Hour) // the clock was wrong; what was written then keeps nobody waiting
		if err := post(k.Readers[0]); err != nil {
			t.Errorf("after the clock was put back: %v", err)
		}
		var wg sync.WaitGroup // one reader's posts at once are counted one after another
		taken := make(chan bool, 12)
		for range 12 {
			wg.Go(func() { taken <- post(k.Readers[2]) == nil })
		}
		wg.Wait()
		n := 0
		for range 12 {
			if <-taken {
				n++
			}
		}
		if n != 4 {
			t.Errorf("%d of 12 posts at once were taken, want 4", n)
		}
	})
}

func TestARepeatedPostIsOneComment(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		k := open(t, db, rozmova.ThreadSettings{PerMinute: 2})
		p := discussion.Posting{Thread: k.Thread, Body: "слово", Key: "one"}
		var wg sync.WaitGroup
		ids, fresh := sync.Map{}, make(chan bool, 10)
		for range 10 {
			wg.Go(func() {
				c, f, err := k.desk.Post(t.Context(), k.Readers[0], p)
				if err != nil {
					t.Errorf("post: %v", err)
					return
				}
				ids.Store(c.ID, true)
				fresh <- f
			})
		}
		wg.Wait()
		close(fresh)
		n, made := 0, 0
		ids.Range(func(any, any) bool { n++; return true })
		for f := range fresh {
			if f {
				made++
			}
		}
		if n != 1 || made != 1 {
			t.Errorf("ten requests with one key gave %d comments, %d of them fresh", n, made)
		}
		other := p
		other.Body = "інше слово"
		_, _, err := k.desk.Post(t.Context(), k.Readers[0], other)
		refused(t, "the key with another text", err, rozmova.Conflict, "idempotency.other_body")
		if _, f, err := k.desk.Post(t.Context(), k.Readers[1], p); err != nil || !f {
			t.Errorf("the same key of another reader: fresh %v, %v", f, err)
		}
		k.mode(rozmova.Closed) // the answer to a repeated request does not change with what has happened since
		if _, f, err := k.desk.Post(t.Context(), k.Readers[0], p); err != nil || f {
			t.Errorf("repeated when the thread is closed: fresh %v, %v", f, err)
		}
	})
}

func TestEditing(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		author := k.Readers[0]
		c := k.say(author, nil, "перше")
		edit := func(r *rozmova.Reader, c *rozmova.Comment, revision int) error {
			_, err := k.desk.Edit(t.Context(), r, c.ID, revision, "інше")
			return err
		}
		same, err := k.desk.Edit(t.Context(), author, c.ID, 1, "перше")
		if err != nil || same.Revision != 1 || same.Seq != c.Seq {
			t.Errorf("the same words again: revision %d, %v", same.Revision, err)
		}
		refused(t, "somebody else's", edit(k.Readers[1], c, 0), rozmova.Forbidden, "comment.not_yours")
		refused(t, "not signed in", edit(nil, c, 0), rozmova.Unauthenticated, "sign_in.needed")
		if err := edit(author, c, 1); err != nil {
			t.Errorf("within the time: %v", err)
		}
		refused(t, "what has changed", edit(author, c, 1), rozmova.Conflict, "comment.changed")
		k.clock.Add(k.desk.EditWindow())
		_, err = k.desk.Edit(t.Context(), author, c.ID, 2, "зовсім інше")
		refused(t, "too late", err, rozmova.Conflict, "comment.append_only")
		if k.desk.MayEdit(author, c, rozmova.Open) || k.desk.MayEdit(nil, c, rozmova.Open) {
			t.Error("MayEdit says yes when it is too late, or to nobody")
		}
		for _, action := range []rozmova.Action{rozmova.Hold, rozmova.Remove} {
			c := k.say(author, nil, "ще")
			k.rule(c, action)
			refused(t, string(action), edit(author, c, 0), rozmova.Conflict, "comment.not_editable")
		}
		k.mode(rozmova.Premoderated)
		waits := k.say(author, nil, "чекає")
		refused(t, "somebody else's that waits", edit(k.Readers[1], waits, 0), rozmova.NotFound, "")
		if err := edit(author, waits, 1); err != nil {
			t.Errorf("one's own that waits: %v", err)
		}
		k.rule(waits, rozmova.Publish)
		refused(t, "what a person has let through", edit(author, waits, 2), rozmova.Conflict, "comment.not_editable")
	})
}

// TestEditingHasAnEnd: every text stays and is compared with the next on one page.
func TestEditingHasAnEnd(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		c := k.say(k.Readers[0], nil, "перше")
		for n := 1; n < discussion.MaxRevisions; n++ {
			var err error
			if c, err = k.desk.Edit(t.Context(), k.Readers[0], c.ID, n, fmt.Sprint("слово ", n)); err != nil {
				t.Fatalf("revision %d: %v", n+1, err)
			}
		}
		_, err := k.desk.Edit(t.Context(), k.Readers[0], c.ID, 0, "ще раз")
		refused(t, "one too many", err, rozmova.Conflict, "comment.edit_often")
		if k.desk.MayEdit(k.Readers[0], c, rozmova.Open) {
			t.Error("MayEdit says yes to one too many")
		}
	})
}

func TestWithdrawingAndReporting(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		author, reader := k.Readers[0], k.Readers[1]
		c := k.say(author, nil, "слово")
		report := func(r *rozmova.Reader, c *rozmova.Comment, rule, text string) error {
			_, err := k.desk.Report(t.Context(), r, c.ID, rule, text)
			return err
		}
		refused(t, "report, not signed in", report(nil, c, "spam", ""), rozmova.Unauthenticated, "sign_in.needed")
		refused(t, "one's own", report(author, c, "spam", ""), rozmova.Conflict, "notice.own_comment")
		refused(t, "no such rule", report(reader, c, "taste", ""), rozmova.Invalid, "notice.rule_missing")
		refused(t, "too long", report(reader, c, "spam", strings.Repeat("ї", discussion.MaxReport+1)), rozmova.Invalid, "notice.too_long")
		first, err := k.desk.Report(t.Context(), reader, c.ID, "spam", " реклама ")
		if err != nil {
			t.Fatal(err)
		}
		again, err := k.desk.Report(t.Context(), reader, c.ID, "respect", "ще")
		if err != nil || again.ID != first.ID || again.Text != "реклама" {
			t.Errorf("one reader's second report: %+v, %v; want the first", again, err)
		}
		_, err = k.desk.Withdraw(t.Context(), reader, c.ID)
		refused(t, "withdraw somebody else's", err, rozmova.Forbidden, "comment.not_yours")
		gone, err := k.desk.Withdraw(t.Context(), author, c.ID)
		if err != nil || gone.State != rozmova.Withdrawn {
			t.Fatalf("withdraw: %v, %v", gone, err)
		}
		twice, err := k.desk.Withdraw(t.Context(), author, c.ID)
		if err != nil || twice.Seq != gone.Seq {
			t.Errorf("withdrawn twice: %v, %v; want nothing changed", twice, err)
		}
		refused(t, "report what is gone", report(k.Readers[2], c, "spam", ""), rozmova.Conflict, "notice.not_shown")
		cards, err := k.mod.Cards(t.Context(), k.Moderator, "waiting", 10)
		if err != nil || len(cards) != 1 || cards[0].Comment.ID != c.ID || len(cards[0].Actions()) != 1 {
			t.Errorf("a withdrawn comment with a report: %v, %v; want it on the desk, to be kept as it is", cards, err)
		}
		k.rule(c, rozmova.Keep)
		removed := k.say(author, nil, "друге")
		k.rule(removed, rozmova.Remove)
		_, err = k.desk.Withdraw(t.Context(), author, removed.ID)
		refused(t, "withdraw what is removed", err, rozmova.Conflict, "comment.state")
		k.mode(rozmova.Premoderated)
		refused(t, "report what waits", report(reader, k.say(author, nil, "третє"), "spam", ""), rozmova.NotFound, "")
	})
}
