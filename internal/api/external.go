package api

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// mostSignatures bounds how many signatures are looked at: Coral sends one for each secret that is not out of date.
const mostSignatures = 8

// An externalModeration is what Coral asks of a phase (coralproject/talk: EXTERNAL_MODERATION_PHASES.md). Of the rest that it
// sends, such as who writes and where, nothing is read.
type externalModeration struct {
	Action  string `json:"action"` // NEW or EDIT
	Comment *struct {
		Body     string  `json:"body"` // HTML or plain text, as the phase is set
		ParentID *string `json:"parentID"`
	} `json:"comment"`
}

// moderate answers Coral's external moderation phase: 204 where there is nothing to say, else that the comment is to be held
// for a person. It never approves, rejects or features: that is for people.
func (x *analyzer) moderate(r *http.Request, out *bytes.Buffer) (int, error) {
	if len(x.secrets) == 0 {
		return 0, errNoSecrets
	}
	return x.read(r, func(body []byte) (int, error) {
		if !x.signed(body, r.Header.Get("X-Coral-Signature")) {
			return 0, errSignature
		}
		if x.Judge == nil {
			return 0, errUnavailable
		}
		var q externalModeration
		if json.Unmarshal(body, &q) != nil || q.Comment == nil {
			return 0, badPayload("comment", "This is no request of an external moderation phase.")
		}
		text := likelyText(q.Comment.Body)
		if text == "" {
			return http.StatusNoContent, nil
		}
		verdict := x.Judge(&civility.Input{Text: cut(text)})
		if !x.holds(&verdict) {
			return http.StatusNoContent, nil
		}
		out.WriteString(`{"actions":[{"actionType":"FLAG","reason":"COMMENT_DETECTED_TOXIC"}],"status":"SYSTEM_WITHHELD"}` + "\n")
		return http.StatusOK, nil
	})
}

// signed tells whether one of the signatures is of one of the secrets, and takes as long whichever it is.
func (x *analyzer) signed(body []byte, header string) bool {
	var shown [][]byte
	for part := range strings.SplitSeq(header, ",") {
		prefix, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if sum, err := hex.DecodeString(value); prefix == "sha256" && err == nil && len(shown) < mostSignatures {
			shown = append(shown, sum)
		}
	}
	ok := false
	for _, secret := range x.secrets {
		mac := hmac.New(sha256.New, secret)
		mac.Write(body)
		want := mac.Sum(nil)
		for _, sum := range shown {
			if hmac.Equal(sum, want) {
				ok = true
			}
		}
	}
	return ok
}

// holds tells whether a person should see a comment before others do: swearing at the weather is nobody's business.
func (x *analyzer) holds(v *rozmova.Verdict) bool {
	for _, l := range []rozmova.Label{rozmova.Toxicity, rozmova.Threat, rozmova.IdentityAttack, rozmova.Participant} {
		threshold := float32(likely)
		if x.Threshold != nil {
			threshold = x.Threshold(v.Language, l)
		}
		if v.Scores[l] >= threshold {
			return true
		}
	}
	return false
}
