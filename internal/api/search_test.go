package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

func TestSearching(t *testing.T) {
	h := newHouse(t)
	for i := range 3 {
		h.later(time.Second)
		h.comment(rozmova.Published, fmt.Sprint("Відкрили переправу через річку, ", i))
	}
	h.later(time.Second)
	hidden := h.comment(rozmova.Published, "Про мости мовчу")
	h.comment(rozmova.Pending, "Мости чекають")
	h.rule(hidden, rozmova.Remove)
	h.index()
	type found struct {
		Hits []struct {
			Comment *struct{ Body string }
			Story   struct{ Slug string }
			Excerpt string
			Marks   [][2]int
		}
		Next string
	}
	ask := func(query string) (list found, a answer) {
		t.Helper()
		a = h.ask("", http.MethodGet, "/search?"+query, "")
		if a.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d: %s", query, a.StatusCode, a.text)
		}
		a.decode(t, &list)
		return list, a
	}
	q := func(words string) string { return "q=" + url.QueryEscape(words) }
	list, _ := ask(q(`"переправою" AND (річки*`)) // and is no word of the comments, but neither is it an operator
	if len(list.Hits) != 0 {
		t.Errorf("every word must be there: %+v", list)
	}
	list, _ = ask(q(`"переправою" -річки*`) + "&story=mist")
	if len(list.Hits) != 3 || list.Hits[0].Comment == nil || !strings.HasSuffix(list.Hits[0].Comment.Body, "2") || list.Hits[0].Story.Slug != "mist" {
		t.Fatalf("in other forms, the newest first: %+v", list)
	}
	var marked []string
	for _, m := range list.Hits[0].Marks {
		marked = append(marked, string([]rune(list.Hits[0].Excerpt)[m[0]:m[1]]))
	}
	if got := strings.Join(marked, " "); got != "переправу річку" {
		t.Errorf("marked in %q: %s", list.Hits[0].Excerpt, got)
	}
	list, a := ask(q("річка") + "&limit=2")
	if len(list.Hits) != 2 || list.Next == "" || !strings.Contains(a.Header.Get("Link"), "before="+list.Next) {
		t.Fatalf("two of four: %+v, Link %s", list, a.Header.Get("Link"))
	}
	if list, _ = ask(q("річка") + "&limit=2&before=" + list.Next); len(list.Hits) != 2 || list.Hits[1].Comment != nil || list.Next != "" {
		t.Errorf("the third, and the story itself: %+v", list)
	}
	if _, a := ask(q("мовчу")); strings.Contains(a.text, "мовчу") {
		t.Errorf("a removed comment is found: %s", a.text)
	}
	if _, a := ask(q("чекають")); strings.Contains(a.text, "чекають") {
		t.Errorf("a pending comment is found: %s", a.text)
	}
}

func TestSearchingHasAnEnd(t *testing.T) {
	h := newHouse(t)
	h.index()
	for i := range 70 {
		a := h.ask("", http.MethodGet, "/search?q=%D0%BC%D1%96%D1%81%D1%82", "")
		if a.StatusCode == http.StatusTooManyRequests {
			if i < 30 || a.Header.Get("Retry-After") == "" {
				t.Errorf("refused after %d searches, Retry-After %q", i, a.Header.Get("Retry-After"))
			}
			return
		}
	}
	t.Error("seventy searches in a moment are nothing to one network")
}
