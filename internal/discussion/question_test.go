package discussion_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

func TestWhatTheClassifierIsTold(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		j := &judge{}
		k.judged(j, moderation.Policy{}, nil)
		if err := k.db.Update(t.Context(), func(tx *store.Tx) error {
			return tx.SetStoryReaders(k.Story.ID, []rozmova.ID[rozmova.Reader]{k.Readers[3].ID}, []rozmova.ID[rozmova.Reader]{k.Readers[1].ID})
		}); err != nil {
			t.Fatal(err)
		}
		root := k.say(k.Readers[0], nil, "Чи це **правда**?")
		of := k.say(k.Readers[3], root, "> Чи це правда?\n\nТак, автор знає.")
		k.say(k.Readers[1], of, "> Так, автор знає.\n\nНі.\n\n- по-перше\n- по-друге")
		k.say(k.Readers[2], nil, "@Читач 4 перевірте")
		k.say(k.Readers[2], nil, "@Читач 1 та @Хтось, чуєте?")
		want := []civility.Input{
			{Text: "Чи це правда?"},
			{Text: "Так, автор знає.", Answers: "Чи це правда?", Names: []string{"Читач 1"}},
			{Text: "Ні.\nпо-перше\nпо-друге", Answers: "Чи це правда?\nТак, автор знає.", Names: []string{"Читач 1", "Читач 4"}, ToAuthor: true},
			{Text: "@Читач 4 перевірте", Names: []string{"Читач 4"}, ToAuthor: true},
			{Text: "@Читач 1 та @Хтось, чуєте?", Names: []string{"Читач 1"}},
		}
		if diff := cmp.Diff(want, j.asked); diff != "" {
			t.Errorf("what it was asked (-want +got):\n%s", diff)
		}
		bad := k.say(k.Readers[2], root, "Ти нездара.")
		if c := k.say(k.Readers[0], bad, "> ти **нездара**\n\nТак не можна."); k.card(c) != nil {
			t.Errorf("words quoted from what is answered are marked: %+v", k.card(c).Verdict)
		}
		for _, text := range []string{"> Ти нездара.", "> І ти нездара!\n\nОсь так."} {
			if c := k.say(k.Readers[0], root, text); k.card(c) == nil || len(k.card(c).Findings) != 1 {
				t.Errorf("%q: own words in the form of a quotation are not marked", text)
			}
		}
	})
}
