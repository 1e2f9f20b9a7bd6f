package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

func TestPlainText(t *testing.T) {
	for source, want := range map[string]string{
		"":                                     "",
		"a  b ":                                "a  b",
		"<p>Один</p><p>два<br>три</p>":         "Один\nдва\nтри",
		"Ти <b>ду</b><i>ре</i>нь":              "Ти дурень", // words are not cut by marks
		"&lt;b&gt; &amp; &#1111;&nbsp;x":       "<b> & ї\u00a0x",
		"a<script>alert('fool')</script>b":     "ab",
		"a<style>fool{}</style><!-- fool -->b": "ab",
		"<ul><li>a</li><li>b</li></ul>":        "a\nb",
		"3 < 4, 5 > 2":                         "3 < 4, 5 > 2",
		"<b unfinished":                        "",
		"<script>a":                            "",
		"<blockquote>a</blockquote>b":          "a\nb",
	} {
		if got := plainText(source); got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}

func TestUTF16Edges(t *testing.T) {
	spans := []rozmova.Marked{{Start: 0, End: 1}, {Start: 1, End: 3}, {Start: 4, End: 9}}
	got := utf16Edges("🙂й🙂 ї", spans) // 5 runes, 7 units
	for i, want := range []edges{{0, 2}, {2, 5}, {6, 7}} {
		if got[i] != want {
			t.Errorf("span %d: %v, want %v", i, got[i], want)
		}
	}
}

// FuzzAnalyze: whatever is sent, the answer is JSON with scores in [0,1] and spans inside the text, or a refusal that does not
// say the text again.
func FuzzAnalyze(f *testing.F) {
	for _, seed := range []string{
		`{"comment":{"text":"a"},"requestedAttributes":{"TOXICITY":{}}}`,
		`{"comment":{"text":"<p>a🙂","type":"HTML"},"context":{"entries":[{"text":"b"}]},"requested_attributes":{"SPAM":{},"INSULT":{"scoreThreshold":"1e3"}},"spanAnnotations":true}`,
		`{"comment":{"text":"\ud800"},"requestedAttributes":{"THREAT@1":null}}`, `[{}]`, "\xff{", `{"a":`,
	} {
		f.Add([]byte(seed))
	}
	length := 0
	a := New(Options{Analyze: Analyze{Keys: []string{"k"}, Judge: func(in *civility.Input) rozmova.Verdict {
		if !utf8.ValidString(in.Text) || !utf8.ValidString(in.Answers) || len(in.Text) > mostText || len(in.Answers) > mostText || strings.TrimSpace(in.Text) == "" {
			f.Errorf("the classifier is given %q, %q", in.Text, in.Answers)
		}
		length = utf16Length(in.Text)
		v := rozmova.Verdict{Spans: []rozmova.Marked{{Start: 0, End: utf8.RuneCountInString(in.Text), Label: rozmova.Insult, Score: 1}}}
		v.Scores[rozmova.Toxicity] = float32(length)
		return v
	}}})
	h := a.Handler()
	f.Fuzz(func(t *testing.T, body []byte) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/v1alpha1/comments:analyze?key=k", strings.NewReader(string(body))))
		if w.Code != http.StatusOK && w.Code != http.StatusBadRequest {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
		var answer struct {
			Scores map[string]struct {
				Spans []struct {
					Begin, End int
					Score      struct{ Value float64 }
				} `json:"spanScores"`
				Summary struct{ Value float64 } `json:"summaryScore"`
			} `json:"attributeScores"`
			Error *struct{ Code int }
		}
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatalf("%v: %s", err, w.Body)
		}
		if (answer.Error != nil) != (w.Code != http.StatusOK) {
			t.Errorf("%d: %s", w.Code, w.Body)
		}
		for name, s := range answer.Scores {
			if s.Summary.Value < 0 || s.Summary.Value > 1 || len(s.Spans) == 0 {
				t.Errorf("%s: %+v", name, s)
			}
			for _, span := range s.Spans {
				if span.Begin < 0 || span.Begin > span.End || span.End > length || span.Score.Value < 0 || span.Score.Value > 1 {
					t.Errorf("%s: %+v in %d units", name, span, length)
				}
			}
		}
	})
}
