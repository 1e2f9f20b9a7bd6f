package api_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rozmova/rozmova/internal/api"
)

// TestAnalyzeRefuses: what is wrong is told as Google tells it, and nothing of the text is said again.
func TestAnalyzeRefuses(t *testing.T) {
	h := opened()
	const attributes = `,"requestedAttributes":{"TOXICITY":{}}`
	for _, tt := range []struct {
		name, body string
		code       int
		status     string
		message    string // a part of it
		kind       string // errorType, where there is one
	}{
		{"nothing", ``, 400, "INVALID_ARGUMENT", "Invalid JSON payload received.", ""},
		{"half a body", `{"comment":{"text":"zqx"`, 400, "INVALID_ARGUMENT", "Invalid JSON payload received.", ""},
		{"a list", `[]`, 400, "INVALID_ARGUMENT", "has to be an object", ""},
		{"no comment", `{"requestedAttributes":{"TOXICITY":{}}}`, 400, "INVALID_ARGUMENT", "Comment must be non-empty.", "COMMENT_EMPTY"},
		{"no text", `{"comment":{}` + attributes + `}`, 400, "INVALID_ARGUMENT", "Comment must be non-empty.", "COMMENT_EMPTY"},
		{"blank", `{"comment":{"text":" \n"}` + attributes + `}`, 400, "INVALID_ARGUMENT", "Comment must be non-empty.", "COMMENT_EMPTY"},
		{"tags alone", `{"comment":{"text":"<p><br></p>","type":"HTML"}` + attributes + `}`, 400, "INVALID_ARGUMENT", "non-empty", "COMMENT_EMPTY"},
		{"20 KB and a byte", `{"comment":{"text":"` + strings.Repeat("z", 20481) + `"}` + attributes + `}`, 400, "INVALID_ARGUMENT", "Comment text too long.", "COMMENT_TOO_LONG"},
		{"more than a request may have", `{"comment":{"text":"` + strings.Repeat("z", 2<<20) + `"}` + attributes + `}`, 413, "INVALID_ARGUMENT", "payload size exceeds", ""},
		{"text of another type", `{"comment":{"text":17}` + attributes + `}`, 400, "INVALID_ARGUMENT", "Invalid value at 'comment.text'", ""},
		{"comment of another type", `{"comment":"zqx"` + attributes + `}`, 400, "INVALID_ARGUMENT", "Invalid value at 'comment'", ""},
		{"languages of another type", `{"comment":{"text":"zqx"},"languages":"en"` + attributes + `}`, 400, "INVALID_ARGUMENT", "Invalid value at 'languages'", ""},
		{"a language of another type", `{"comment":{"text":"zqx"},"languages":[1]` + attributes + `}`, 400, "INVALID_ARGUMENT", "Invalid value at 'languages[0]'", ""},
		{"doNotStore of another type", `{"comment":{"text":"zqx"},"doNotStore":1` + attributes + `}`, 400, "INVALID_ARGUMENT", "Invalid value at 'doNotStore'", ""},
		{"unknown name", `{"comment":{"text":"zqx"},"lang":"en"` + attributes + `}`, 400, "INVALID_ARGUMENT", `Unknown name "lang": Cannot find field.`, ""},
		{"unknown name within", `{"comment":{"text":"zqx","lang":"en"}` + attributes + `}`, 400, "INVALID_ARGUMENT", `Unknown name "lang" at 'comment': Cannot find field.`, ""},
		{"letter case", `{"Comment":{"text":"zqx"}` + attributes + `}`, 400, "INVALID_ARGUMENT", `Unknown name "Comment"`, ""},
		{"kind of text", `{"comment":{"text":"zqx","type":"MARKDOWN"}` + attributes + `}`, 400, "INVALID_ARGUMENT", "Unknown text type", "INVALID_REQUEST"},
		{"two contexts", `{"comment":{"text":"zqx"},"context":{"entries":[],"articleAndParentComment":{}}` + attributes + `}`, 400, "INVALID_ARGUMENT", "both fields were populated", "INVALID_REQUEST"},
		{"no attributes", `{"comment":{"text":"zqx"}}`, 400, "INVALID_ARGUMENT", "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"},
		{"attributes in a list", `{"comment":{"text":"zqx"},"requestedAttributes":["TOXICITY"]}`, 400, "INVALID_ARGUMENT", "Invalid value at 'requestedAttributes'", ""},
		{"unknown attribute", `{"comment":{"text":"zqx"},"requestedAttributes":{"RUDE":{}}}`, 400, "INVALID_ARGUMENT", "Unknown requested attribute: RUDE", "INVALID_REQUEST"},
		{"version of an attribute", `{"comment":{"text":"zqx"},"requestedAttributes":{"TOXICITY@x":{}}}`, 400, "INVALID_ARGUMENT", "Unknown requested attribute", "INVALID_REQUEST"},
		{"kind of score", `{"comment":{"text":"zqx"},"requestedAttributes":{"TOXICITY":{"scoreType":"RAW"}}}`, 400, "INVALID_ARGUMENT", "Requested score type RAW is not supported by attribute TOXICITY", "INVALID_REQUEST"},
		{"threshold of another type", `{"comment":{"text":"zqx"},"requestedAttributes":{"TOXICITY":{"scoreThreshold":"high"}}}`, 400, "INVALID_ARGUMENT", "scoreThreshold", ""},
		{"attribute of the old service", `{"comment":{"text":"zqx"},"requestedAttributes":{"FLIRTATION":{}}}`, 400, "INVALID_ARGUMENT", "Attribute FLIRTATION does not support request languages: en", "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"},
	} {
		got := send(h, http.MethodPost, analyzePath, tt.body)
		body := got.Body.Bytes()
		message, _ := at(t, body, "error.message").(string)
		if got.Code != tt.code || at(t, body, "error.code") != float64(tt.code) || at(t, body, "error.status") != tt.status || !strings.Contains(message, tt.message) {
			t.Errorf("%s: %d: %s; want %d %s %q", tt.name, got.Code, body, tt.code, tt.status, tt.message)
		}
		if kind, _ := at(t, body, "error.details.0.errorType").(string); kind != tt.kind {
			t.Errorf("%s: errorType %q, want %q", tt.name, kind, tt.kind)
		}
		if strings.Contains(string(body), "zqx") {
			t.Errorf("%s: the text is said again: %s", tt.name, body)
		}
	}
	full := `{"comment":{"text":"` + strings.Repeat("z", 20480) + `"}` + attributes + `}`
	if got := send(h, http.MethodPost, analyzePath, full); got.Code != http.StatusOK {
		t.Errorf("20 KB: %d: %s", got.Code, got.Body)
	}
}

func TestSuggestScore(t *testing.T) {
	h := opened()
	for body, want := range map[string]struct {
		code int
		text string
	}{
		`{"comment":{"text":"Привіт"},"attributeScores":{"TOXICITY":{"summaryScore":{"value":0}}},"languages":["en"],"clientToken":"t"}`: {
			200, `{"detectedLanguages":["uk"],"requestedLanguages":["en"],"clientToken":"t"}`,
		},
		`{"comment":{"text":"a b"},"attributeScores":{"SPAM":{"spanScores":[{"begin":0,"end":1,"score":{"value":"1"}}]}}}`: {200, `{"detectedLanguages":["en"]}`},
		`{"comment":{"text":"a"}}`:                                                                     {400, "Missing attribute_scores"},
		`{"comment":{"text":"a"},"attributeScores":{"TOXICITY":{}}}`:                                   {400, "Missing attribute_scores"},
		`{"comment":{"text":"a"},"attributeScores":{"RUDE":{"summaryScore":{}}}}`:                      {400, "Unknown requested attribute: RUDE"},
		`{"comment":{"text":"a"},"attributeScores":{"TOXICITY":{"summaryScore":{"value":"high"}}}}`:    {400, "has to be a number"},
		`{"comment":{"text":""},"attributeScores":{"TOXICITY":{"summaryScore":{"value":1}}}}`:          {400, "COMMENT_EMPTY"},
		`{"comment":{"text":"a"},"attributeScores":{"TOXICITY":{"spanScores":[{"begin":"x"}]}}}`:       {400, "begin"},
		`{"comment":{"text":"a"},"doNotStore":true,"attributeScores":{"TOXICITY":{"summaryScore":1}}}`: {400, `Unknown name \"doNotStore\"`},
	} {
		if got := send(h, http.MethodPost, suggestPath, body); got.Code != want.code || !strings.Contains(got.Body.String(), want.text) {
			t.Errorf("%s: %d: %s; want %d %s", body, got.Code, got.Body, want.code, want.text)
		}
	}
}

func TestKeysOfTheDoors(t *testing.T) {
	const body = `{"comment":{"text":"fool"},"requestedAttributes":{"TOXICITY":{}}}`
	h := opened()
	for _, tt := range []struct {
		name, query, header string
		handler             http.Handler
		code                int
		status, reason      string
	}{
		{"a key", "?key=" + analyzeKey, "", h, 200, "", ""},
		{"the other key", "?key=another-key-of-ours&alt=json", "", h, 200, "", ""},
		{"in the header", "", analyzeKey, h, 200, "", ""},
		{"none", "", "", h, 403, "PERMISSION_DENIED", ""},
		{"a wrong one", "?key=" + analyzeKey + "x", "", h, 400, "INVALID_ARGUMENT", "API_KEY_INVALID"},
		{"a wrong one in the header", "", "x", h, 400, "INVALID_ARGUMENT", "API_KEY_INVALID"},
		{"no keys set", "?key=" + analyzeKey, "", door(api.Analyze{Judge: judge}), 403, "PERMISSION_DENIED", "SERVICE_DISABLED"},
		{"no keys and an empty one", "?key=", "", door(api.Analyze{Judge: judge}), 403, "PERMISSION_DENIED", "SERVICE_DISABLED"},
		{"no classifier", "?key=" + analyzeKey, "", door(api.Analyze{Keys: []string{analyzeKey}}), 503, "UNAVAILABLE", ""},
	} {
		var header []string
		if tt.header != "" {
			header = []string{"X-Goog-Api-Key", tt.header}
		}
		got := send(tt.handler, http.MethodPost, "/v1alpha1/comments:analyze"+tt.query, body, header...)
		if got.Code != tt.code {
			t.Errorf("%s: %d: %s; want %d", tt.name, got.Code, got.Body, tt.code)
			continue
		}
		if tt.status == "" {
			continue
		}
		reason, _ := at(t, got.Body.Bytes(), "error.details.0.reason").(string)
		if at(t, got.Body.Bytes(), "error.status") != tt.status || reason != tt.reason {
			t.Errorf("%s: %s; want %s %s", tt.name, got.Body, tt.status, tt.reason)
		}
		if tt.reason == "SERVICE_DISABLED" && !strings.Contains(got.Body.String(), "analyze.keys") {
			t.Errorf("%s: it is not told how to set one: %s", tt.name, got.Body)
		}
	}
}

func TestQuotaOfAKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := door(api.Analyze{Judge: judge, Keys: []string{analyzeKey, "another-key-of-ours"}, PerSecond: 2})
		const body = `{"comment":{"text":"fool"},"requestedAttributes":{"TOXICITY":{}}}`
		code := func(path string) int { return send(h, http.MethodPost, path, body).Code }
		if a, b := code(analyzePath), code(suggestPath); a != 200 || b != 400 {
			t.Errorf("within the quota: %d and %d", a, b)
		}
		got := send(h, http.MethodPost, analyzePath, body)
		if got.Code != 429 || at(t, got.Body.Bytes(), "error.status") != "RESOURCE_EXHAUSTED" || got.Header().Get("Retry-After") != "1" {
			t.Errorf("the third in a second: %d, Retry-After %q: %s", got.Code, got.Header().Get("Retry-After"), got.Body)
		}
		if c := code("/v1alpha1/comments:analyze?key=another-key-of-ours"); c != 200 {
			t.Errorf("another key pays for it: %d", c)
		}
		time.Sleep(time.Second)
		if c := code(analyzePath); c != 200 {
			t.Errorf("a second later: %d", c)
		}
	})
}

// TestBrowsersMayAsk: the old service let scripts of any site ask, and so does this; no cookie is read or set.
func TestBrowsersMayAsk(t *testing.T) {
	h := opened()
	got := send(h, http.MethodOptions, "/v1alpha1/comments:analyze", "", "Origin", "https://a.example", "Access-Control-Request-Method", "POST")
	if got.Code != http.StatusNoContent || got.Header().Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(got.Header().Get("Access-Control-Allow-Methods"), "POST") {
		t.Errorf("preflight: %d %v", got.Code, got.Header())
	}
	got = send(h, http.MethodPost, analyzePath, `{"comment":{"text":"fool"},"requestedAttributes":{"TOXICITY":{}}}`, "Origin", "https://a.example", "Sec-Fetch-Site", "cross-site")
	if got.Code != http.StatusOK || got.Header().Get("Access-Control-Allow-Origin") != "*" || got.Header().Get("Set-Cookie")+got.Header().Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("from another site: %d %v", got.Code, got.Header())
	}
	for _, path := range []string{"/v1alpha1/comments:analyse", "/v1alpha1/", "/coral/v1/else", "/$discovery/other"} {
		if got := send(h, http.MethodGet, path, ""); got.Code != http.StatusNotFound || at(t, got.Body.Bytes(), "error.status") != "NOT_FOUND" {
			t.Errorf("%s: %d: %s", path, got.Code, got.Body)
		}
	}
}
