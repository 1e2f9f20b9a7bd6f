package discussion_test

import (
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// editor is a reader who edits a section.
func (k *talk) editor(section rozmova.Slug) *rozmova.Reader {
	r := *k.Readers[3]
	r.Grants = []rozmova.Grant{{Role: rozmova.Editor, Section: section}}
	return &r
}

// picks reads the picks of the thread.
func (k *talk) picks() (list []rozmova.Pick) {
	k.t.Helper()
	err := k.db.View(k.t.Context(), func(tx *store.Tx) (err error) {
		list, err = tx.Picks(k.Thread, 10)
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return list
}

func TestFeaturing(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		ctx, editor := t.Context(), k.editor(k.Story.Section)
		c, removed := k.say(k.Readers[0], nil, "слово"), k.say(k.Readers[0], nil, "слово")
		k.rule(removed, rozmova.Remove)
		k.mode(rozmova.Premoderated)
		pending := k.say(k.Readers[0], nil, "слово")
		k.mode(rozmova.Open)
		refused(t, "not signed in", k.desk.Feature(ctx, nil, c.ID, 0), rozmova.Unauthenticated, "sign_in.needed")
		refused(t, "a reader", k.desk.Feature(ctx, k.Readers[1], c.ID, 0), rozmova.Forbidden, "role.editor_needed")
		refused(t, "a moderator", k.desk.Feature(ctx, k.Moderator, c.ID, 0), rozmova.Forbidden, "role.editor_needed")
		refused(t, "an editor of another section", k.desk.Feature(ctx, k.editor("sport"), c.ID, 0), rozmova.Forbidden, "role.editor_needed")
		refused(t, "what was removed", k.desk.Feature(ctx, editor, removed.ID, 0), rozmova.Conflict, "feature.not_shown")
		refused(t, "what waits", k.desk.Feature(ctx, editor, pending.ID, 0), rozmova.NotFound, "")
		refused(t, "nothing", k.desk.Feature(ctx, editor, rozmova.NewID[rozmova.Comment](k.clock.Now()), 0), rozmova.NotFound, "")
		for _, block := range []int{1, -2, 1 << 40} {
			refused(t, "a block that is not there", k.desk.Feature(ctx, editor, c.ID, block), rozmova.Invalid, "feature.block")
		}
		refused(t, "a reader takes it out", k.desk.Unfeature(ctx, k.Readers[1], c.ID), rozmova.Forbidden, "role.editor_needed")
		if list := k.picks(); len(list) != 0 {
			t.Fatalf("picked: %+v", list)
		}
		for _, block := range []int{0, rozmova.Never} {
			if err := k.desk.Feature(ctx, editor, c.ID, block); err != nil {
				t.Fatal(err)
			}
			if list := k.picks(); len(list) != 1 || list[0].Comment != c.ID || list[0].Block != block || list[0].By != editor.ID || list[0].Revision != 1 || list[0].Story != k.Story.ID {
				t.Errorf("picked: %+v, want block %d", list, block)
			}
		}
		if now, err := k.desk.Own(ctx, k.Readers[0], c.ID); err != nil || now.Featured.IsZero() {
			t.Errorf("the comment does not say that it is picked: %+v, %v", now, err)
		}
		for range 2 {
			if err := k.desk.Unfeature(ctx, editor, c.ID); err != nil {
				t.Errorf("take out: %v", err)
			}
		}
		if now, err := k.desk.Own(ctx, k.Readers[0], c.ID); err != nil || !now.Featured.IsZero() || len(k.picks()) != 0 {
			t.Errorf("still picked: %+v, %v", now, err)
		}
		if err := k.db.Settled(ctx); err != nil {
			t.Fatal(err)
		}
		events, err := k.desk.Events(ctx, k.Thread, c.Seq, 100)
		n := 0
		for _, e := range events {
			if e.Kind == rozmova.CommentFeatured && e.Comment == c.ID {
				n++
			}
		}
		if err != nil || n != 3 {
			t.Errorf("%d events of picks, %v; want two in and one out", n, err)
		}
	})
}

func TestWhatIsWithdrawnIsNoPick(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		ctx, editor := t.Context(), k.editor("")
		kept, gone := k.say(k.Readers[0], nil, "слово"), k.say(k.Readers[0], nil, "слово")
		for _, c := range []*rozmova.Comment{kept, gone} {
			if err := k.desk.Feature(ctx, editor, c.ID, rozmova.Never); err != nil {
				t.Fatal(err)
			}
		}
		if c, err := k.desk.Withdraw(ctx, k.Readers[0], gone.ID); err != nil || c.State != rozmova.Withdrawn {
			t.Fatal(c, err)
		}
		k.rule(kept, rozmova.Remove)
		k.rule(kept, rozmova.Restore)
		if list := k.picks(); len(list) != 1 || list[0].Comment != kept.ID {
			t.Errorf("picked: %+v, want the one that came back", list)
		}
	})
}
