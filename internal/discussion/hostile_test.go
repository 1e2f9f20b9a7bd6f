package discussion_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/richtext"
)

// TestBadInput sends what nobody writes who means well by every way in that takes words. It is refused with a reason, or
// taken without harm, and soon.
func TestBadInput(t *testing.T) {
	megabyte := strings.Repeat("👩‍👩‍👧‍👦", 1<<20/25)
	quotes := strings.Repeat("> ", 10_000) + "слово"
	lines := strings.Builder{}
	for i := range 10_000 {
		lines.WriteString(strings.Repeat(">", i%100+1) + "\n")
	}
	eachEngine(t, func(t *testing.T, k *talk) {
		author := k.Readers[0]
		first := k.say(author, nil, "слово")
		ways := map[string]func(text string) ([]rozmova.Block, error){
			"post": func(text string) ([]rozmova.Block, error) {
				c, _, err := k.desk.Post(t.Context(), author, discussion.Posting{Thread: k.Thread, Parent: first.ID, Body: text, Key: text})
				if err != nil {
					return nil, err
				}
				return c.Body, nil
			},
			"edit": func(text string) ([]rozmova.Block, error) {
				c, err := k.desk.Edit(t.Context(), author, k.say(author, nil, "слово").ID, 0, text)
				if err != nil {
					return nil, err
				}
				return c.Body, nil
			},
			"append": func(text string) ([]rozmova.Block, error) {
				c, err := k.desk.Append(t.Context(), author, k.say(author, nil, "слово").ID, 0, text)
				if err != nil {
					return nil, err
				}
				return c.Body, nil
			},
			"preview": func(text string) ([]rozmova.Block, error) {
				return k.desk.Preview(t.Context(), author, k.Thread, text)
			},
		}
		for _, tt := range []struct{ what, text, reason string }{
			{"a megabyte of emoji", megabyte, "comment.too_long"},
			{"a megabyte of emoji and one bad byte", megabyte + "\xff", "text.not_utf8"},
			{"one rune too many", strings.Repeat("ї", 5001), "comment.too_long"},
			{"invalid UTF-8", "сло\xc3\x28во", "text.not_utf8"},
			{"half a surrogate", "сло\xed\xa0\x80во", "text.not_utf8"},
			{"control characters", "сло\x00\x01\x1b[31mво\x7f\u0085\u202e\u2066", ""},
			{"nothing but control characters", "\x00\x01\x07\u202e\u200b\ufeff", "comment.empty"},
			{"ten thousand nested quotes", quotes, "comment.too_long"},
			{"as many as a comment holds", quotes[len(quotes)-4990:], ""},
			{"stairs of quotes", lines.String()[:4900] + "\n\nслово", ""},
			{"towers of marks", "с" + strings.Repeat("\u0301", 4000), ""},
			{"elements", "<script>alert(1)</script><img src=x onerror=alert(1)>", ""},
		} {
			for how, way := range ways {
				start := time.Now()
				body, err := way(tt.text)
				if took := time.Since(start); took > 5*time.Second {
					t.Errorf("%s: %s took %v", how, tt.what, took)
				}
				if tt.reason != "" {
					refused(t, how+": "+tt.what, err, rozmova.Invalid, tt.reason)
					continue
				}
				if err != nil {
					t.Errorf("%s: %s: %v", how, tt.what, err)
				}
				words := rozmova.PlainText(body)
				for i := range body {
					if body[i].Quote > 8 {
						t.Errorf("%s: %s stands in %d quotations", how, tt.what, body[i].Quote)
					}
				}
				bad := func(r rune) bool { return r != '\n' && unicode.In(r, unicode.Cc, unicode.Bidi_Control) }
				if !utf8.ValidString(words) || strings.ContainsFunc(words, bad) || !strings.Contains(words, "о") && !strings.Contains(words, "с") && !strings.Contains(words, "script") {
					t.Errorf("%s: %s became %.60q", how, tt.what, words)
				}
				if html := string(richtext.HTML(body, richtext.Options{Untrusted: true})); strings.Contains(html, "<script") || strings.Contains(html, "<img") {
					t.Errorf("%s: %s is written as %.200s", how, tt.what, html)
				}
			}
		}
	})
}

// TestMeanwhile sends what was fine when somebody began to write it.
func TestMeanwhile(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		parent := k.say(k.Readers[0], nil, "слово")
		p := discussion.Posting{Thread: k.Thread, Parent: parent.ID, Body: "відповідь", Key: "k"}
		if _, err := k.desk.Withdraw(t.Context(), k.Readers[0], parent.ID); err != nil {
			t.Fatal(err)
		}
		_, _, err := k.desk.Post(t.Context(), k.Readers[1], p)
		refused(t, "the parent was withdrawn", err, rozmova.Conflict, "comment.parent_gone")
		p.Parent = rozmova.ID[rozmova.Comment]{} // the text was kept, and is sent without the parent
		p.Key = "another"
		c, fresh, err := k.desk.Post(t.Context(), k.Readers[1], p)
		if err != nil || !fresh {
			t.Fatal(err)
		}
		k.mode(rozmova.Closed)
		again, fresh, err := k.desk.Post(t.Context(), k.Readers[1], p) // the answer was lost on the way
		if err != nil || fresh || again.ID != c.ID {
			t.Errorf("sent again: %v, fresh %v, %v", again, fresh, err)
		}
		k.keep(rozmova.Closed, rozmova.ThreadSettings{Runes: 5})
		if again, _, err := k.desk.Post(t.Context(), k.Readers[1], p); err != nil || again.ID != c.ID {
			t.Errorf("sent again when the limit is lower: %v, %v", again, err)
		}
		p.Key = "a third"
		k.keep(rozmova.Closed, rozmova.ThreadSettings{})
		_, _, err = k.desk.Post(t.Context(), k.Readers[1], p)
		refused(t, "the thread was closed", err, rozmova.Conflict, "thread.closed")
	})
}
