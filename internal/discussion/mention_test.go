package discussion_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// called gives a reader another pen name.
func (k *talk) called(r *rozmova.Reader, name string) {
	k.t.Helper()
	if err := k.db.Update(k.t.Context(), func(tx *store.Tx) error { return tx.Rename(r.ID, name, lang.PenKey(name)) }); err != nil {
		k.t.Fatal(err)
	}
	r.PenName = name
}

// mentioned lists the words of a body that are mentions.
func mentioned(body []rozmova.Block) (list []string) {
	for _, b := range body {
		for _, s := range b.Spans {
			if s.Marks&rozmova.Mention != 0 {
				list = append(list, s.Text)
			}
		}
	}
	return list
}

func TestMentions(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.called(k.Readers[0], "Олена")
		k.called(k.Readers[1], "Олена Коваль")
		k.called(k.Readers[2], "О’Ніл-Мак_Грегор мол.")
		k.called(k.Readers[3], "Мовчун")
		for _, r := range k.Readers[:3] {
			k.say(r, nil, "слово")
		}
		long := strings.Repeat("@Олена ", discussion.MaxMentions+2)
		for _, tt := range []struct {
			text string
			want []string
		}{
			{"Нікого тут нема", nil},
			{"@Олена, так", []string{"@Олена"}},
			{"@Олена Коваль каже", []string{"@Олена Коваль"}},
			{"@Олена Ковальчук каже", []string{"@Олена"}},
			{"(@Олена)@Олена @Олена", []string{"@Олена", "@Олена", "@Олена"}},
			{"@Оленачка, @олена, @ Олена, a@Олена, ї@Олена, @@@, @", nil},
			{"Так, @О’Ніл-Мак_Грегор мол. Ось", []string{"@О’Ніл-Мак_Грегор мол."}},
			{"*@Олена* і **так @Олена Коваль!**", []string{"@Олена", "@Олена Коваль"}},
			{"`@Олена` [@Олена](https://a.example) olena@example.org", nil},
			{"> @Олена\n\nцитата", nil},
			{"```\n@Олена\n```", nil},
			{"- @Олена\n- @Мовчун", []string{"@Олена"}}, // who has said nothing here takes no part
			{"@Невідома", nil},
			{"@" + strings.Repeat("Олена ", 600), []string{"@Олена"}},
			{strings.Repeat("@", 4000), nil},
			{long, slices.Repeat([]string{"@Олена"}, discussion.MaxMentions)},
		} {
			body, err := k.desk.Preview(t.Context(), k.Readers[3], k.Thread, tt.text)
			if err != nil {
				t.Errorf("%.40q: %v", tt.text, err)
			}
			if got := mentioned(body); !slices.Equal(got, tt.want) {
				t.Errorf("%.40q mentions %q, want %q", tt.text, got, tt.want)
			}
			if plain, err := k.desk.Preview(t.Context(), k.Readers[3], open(t, k.db, rozmova.ThreadSettings{}).Thread, tt.text); err != nil || rozmova.PlainText(plain) != rozmova.PlainText(body) || mentioned(plain) != nil {
				t.Errorf("%.40q: marking mentions changed the words, or marked them in another thread", tt.text)
			}
		}
	})
}

func TestMentionsAreKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.say(k.Readers[1], nil, "слово")
		k.say(k.Readers[2], nil, "слово")
		name := func(i int) string { return "@" + k.Readers[i].PenName }
		c := k.say(k.Readers[0], nil, fmt.Sprintf("%s, %s і ще раз %s", name(1), name(0), name(1)))
		if got := mentioned(c.Body); !slices.Equal(got, []string{name(1), name(1)}) { // the first reader has said nothing before
			t.Errorf("mentions %q", got)
		}
		var err error
		if c, err = k.desk.Edit(t.Context(), k.Readers[0], c.ID, 1, name(2)+" і "+name(0)); err != nil {
			t.Fatal(err)
		}
		one, list, err := k.desk.Revisions(t.Context(), k.Readers[0], c.ID)
		if err != nil || !slices.Equal(mentioned(one.Node.Body), []string{name(2), name(0)}) || len(list) != 1 || !slices.Equal(mentioned(list[0].Body), []string{name(1), name(1)}) {
			t.Errorf("now %+v, before %+v, %v", one, list, err)
		}
		err = k.db.View(t.Context(), func(tx *store.Tx) error {
			got, err := tx.Mentions(c.ID)
			if err == nil && !slices.Equal(got, []rozmova.ID[rozmova.Reader]{k.Readers[2].ID}) {
				t.Errorf("kept %v, want the third reader alone, and never the author", got)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestParticipants(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.called(k.Readers[0], "Ґанна")
		k.called(k.Readers[1], "ґандзя")
		k.called(k.Readers[2], "Ганна Ґ")
		k.called(k.Readers[3], "Ґаля")
		for _, r := range k.Readers[:3] {
			k.say(r, nil, "слово")
		}
		removed := k.say(k.Readers[3], nil, "слово")
		k.rule(removed, rozmova.Remove)
		for _, tt := range []struct {
			prefix string
			want   string
		}{
			{"Ґан", "Ґанна ґандзя"}, {"@ґ", "Ґанна ґандзя"}, {"ґАнН", "Ґанна"}, {"", ""}, {"Іри", ""}, {"%", ""}, {"_", ""}, {"Ґаля", ""},
			{strings.Repeat("ґ", 33), ""},
		} {
			got, err := k.desk.Participants(t.Context(), nil, k.Thread, tt.prefix)
			slices.Sort(got)
			if err != nil || strings.Join(got, " ") != tt.want {
				t.Errorf("%q: %q, %v; want %q", tt.prefix, got, err, tt.want)
			}
		}
		if got, err := k.desk.Participants(t.Context(), k.Readers[0], k.Thread, "ґан"); err != nil || !slices.Equal(got, []string{"ґандзя"}) {
			t.Errorf("one does not mention oneself: %q, %v", got, err)
		}
		_, err := k.desk.Participants(t.Context(), nil, k.Thread, "\xff")
		refused(t, "not UTF-8", err, rozmova.Invalid, "text.not_utf8")
		_, err = k.desk.Participants(t.Context(), nil, rozmova.NewID[rozmova.Thread](k.clock.Now()), "ґ")
		refused(t, "no thread", err, rozmova.NotFound, "")
	})
}
