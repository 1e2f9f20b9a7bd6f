package newsroom_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// staff gives who goes by a pen name, with roles besides those they have.
func (r *room) staff(name string, grants ...rozmova.Grant) *rozmova.Reader {
	r.t.Helper()
	id := r.reader(name)
	var reader *rozmova.Reader
	err := r.db.Update(context.Background(), func(tx *store.Tx) (err error) {
		for _, g := range grants {
			if err := tx.Grant(id, g, r.now); err != nil {
				return err
			}
		}
		reader, err = tx.Reader(id)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return reader
}

// reason checks that an error has a kind and a reason.
func reason(t *testing.T, what string, err error, kind rozmova.Kind, reason string) {
	t.Helper()
	var e *rozmova.Error
	if !errors.Is(err, kind) || reason != "" && (!errors.As(err, &e) || e.Reason != reason) {
		t.Errorf("%s: %v, want %v %s", what, err, kind, reason)
	}
}

func TestAdditions(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		r, ctx := newRoom(t, db), context.Background()
		story := r.publish(first, newsroom.PublishOptions{}).Story
		editor := r.staff("Редакторка", rozmova.Grant{Role: rozmova.Editor})
		other := r.staff("Кореспондент", rozmova.Grant{Role: rozmova.Editor})
		text := newsroom.AdditionText{Title: "Міст відкрито", Body: "Рух відновлено.\nПоки що однією смугою.", Key: "k1"}
		_, err := r.Add(ctx, editor, story.Slug, text)
		reason(t, "to a story that does not develop", err, rozmova.Conflict, "addition.closed")
		if err := r.SetDeveloping(ctx, editor, story.Slug, rozmova.NewestFirst); err != nil {
			t.Fatal(err)
		}
		if s := r.read(story.Slug).Story; s.Developing != rozmova.NewestFirst || !s.LastModified().Equal(s.Published) {
			t.Errorf("developing %v, modified %v, published %v", s.Developing, s.LastModified(), s.Published)
		}
		r.now = r.now.Add(time.Minute)
		one, err := r.Add(ctx, editor, story.Slug, text)
		if err != nil {
			t.Fatal(err)
		}
		if one.Byline != "Редакторка" || len(one.Body) != 1 || one.By != editor.ID || !one.At.Equal(r.now) {
			t.Errorf("%+v", one)
		}
		again, err := r.Add(ctx, editor, story.Slug, text)
		if err != nil || again.ID != one.ID {
			t.Errorf("sent twice: %v, %v, want the first", again, err)
		}
		if s := r.read(story.Slug).Story; !s.LastModified().Equal(one.At) || s.Revision != 1 {
			t.Errorf("modified %v, want %v; revision %d", s.LastModified(), one.At, s.Revision)
		}
		r.now = r.now.Add(time.Minute)
		two, err := r.Add(ctx, other, story.Slug, newsroom.AdditionText{Body: "Друге.", Byline: "Від нашого кореспондента"})
		if err != nil {
			t.Fatal(err)
		}
		order := func(how rozmova.Developing) string {
			if err := r.SetDeveloping(ctx, other, story.Slug, how); err != nil {
				t.Fatal(err)
			}
			list, err := r.Additions(ctx, r.read(story.Slug).Story, rozmova.ID[rozmova.Addition]{}, 20)
			if err != nil || !list.More.IsZero() {
				t.Fatalf("%+v, %v", list, err)
			}
			var titles []string
			for _, a := range list.List {
				titles = append(titles, a.Source[:4])
			}
			return strings.Join(titles, " ")
		}
		for _, how := range []rozmova.Developing{rozmova.NewestFirst, rozmova.OldestFirst, rozmova.NotDeveloping} {
			want := "Ру Др"
			if how == rozmova.NewestFirst {
				want = "Др Ру"
			}
			if got := order(how); got != want {
				t.Errorf("order %v: %s, want %s", how, got, want)
			}
		}
		// A closed story's additions can still be put right.
		r.now = r.now.Add(time.Minute)
		text.Body = "Рух відновлено двома смугами."
		reason(t, "without a note", r.ChangeAddition(ctx, other, story.Slug, one.ID, text, " "), rozmova.Invalid, "addition.note_missing")
		if err := r.ChangeAddition(ctx, other, story.Slug, one.ID, text, "Смуг дві."); err != nil {
			t.Fatal(err)
		}
		if s := r.read(story.Slug).Story; !s.LastModified().Equal(r.now) {
			t.Errorf("changed: modified %v, want %v", s.LastModified(), r.now)
		}
		if err := r.TakeBackAddition(ctx, other, story.Slug, two.ID, "Не підтвердилося."); err != nil {
			t.Fatal(err)
		}
		reason(t, "taken back twice", r.TakeBackAddition(ctx, other, story.Slug, two.ID, "Ще раз."), rozmova.Conflict, "addition.taken_back")
		reason(t, "changed afterwards", r.ChangeAddition(ctx, other, story.Slug, two.ID, text, "Ні."), rozmova.Conflict, "addition.taken_back")
		list, err := r.Additions(ctx, r.read(story.Slug).Story, rozmova.ID[rozmova.Addition]{}, 1)
		if err != nil || len(list.List) != 1 || list.More != one.ID || list.Count != 1 || !list.First.Equal(one.At) || list.List[0].Source != text.Body || list.List[0].Note != "Смуг дві." ||
			list.List[0].Byline != "Редакторка" {
			t.Errorf("%+v, %v", list, err)
		}
		rest, err := r.Additions(ctx, r.read(story.Slug).Story, list.More, 1)
		if err != nil || len(rest.List) != 1 || rest.List[0].ID != two.ID || len(rest.List[0].Body) != 0 || rest.List[0].Source != "" || rest.List[0].Note == "" {
			t.Errorf("taken back: %+v, %v", rest, err)
		}
		if behind, err := r.AdditionPlace(ctx, story.Slug, two.ID, 1); err != nil || behind != one.ID {
			t.Errorf("place: %v, %v", behind, err)
		}
		// A revision without a word of it keeps what develops, and does not move what readers were told.
		if err := r.SetDeveloping(ctx, other, story.Slug, rozmova.NewestFirst); err != nil {
			t.Fatal(err)
		}
		told := r.read(story.Slug).Story.LastModified()
		r.now = r.now.Add(time.Hour)
		s := r.publish(strings.Replace(first, "Мер каже", "Мер сказав", 1), newsroom.PublishOptions{Replace: true}).Story
		if s.Revision != 2 || s.Developing != rozmova.NewestFirst || !s.LastModified().Equal(told) {
			t.Errorf("revised in silence: revision %d, developing %v, modified %v, want %v", s.Revision, s.Developing, s.LastModified(), told)
		}
	})
}

func TestWhoMayAdd(t *testing.T) {
	r, ctx := newRoom(t, rozmovatest.SQLite(t)), context.Background()
	story := r.publish("---\ndeveloping: oldest\n"+strings.TrimPrefix(first, "---\n"), newsroom.PublishOptions{}).Story
	if story.Developing != rozmova.OldestFirst {
		t.Fatalf("the file says it develops: %v", story.Developing)
	}
	text := newsroom.AdditionText{Body: "Нове."}
	for name, tt := range map[string]struct {
		by     *rozmova.Reader
		slug   rozmova.Slug
		text   newsroom.AdditionText
		kind   rozmova.Kind
		reason string
	}{
		"nobody":            {nil, story.Slug, text, rozmova.Unauthenticated, ""},
		"a reader":          {r.staff("Читачка"), story.Slug, text, rozmova.Forbidden, "role.editor_needed"},
		"a moderator":       {r.staff("Модератор", rozmova.Grant{Role: rozmova.Moderator}), story.Slug, text, rozmova.Forbidden, "role.editor_needed"},
		"of other sections": {r.staff("Спорт", rozmova.Grant{Role: rozmova.Editor, Section: "sport"}), story.Slug, text, rozmova.Forbidden, "role.editor_needed"},
		"no such story":     {r.staff("Головна", rozmova.Grant{Role: rozmova.Editor}), "nema", text, rozmova.NotFound, ""},
		"empty":             {r.staff("Головна"), story.Slug, newsroom.AdditionText{Body: " \n"}, rozmova.Invalid, "addition.empty"},
		"too long":          {r.staff("Головна"), story.Slug, newsroom.AdditionText{Body: strings.Repeat("а", newsroom.MaxAddition+1)}, rozmova.Invalid, "addition.too_long"},
		"a long title":      {r.staff("Головна"), story.Slug, newsroom.AdditionText{Body: "а", Title: strings.Repeat("а", newsroom.MaxTitle+1)}, rozmova.Invalid, "addition.too_long"},
	} {
		_, err := r.Add(ctx, tt.by, tt.slug, tt.text)
		reason(t, name, err, tt.kind, tt.reason)
	}
	reason(t, "one that is not there", r.TakeBackAddition(ctx, r.staff("Головна"), story.Slug, rozmova.NewID[rozmova.Addition](r.now), "Ні."), rozmova.NotFound, "")
}
