package discussion_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/store"
)

// write changes the store behind the desk's back.
func (k *talk) write(fn func(tx *store.Tx) error) {
	k.t.Helper()
	if err := k.db.Update(k.t.Context(), fn); err != nil {
		k.t.Fatal(err)
	}
}

// TestWhatIsTaught: decisions by people about judged words, the latest of each; labels win; what authors took back is left out.
func TestWhatIsTaught(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		author, other := k.Readers[0], k.Readers[1]
		judged := func(c *rozmova.Comment) *rozmova.Comment {
			k.write(func(tx *store.Tx) error {
				return tx.PutVerdict(c.ID, c.Revision, &rozmova.Verdict{Language: "uk", Model: "m"}, k.clock.Now())
			})
			return c
		}
		root := judged(k.say(author, nil, "Перше слово"))
		removed := judged(k.say(other, root, "Дурниці пишете"))
		back := judged(k.say(other, root, "Повернуте"))
		unread := k.say(other, nil, "Нечитане")
		gone := judged(k.say(other, nil, "Забране назад"))
		labelled := judged(k.say(other, root, "Мічене"))
		k.rule(removed, rozmova.Remove)
		k.rule(back, rozmova.Hold)
		k.rule(back, rozmova.Restore)
		k.rule(unread, rozmova.Remove)
		k.rule(gone, rozmova.Hold)
		k.rule(gone, rozmova.Restore)
		k.rule(labelled, rozmova.Remove)
		if _, err := k.desk.Withdraw(context.Background(), other, gone.ID); err != nil {
			t.Fatal(err)
		}
		k.write(func(tx *store.Tx) error {
			return tx.PutLesson(&rozmova.Lesson{Comment: labelled.ID, Revision: 1, Participant: rozmova.No, Toxic: rozmova.Yes, By: k.Moderator.ID, At: k.clock.Now()})
		})
		list, err := k.desk.Taught(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]discussion.Taught{}
		for _, x := range list {
			got[x.Input.Text] = x
		}
		for text, want := range map[string][3]int8{"Дурниці пишете": {1, -1, -1}, "Повернуте": {0, -1, 0}, "Мічене": {0, 1, -1}} {
			x, found := got[text]
			if have := [3]int8{x.Labels[rozmova.Participant], x.Labels[rozmova.Toxicity], x.Labels[rozmova.Threat]}; !found || have != want {
				t.Errorf("%s: participant, toxic, threat %v, want %v", text, have, want)
			}
			if x.Input.Answers != "Перше слово" {
				t.Errorf("%s answers %q", text, x.Input.Answers)
			}
		}
		if len(list) != 3 {
			t.Errorf("%d are learnt from, want 3: %+v", len(list), list)
		}
	})
}

func TestTheExportHoldsNoNames(t *testing.T) {
	id := rozmova.ID[rozmova.Comment]{9, 9, 9}
	labels := [rozmova.Labels]int8{0, -1, -1, -1, -1, 1}
	list := []discussion.Taught{{
		Comment: id, Language: "uk", Labels: labels, People: []string{"Оксана з Подолу", "Canary_77", "Ян"},
	}}
	list[0].Input.Text = "@Оксана з Подолу, Оксано, і ви, canary_77: пишіть на canary.bird+x@poshta.example.ua чи https://canary.example/me?a=1, t.me/canary, " +
		"або дзвоніть +38 (067) 123-45-67, 0671234567. @someone_else знає. Яна тут немає, а Ян є. Янтар у 2014-2022 роках, 18:30."
	list[0].Input.Answers = "Питає Оксана: www.canary.net/x"
	out, n, err := discussion.Anonymous(list, []byte("salt"))
	if err != nil || n != 1 {
		t.Fatal(n, err)
	}
	var x discussion.Exported
	if err := json.Unmarshal(out, &x); err != nil {
		t.Fatal(err)
	}
	for _, canary := range []string{"canary", "Canary", "Оксан", "Подол", "067", "4567", "123", "poshta", "someone", id.String(), "Ян "} {
		if bytes.Contains(out, []byte(canary)) {
			t.Errorf("%q is in the export: %s", canary, out)
		}
	}
	const want = "@user, @user, і ви, @user: пишіть на [email] чи [url] [url] або дзвоніть [phone], [phone]. @user знає. "
	if !strings.HasPrefix(x.Text, want) || !strings.Contains(x.Text, "Янтар у 2014-2022 роках, 18:30.") {
		t.Errorf("%q", x.Text)
	}
	if x.Insult == nil || *x.Insult != 1 || *x.Target != "participant" || *x.Toxic != 0 || x.Threat != nil || x.Origin != "site moderators" {
		t.Errorf("%s", out)
	}
	again, _, _ := discussion.Anonymous(list, []byte("other"))
	if bytes.Equal(out, again) {
		t.Error("the salt changes nothing")
	}
}
