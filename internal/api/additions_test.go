package api_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/store"
)

// develop adds to a story three times; the second addition is taken back.
func (h *house) develop(slug rozmova.Slug) []*rozmova.Addition {
	h.t.Helper()
	var site *rozmova.Site
	h.update(func(tx *store.Tx) (err error) { site, err = tx.FirstSite(); return err })
	desk := newsroom.New(h.db, newsroom.Options{Now: h.clock, Site: site})
	editor := &rozmova.Reader{ID: h.seed.Moderator.ID, Site: site.ID, PenName: "Редакція", Grants: []rozmova.Grant{{Role: rozmova.Editor}}}
	if err := desk.SetDeveloping(h.t.Context(), editor, slug, rozmova.NewestFirst); err != nil {
		h.t.Fatal(err)
	}
	var list []*rozmova.Addition
	for _, text := range []string{"Перше, з **жирним**.", "Друге.", "Третє."} {
		h.later(time.Second)
		a, err := desk.Add(h.t.Context(), editor, slug, newsroom.AdditionText{Title: "Нове", Body: text})
		if err != nil {
			h.t.Fatal(err)
		}
		list = append(list, a)
	}
	h.later(time.Second)
	if err := desk.TakeBackAddition(h.t.Context(), editor, slug, list[1].ID, "Не підтвердилося."); err != nil {
		h.t.Fatal(err)
	}
	return list
}

func TestAdditionsArePaged(t *testing.T) {
	h := newHouse(t)
	h.richStory()
	h.develop("zhenevski-perehovory")
	var all []string
	after := ""
	for range 4 {
		var page struct {
			Additions []struct {
				HTML, Note string
				TakenBack  bool `json:"taken_back"`
			}
			Count int
			Next  string
		}
		a := h.ask("", "GET", "/stories/zhenevski-perehovory/additions?limit=1&after="+after, "")
		if err := json.Unmarshal([]byte(a.text), &page); err != nil || page.Count != 2 || len(page.Additions) != 1 {
			t.Fatalf("%v: %s", err, a.text)
		}
		one := page.Additions[0]
		if one.TakenBack != (one.HTML == "") || one.TakenBack != (one.Note != "") {
			t.Errorf("%+v", one)
		}
		all = append(all, one.HTML)
		if after = page.Next; after == "" {
			break
		}
	}
	if got := strings.Join(all, "|"); got != "<p>Третє.</p>\n||<p>Перше, з\u00a0<strong>жирним</strong>.</p>\n" {
		t.Errorf("in order: %q", got)
	}
	if a := h.ask("", "GET", "/stories/zhenevski-perehovory/additions?after=what", ""); a.StatusCode != 404 {
		t.Errorf("a cursor that is none: %d %s", a.StatusCode, a.text)
	}
}
