package api_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/api"
	"github.com/rozmova/rozmova/internal/civility"
)

const coralSecret = "ssec_0123456789abcdef"

// coralSays is what Coral sends (coralproject/talk: server/src/core/server/services/comments/pipeline/phases/external.ts), with
// the indents of its fetch.ts, which belong to what is signed.
func coralSays(t *testing.T, comment string) string {
	t.Helper()
	body, err := json.MarshalIndent(map[string]any{
		"action": "NEW", "comment": map[string]any{"body": comment, "parentID": nil},
		"author":   map[string]any{"id": "baf4e943-3594-4fcc-b2ba-3e8de7a76352", "role": "COMMENTER"},
		"story":    map[string]any{"id": "245b3856-b0a0-4d2f-a6bb-58c71f18d6a6", "url": "https://news.example/mist"},
		"site":     map[string]any{"id": "a4bede88-2d2c-4424-bc18-4322a9e285a6"},
		"tenantID": "19ba5794-7eeb-4d46-a81b-c00c61672501", "tenantDomain": "talk.news.example",
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// sign is as in WEBHOOKS.md of the same repository.
func sign(secret, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func TestCoralIsAnswered(t *testing.T) {
	h := door(api.Analyze{Judge: judge, ExternalSecrets: []string{coralSecret}})
	for comment, code := range map[string]int{
		"<div>You f<b>oo</b>l</div>": 200, "I will kill you": 200, "Ти дурень": 200,
		"You <fool>": 200, "You <fool": 200, "<div>You <FOOL a=1>": 200, // in plain text
		"You <b fool>": 200, "You <b class='a fool'>": 200, "You <!-- fool -->": 200, "<title>You fool": 200, "You <? fool": 200, "</ fool": 200, "<script>You fool": 200,
		"<a href=\"https://news.example/fool\">news</a>": 204,
		"Damn this rain!": 204, "<div>Дякую, <b>згоден</b>.</div>": 204, "": 204, "<div><br></div>": 204,
	} {
		body := coralSays(t, comment)
		got := send(h, http.MethodPost, "/coral/v1/moderate", body, "X-Coral-Signature", sign(coralSecret, body))
		if got.Code != code || code == 204 && got.Body.Len() > 0 {
			t.Errorf("%q: %d: %s; want %d", comment, got.Code, got.Body, code)
		}
		if code != 200 {
			continue
		}
		// Coral's schema knows actions, status and tags, and of actions actionType and reason.
		want := `{"actions":[{"actionType":"FLAG","reason":"COMMENT_DETECTED_TOXIC"}],"status":"SYSTEM_WITHHELD"}`
		if strings.TrimSpace(got.Body.String()) != want {
			t.Errorf("%q: %s, want %s", comment, got.Body, want)
		}
	}
}

func TestCoralHasToSign(t *testing.T) {
	h := door(api.Analyze{Judge: judge, ExternalSecrets: []string{"ssec_of_the_last_year", coralSecret}})
	body := coralSays(t, "You fool")
	good := sign(coralSecret, body)
	for name, tt := range map[string]struct {
		signature, body string
		code            int
	}{
		"signed":                       {good, body, 200},
		"by the older secret":          {sign("ssec_of_the_last_year", body), body, 200},
		"by two, one of which is ours": {sign("ssec_of_somebody_else", body) + "," + good, body, 200},
		"with spaces":                  {sign("ssec_of_somebody_else", body) + ", " + good, body, 200},
		"not":                          {"", body, 401},
		"by another":                   {sign("ssec_of_somebody_else", body), body, 401},
		"another text":                 {good, coralSays(t, "You f00l"), 401},
		"half of it":                   {good[:40], body, 401},
		"without its prefix":           {strings.TrimPrefix(good, "sha256="), body, 401},
		"by another sum":               {strings.Replace(good, "sha256", "sha1", 1), body, 401},
		"not in hex":                   {"sha256=zz", body, 401},
		"of nothing that Coral says":   {sign(coralSecret, "[]"), "[]", 400},
		"of no comment":                {sign(coralSecret, "{}"), "{}", 400},
	} {
		if got := send(h, http.MethodPost, "/coral/v1/moderate", tt.body, "X-Coral-Signature", tt.signature); got.Code != tt.code {
			t.Errorf("%s: %d: %s; want %d", name, got.Code, got.Body, tt.code)
		}
	}
	got := send(door(api.Analyze{Judge: judge}), http.MethodPost, "/coral/v1/moderate", body, "X-Coral-Signature", sign("", body))
	if got.Code != http.StatusForbidden || !strings.Contains(got.Body.String(), "analyze.external_secrets") {
		t.Errorf("without secrets: %d: %s", got.Code, got.Body)
	}
}

func TestThresholdsTowardsCoral(t *testing.T) {
	body := coralSays(t, "text")
	for name, tt := range map[string]struct {
		scores rozmova.Scores
		code   int
	}{
		"an insult of somebody elsewhere": {rozmova.Scores{rozmova.Insult: 1, rozmova.Obscenity: 1}, 204},
		"a participant":                   {rozmova.Scores{rozmova.Participant: 0.7}, 200},
		"nearly":                          {rozmova.Scores{rozmova.Participant: 0.69, rozmova.Toxicity: 0.9}, 204},
		"toxic":                           {rozmova.Scores{rozmova.Toxicity: 0.95}, 200},
	} {
		h := door(api.Analyze{
			ExternalSecrets: []string{coralSecret},
			Judge:           func(*civility.Input) rozmova.Verdict { return rozmova.Verdict{Language: "ru", Scores: tt.scores} },
			Threshold: func(language string, l rozmova.Label) float32 {
				if language == "ru" && l == rozmova.Participant {
					return 0.7
				}
				return 0.95
			},
		})
		if got := send(h, http.MethodPost, "/coral/v1/moderate", body, "X-Coral-Signature", sign(coralSecret, body)); got.Code != tt.code {
			t.Errorf("%s: %d, want %d", name, got.Code, tt.code)
		}
	}
}
