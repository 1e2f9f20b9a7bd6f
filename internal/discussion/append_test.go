package discussion_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestLateEditsOnlyAppend: what others have answered and voted on does not change under them.
func TestLateEditsOnlyAppend(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		k := open(t, db, rozmova.ThreadSettings{PerMinute: 100, Runes: 60, Links: 1})
		k.desk = discussion.New(db, discussion.Options{
			Now: k.clock.Now, Site: k.Site, Settings: rozmova.ThreadSettings{PerMinute: 100, Runes: 60, Links: 1}, EditWindow: time.Hour,
		})
		author := k.Readers[0]
		for _, tt := range []struct{ before, after, reason string }{
			{"Так.", "Так. І ще.", ""},
			{"Так.", "Так.\n\nІ ще.", ""},
			{"Так. ", "Так. І ще.", ""},
			{"> Так", "> Так\n\nНі", ""},
			{"Так.", "Так.", "same"},
			{"Так.", "Ні.", "comment.append_only"},
			{"Так.", "Та", "comment.append_only"},
			{"Так.", "І ще. Так.", "comment.append_only"},
			{"Так.", "Так. \n ", "comment.append_only"},
			{"Радий", "Радийшоу тут", "comment.append_only"},
			{"Радий", "Радий\u0301 тут", "comment.append_only"},
			{"[Це", "[Це тут](https://a.example)", "comment.append_only"},
			{"~~Це правда", "~~Це правда, ні~~", "comment.append_only"},
			{"Це `не", "Це `не правда`", "comment.append_only"},
			{"Так.", "Так. " + strings.Repeat("ї", 60), "comment.too_long"},
			{"Так. http://a.b", "Так. http://a.b http://c.d", "comment.too_many_links"},
			{"Так.", "Так. \xff", "text.not_utf8"},
		} {
			c := k.say(author, nil, tt.before)
			k.clock.Add(time.Hour)
			if k.desk.MayEdit(author, c, rozmova.Open) || !k.desk.MayAppend(author, c, rozmova.Open) {
				t.Error("after an hour an author may change it, or not add to it")
			}
			got, err := k.desk.Edit(t.Context(), author, c.ID, 1, tt.after)
			switch {
			case tt.reason == "" || tt.reason == "same":
				want := c.Revision + 1
				if tt.reason == "same" {
					want = c.Revision
				}
				if err != nil || got.Revision != want || got.Source != tt.after {
					t.Errorf("%q to %q: %+v, %v", tt.before, tt.after, got, err)
				}
			case tt.reason == "comment.append_only":
				refused(t, tt.after, err, rozmova.Conflict, tt.reason)
			default:
				refused(t, tt.after, err, rozmova.Invalid, tt.reason)
			}
		}
	})
}

func TestAppending(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		author := k.Readers[0]
		add := func(r *rozmova.Reader, c *rozmova.Comment, revision int, text string) error {
			_, err := k.desk.Append(t.Context(), r, c.ID, revision, text)
			return err
		}
		c := k.say(author, nil, "Перше.  \n")
		k.clock.Add(24 * time.Hour)
		got, err := k.desk.Append(t.Context(), author, c.ID, 1, "\n\nДруге.")
		if err != nil || got.Source != "Перше.\n\nДруге." || len(got.Body) != 2 || got.Revision != 2 {
			t.Fatalf("added: %+v, %v", got, err)
		}
		refused(t, "to an older revision", add(author, c, 1, "Третє."), rozmova.Conflict, "comment.changed")
		refused(t, "nothing", add(author, c, 2, " \n"), rozmova.Invalid, "comment.empty")
		refused(t, "what cannot be seen", add(author, c, 2, "\u200b"), rozmova.Invalid, "comment.empty")
		refused(t, "somebody else's", add(k.Readers[1], c, 2, "Третє."), rozmova.Forbidden, "comment.not_yours")
		refused(t, "not signed in", add(nil, c, 2, "Третє."), rozmova.Unauthenticated, "sign_in.needed")
		refused(t, "not UTF-8", add(author, c, 2, "\xff"), rozmova.Invalid, "text.not_utf8")
		if err := add(author, c, 0, "Третє."); err != nil {
			t.Errorf("to whatever there is: %v", err)
		}
		k.mode(rozmova.Closed)
		refused(t, "in a closed thread", add(author, c, 0, "Ще."), rozmova.Conflict, "thread.closed")
		k.mode(rozmova.Premoderated)
		refused(t, "where a person reads first", add(author, c, 0, "Ще."), rozmova.Conflict, "comment.not_editable")
		k.mode(rozmova.Open)
		k.keep(rozmova.Premoderated, rozmova.ThreadSettings{Closes: k.clock.Now()})
		refused(t, "when it has closed by itself", add(author, c, 0, "Ще."), rozmova.Conflict, "thread.closed")
		k.keep(rozmova.Open, rozmova.ThreadSettings{})
		for n := 3; n < discussion.MaxRevisions; n++ {
			if err := add(author, c, n, "Ще."); err != nil {
				t.Fatalf("revision %d: %v", n+1, err)
			}
		}
		refused(t, "one too many", add(author, c, 0, "Ще."), rozmova.Conflict, "comment.edit_often")
		k.rule(c, rozmova.Remove)
		refused(t, "what was removed", add(author, c, 0, "Ще."), rozmova.Conflict, "comment.not_editable")
	})
}
