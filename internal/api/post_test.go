package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

func TestARepeatedRequestAddsNothing(t *testing.T) {
	h := newHouse(t)
	post := "/threads/" + h.seed.Thread.String() + "/comments"
	var wait sync.WaitGroup
	answers := make([]answer, 8)
	for i := range answers {
		wait.Go(func() {
			answers[i] = h.ask("author", http.MethodPost, post, `{"body":"Раз"}`, "Idempotency-Key", "k1")
		})
	}
	wait.Wait()
	fresh, location := 0, answers[0].Header.Get("Location")
	for _, a := range answers {
		switch a.StatusCode {
		case http.StatusCreated:
			fresh++
		case http.StatusOK:
		default:
			t.Fatalf("%d: %s", a.StatusCode, a.text)
		}
		if a.text != answers[0].text || a.Header.Get("Location") != location {
			t.Errorf("the answers differ:\n%s\n%s", answers[0].text, a.text)
		}
	}
	if fresh != 1 {
		t.Errorf("%d of the requests made a comment, want 1", fresh)
	}
	if got := h.do(request(http.MethodGet, location)); got.StatusCode != http.StatusOK || !strings.Contains(got.text, "Раз") {
		t.Errorf("Location %s: %d: %s", location, got.StatusCode, got.text)
	}
	other := h.ask("author", http.MethodPost, post, `{"body":"Два"}`, "Idempotency-Key", "k1")
	if p := problem(t, other); other.StatusCode != http.StatusConflict || p.Reason != "idempotency.other_body" {
		t.Errorf("the same key with other words: %d %s", other.StatusCode, other.text)
	}
	if got := h.ask("other", http.MethodPost, post, `{"body":"Раз"}`, "Idempotency-Key", "k1"); got.StatusCode != http.StatusCreated {
		t.Errorf("somebody else's request with the same key: %d, want one of its own", got.StatusCode)
	}
	h.ask("author", http.MethodPost, post, `{"body":"Три"}`)
	if got := h.ask("author", http.MethodPost, post, `{"body":"Три"}`); got.StatusCode != http.StatusCreated {
		t.Errorf("the same words without a key: %d, want a second comment", got.StatusCode)
	}
}

func request(method, address string) *http.Request {
	r, err := http.NewRequest(method, address, nil)
	if err != nil {
		panic(err)
	}
	return r
}

func TestPagesOfComments(t *testing.T) {
	h := newHouse(t)
	for i := range 7 {
		h.later(time.Second)
		h.comment(rozmova.Published, fmt.Sprint("Слово ", i))
	}
	for sort, want := range map[string]string{"oldest": "0 1 2 3 4 5 6", "newest": "6 5 4 3 2 1 0", "answered": "6 5 4 3 2 1 0", "respected": "6 5 4 3 2 1 0"} {
		walk := func(address, rel string) (parts []string, last string) {
			for pages := 0; address != "" && pages < 5; pages++ {
				a := h.do(request(http.MethodGet, address))
				var list struct {
					Comments   []struct{ Body string }
					Next, Prev string
				}
				a.decode(t, &list)
				var words []string
				for _, c := range list.Comments {
					words = append(words, strings.TrimPrefix(c.Body, "Слово "))
				}
				parts, last, address = append(parts, strings.Join(words, " ")), address, ""
				links := a.Header.Values("Link")
				if got := len(list.Next+list.Prev) / 34; got != len(links) {
					t.Errorf("%s: next %q, prev %q, but Link %q", sort, list.Next, list.Prev, links)
				}
				for _, link := range links {
					if target, ok := strings.CutSuffix(link, `>; rel="`+rel+`"`); ok {
						address = strings.TrimPrefix(target, "<")
					}
				}
			}
			return parts, last
		}
		there, end := walk(origin+"/api/v1/threads/"+h.seed.Thread.String()+"/comments?limit=3&sort="+sort, "next")
		if got := strings.Join(there, " "); got != want {
			t.Errorf("%s by next: %s, want %s", sort, got, want)
		}
		back, _ := walk(end, "prev")
		slices.Reverse(back)
		if got := strings.Join(back, " "); got != want {
			t.Errorf("%s by prev from the end: %s, want %s", sort, got, want)
		}
	}
}

func TestAnEditOfWhatWasChangedMeanwhile(t *testing.T) {
	h := newHouse(t)
	one := "/comments/" + h.comment(rozmova.Published, "Раз").ID.String()
	if got := h.ask("author", http.MethodPut, one, `{"body":"Два","revision":1}`); got.StatusCode != http.StatusOK || !strings.Contains(got.text, `"revision":2`) {
		t.Errorf("edit: %d: %s", got.StatusCode, got.text)
	}
	if got := h.ask("author", http.MethodPut, one, `{"body":"Три","revision":1}`); got.StatusCode != http.StatusConflict {
		t.Errorf("edit of an old revision: %d, want 409", got.StatusCode)
	}
	if got := h.ask("moderator", http.MethodPost, one+"/decisions", `{"action":"hold","rule":"respect","facts":"a","revision":1}`); got.StatusCode != http.StatusConflict {
		t.Errorf("a decision about words that were changed: %d, want 409", got.StatusCode)
	}
	h.later(time.Hour)
	if p := problem(t, h.ask("author", http.MethodPut, one, `{"body":"Три","revision":2}`)); p.Reason != "comment.append_only" || strings.Contains(p.Detail, "⟦") {
		t.Errorf("other words an hour later: %s: %s", p.Reason, p.Detail)
	}
	if got := h.ask("author", http.MethodPut, one, `{"body":"Два\n\nІ ще два","revision":2}`); got.StatusCode != http.StatusOK || !strings.Contains(got.text, "І ще два") {
		t.Errorf("more words an hour later: %d: %s", got.StatusCode, got.text)
	}
}

func TestProblemsSpeakTheCallersLanguage(t *testing.T) {
	h := newHouse(t)
	for asked, want := range map[string]string{"uk": "Такого тут немає.", "en-GB, uk;q=0.5": "There is no such thing here.", "de": "Такого тут немає.", "": "Такого тут немає."} {
		a := h.ask("", http.MethodGet, "/stories/nema", "", "Accept-Language", asked)
		if p := problem(t, a); p.Detail != want || p.Title != "Not Found" {
			t.Errorf("Accept-Language %q: %q, want %q", asked, p.Detail, want)
		}
		if a.Header.Get("Vary") != "Accept-Language" || a.Header.Get("Content-Language") == "" {
			t.Errorf("Accept-Language %q: Vary %q, Content-Language %q", asked, a.Header.Get("Vary"), a.Header.Get("Content-Language"))
		}
	}
}
