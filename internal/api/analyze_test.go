package api_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/api"
	"github.com/rozmova/rozmova/internal/civility"
)

const analyzeKey = "a-key-of-the-newsroom"

// judge stands in for the classifier: it knows a few words, and tells by its scores what it was given with the text.
func judge(in *civility.Input) rozmova.Verdict {
	v := rozmova.Verdict{Language: "en", Model: "test"}
	if strings.ContainsFunc(in.Text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		v.Language = "uk"
	}
	v.Scores[rozmova.Toxicity] = 0.02
	lower := strings.ToLower(in.Text)
	for word, scores := range map[string]rozmova.Scores{
		"fool":   {rozmova.Toxicity: 0.9, rozmova.Insult: 0.85, rozmova.Obscenity: 0.1, rozmova.Participant: 0.8},
		"дурень": {rozmova.Toxicity: 0.9, rozmova.Insult: 0.85, rozmova.Obscenity: 0.1, rozmova.Participant: 0.8},
		"damn":   {rozmova.Toxicity: 0.4, rozmova.Obscenity: 0.95},
		"kill":   {rozmova.Toxicity: 0.92, rozmova.Threat: 0.9},
	} {
		at := strings.Index(lower, word)
		if at < 0 {
			continue
		}
		v.Scores = scores
		start := len([]rune(lower[:at]))
		v.Spans = append(v.Spans, rozmova.Marked{Start: start, End: start + len([]rune(word)), Label: rozmova.Insult, Score: 0.75})
		if in.Answers != "" {
			v.Scores[rozmova.Participant] = 0.95
		}
		if in.ToAuthor {
			v.Scores[rozmova.Participant] = 0.6
		}
	}
	return v
}

// door opens the doors in others' wire formats, without a house behind them.
func door(x api.Analyze) http.Handler {
	return api.New(api.Options{Origin: origin, Analyze: x}).Handler()
}

func opened() http.Handler {
	return door(api.Analyze{Judge: judge, Keys: []string{"another-key-of-ours", analyzeKey}})
}

func send(h http.Handler, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const (
	analyzePath = "/v1alpha1/comments:analyze?key=" + analyzeKey
	suggestPath = "/v1alpha1/comments:suggestscore?key=" + analyzeKey
)

// at finds what a path such as attributeScores.TOXICITY.spanScores.0.begin leads to; nil where nothing is there.
func at(t *testing.T, content []byte, path string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(content, &v); err != nil {
		t.Fatalf("%v in %s", err, content)
	}
	for step := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func TestAnalyzeTellsEveryAttribute(t *testing.T) {
	got := send(opened(), http.MethodPost, analyzePath, `{"comment":{"text":"🙂 You fool."},"spanAnnotations":true,"clientToken":"t<1>","requestedAttributes":{
		"TOXICITY":{},"SEVERE_TOXICITY":{"scoreType":"PROBABILITY"},"IDENTITY_ATTACK":{},"INSULT":{"scoreThreshold":0.85},"PROFANITY":{},"THREAT":null,
		"ATTACK_ON_COMMENTER":{},"ATTACK_ON_AUTHOR":{},"TOXICITY_EXPERIMENTAL":{},"INSULT@5":{}}}`)
	whole := func(score string) string {
		return `{"spanScores":[{"begin":0,"end":12,"score":{"value":` + score + `,"type":"PROBABILITY"}}],"summaryScore":{"value":` + score + `,"type":"PROBABILITY"}}`
	}
	word := func(score string) string { // after an emoji, which takes two of UTF-16's units
		return `{"spanScores":[{"begin":7,"end":11,"score":{"value":0.75,"type":"PROBABILITY"}}],"summaryScore":{"value":` + score + `,"type":"PROBABILITY"}}`
	}
	want := `{"attributeScores":{"ATTACK_ON_AUTHOR":` + whole("0.6") + `,"ATTACK_ON_COMMENTER":` + whole("0.8") + `,"IDENTITY_ATTACK":` + whole("0.0") +
		`,"INSULT":` + word("0.85") + `,"INSULT@5":` + word("0.85") + `,"PROFANITY":` + whole("0.1") + `,"SEVERE_TOXICITY":` + whole("0.3") +
		`,"THREAT":` + whole("0.0") + `,"TOXICITY":` + word("0.9") + `,"TOXICITY_EXPERIMENTAL":` + word("0.9") +
		`},"languages":["en"],"detectedLanguages":["en"],"clientToken":"t\u003c1\u003e"}` + "\n"
	if diff := cmp.Diff(want, got.Body.String()); diff != "" || got.Code != http.StatusOK {
		t.Errorf("%d; -want +got:\n%s", got.Code, diff)
	}
	if kind := got.Header().Get("Content-Type"); kind != "application/json; charset=UTF-8" {
		t.Errorf("Content-Type: %s", kind)
	}
}

func TestAnalyzeReadsFields(t *testing.T) {
	h := opened()
	ask := func(rest string) []byte {
		t.Helper()
		w := send(h, http.MethodPost, analyzePath, `{"requestedAttributes":{"ATTACK_ON_COMMENTER":{}},`+rest+`}`)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d: %s", rest, w.Code, w.Body)
		}
		return w.Body.Bytes()
	}
	const value, end = "attributeScores.ATTACK_ON_COMMENTER.summaryScore.value", "attributeScores.ATTACK_ON_COMMENTER.spanScores.0.end"
	for _, tt := range []struct {
		rest, path string
		want       any
	}{
		{`"comment":{"text":"fool"}`, value, 0.8},
		{`"comment":{"text":"fool"},"context":{"articleAndParentComment":{"article":{"text":"A"}}}`, value, 0.8},
		{`"comment":{"text":"fool"},"context":{"articleAndParentComment":{"parentComment":{"text":"P","type":"HTML"}}}`, value, 0.95},
		{`"comment":{"text":"fool"},"context":{"article_and_parent_comment":{"parent_comment":{"text":"P"}}}`, value, 0.95},
		{`"comment":{"text":"fool"},"context":{"entries":[{"text":"a"},{"text":"b"}]}`, value, 0.95},
		{`"comment":{"text":"fool"},"context":{"entries":[]}`, value, 0.8},
		{`"comment":{"text":"<p>f<b>oo</b>l</p><script>x</script>","type":"HTML"}`, end, 4.0},
		{`"comment":{"text":"a<br>b &amp; c","type":"HTML"}`, end, 7.0},
		{`"comment":{"text":"a <b> c"}`, end, 7.0},
		{`"comment":{"text":"Привіт"},"languages":["en","fr"]`, "languages.1", "fr"},
		{`"comment":{"text":"Привіт"},"languages":["en","fr"]`, "detectedLanguages.0", "uk"},
		{`"comment":{"text":"Привіт"}`, "languages.0", "uk"},
		{`"comment":{"text":"Привіт"},"doNotStore":"true","spanAnnotations":false,"sessionId":null,"communityId":"c"`, "clientToken", nil},
	} {
		if got := at(t, ask(tt.rest), tt.path); got != tt.want {
			t.Errorf("%s: %s is %v, want %v", tt.rest, tt.path, got, tt.want)
		}
	}
}

func TestThresholdsAndAttributesThatAreNotThere(t *testing.T) {
	h := opened()
	got := send(h, http.MethodPost, analyzePath, `{"comment":{"text":"fool"},"requestedAttributes":{"TOXICITY":{"scoreThreshold":0.95},"INSULT":{"scoreThreshold":"0.5"}}}`)
	if at(t, got.Body.Bytes(), "attributeScores.TOXICITY") != nil || at(t, got.Body.Bytes(), "attributeScores.INSULT") == nil {
		t.Errorf("below the threshold, or above: %s", got.Body)
	}
	got = send(h, http.MethodPost, analyzePath, `{"comment":{"text":"hello"},"requestedAttributes":{"TOXICITY":{"scoreThreshold":0.95}}}`)
	if want := `{"languages":["en"],"detectedLanguages":["en"]}` + "\n"; got.Body.String() != want {
		t.Errorf("all below their thresholds: %s, want %s", got.Body, want)
	}
	const both = `{"comment":{"text":"fool"},"requestedAttributes":{"TOXICITY":{},"SPAM":{}}`
	got = send(h, http.MethodPost, analyzePath, both+`}`)
	want := map[string]any{
		"@type": "type.googleapis.com/google.commentanalyzer.v1alpha1.Error", "errorType": "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
		"languageNotSupportedByAttributeError": map[string]any{"detectedLanguages": []any{"en"}, "attribute": "SPAM"},
	}
	if diff := cmp.Diff(want, at(t, got.Body.Bytes(), "error.details.0")); got.Code != http.StatusBadRequest || diff != "" {
		t.Errorf("%d; -want +got:\n%s", got.Code, diff)
	}
	got = send(h, http.MethodPost, analyzePath, both+`,"dropUnsupportedAttributes":true}`)
	if at(t, got.Body.Bytes(), "attributeScores.TOXICITY") == nil || at(t, got.Body.Bytes(), "attributeScores.SPAM") != nil {
		t.Errorf("dropped: %s", got.Body)
	}
}

// TestSevereIsNeverMoreThanToxic: whatever the scores are, broken ones among them.
func TestSevereIsNeverMoreThanToxic(t *testing.T) {
	levels := []float32{-1, 0, 0.1, 0.5, 0.9, 1, 2}
	for _, toxic := range levels {
		for _, other := range levels {
			h := door(api.Analyze{Keys: []string{analyzeKey}, Judge: func(*civility.Input) rozmova.Verdict {
				return rozmova.Verdict{Scores: rozmova.Scores{rozmova.Toxicity: toxic, rozmova.Threat: other, rozmova.Insult: other, rozmova.Obscenity: other}}
			}})
			got := send(h, http.MethodPost, analyzePath, `{"comment":{"text":"x"},"requestedAttributes":{"TOXICITY":{},"SEVERE_TOXICITY":{}}}`).Body.Bytes()
			toxicity, _ := at(t, got, "attributeScores.TOXICITY.summaryScore.value").(float64)
			severity, ok := at(t, got, "attributeScores.SEVERE_TOXICITY.summaryScore.value").(float64)
			if !ok || severity > toxicity || severity < 0 || toxicity > 1 {
				t.Errorf("toxicity %v and threat %v: told as %v and severe %v", toxic, other, toxicity, severity)
			}
		}
	}
}

func TestNothingOfATextIsLogged(t *testing.T) {
	var log bytes.Buffer
	h := api.New(api.Options{Origin: origin, Log: slog.New(slog.NewTextHandler(&log, nil)), Analyze: api.Analyze{
		Keys: []string{analyzeKey}, Judge: func(in *civility.Input) rozmova.Verdict { panic("broken by " + in.Text) },
	}}).Handler()
	got := send(h, http.MethodPost, analyzePath, `{"comment":{"text":"secretword"},"requestedAttributes":{"TOXICITY":{}}}`)
	if got.Code != http.StatusInternalServerError || at(t, got.Body.Bytes(), "error.status") != "INTERNAL" || strings.Contains(got.Body.String(), "secretword") {
		t.Errorf("a classifier that panics: %d: %s", got.Code, got.Body)
	}
	if !strings.Contains(log.String(), "panicked") || strings.Contains(log.String(), "secretword") || strings.Contains(log.String(), analyzeKey) {
		t.Errorf("logged: %s", &log)
	}
}
