package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
)

// A googleError is a refusal as Google's interfaces tell it. Its words are those of the old service where callers look for
// them (conversationai/perspectiveapi: 2-api/limits.md). What was sent as text is never said again.
type googleError struct {
	Code    int               `json:"code"`
	Message string            `json:"message"`
	Status  string            `json:"status"`
	Details []json.RawMessage `json:"details,omitempty"`

	retry string // seconds, for Retry-After
}

func (e *googleError) Error() string { return e.Status + ": " + e.Message }

// Refusals that do not depend on what was sent.
var (
	errNoKeys = &googleError{
		Code: http.StatusForbidden, Status: "PERMISSION_DENIED",
		Message: "This door is closed: no keys are set. Set analyze.keys in Rozmova's settings (or ROZMOVA_ANALYZE_KEYS) to a text of 16 characters or more, and send the same as ?key=",
		Details: errorInfo("SERVICE_DISABLED"),
	}
	errNoSecrets = &googleError{
		Code: http.StatusForbidden, Status: "PERMISSION_DENIED",
		Message: "This door is closed: no signing secrets are set. Set analyze.external_secrets in Rozmova's settings (or ROZMOVA_ANALYZE_EXTERNAL_SECRETS) to the signing secret that Coral shows for its external moderation phase",
		Details: errorInfo("SERVICE_DISABLED"),
	}
	errSignature = &googleError{
		Code: http.StatusUnauthorized, Status: "UNAUTHENTICATED", Message: "The signature in X-Coral-Signature is not one of a known secret.",
		Details: errorInfo("SIGNATURE_INVALID"),
	}
	errKeyMissing = &googleError{
		Code: http.StatusForbidden, Status: "PERMISSION_DENIED",
		Message: "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
	}
	errKeyInvalid = &googleError{
		Code: http.StatusBadRequest, Status: "INVALID_ARGUMENT", Message: "API key not valid. Please pass a valid API key.",
		Details: errorInfo("API_KEY_INVALID"),
	}
	errQuota = &googleError{
		Code: http.StatusTooManyRequests, Status: "RESOURCE_EXHAUSTED", Message: "Quota exceeded: this key may not send as many requests a second (analyze.per_second).",
		Details: errorInfo("RATE_LIMIT_EXCEEDED"), retry: "1",
	}
	errUnavailable = &googleError{
		Code: http.StatusServiceUnavailable, Status: "UNAVAILABLE", Message: "This program has no classifier: it was built without its weights.", retry: "3600",
	}
	errInternal = &googleError{Code: http.StatusInternalServerError, Status: "INTERNAL", Message: "Internal error encountered."}
	errNotFound = &googleError{Code: http.StatusNotFound, Status: "NOT_FOUND", Message: "Requested entity was not found."}
	errTooLarge = &googleError{
		Code: http.StatusRequestEntityTooLarge, Status: "INVALID_ARGUMENT", Message: "Request payload size exceeds the limit: 2097152 bytes.",
	}
	errSlow   = &googleError{Code: http.StatusRequestTimeout, Status: "DEADLINE_EXCEEDED", Message: "The request took too long to arrive."}
	errBroken = &googleError{Code: http.StatusBadRequest, Status: "INVALID_ARGUMENT", Message: "The request broke off."}

	errEmpty        = analysisError("COMMENT_EMPTY", "Comment must be non-empty.")
	errTooLong      = analysisError("COMMENT_TOO_LONG", "Comment text too long.")
	errNoAttributes = analysisError("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")
	errNoScores     = analysisError("INVALID_REQUEST", "Missing attribute_scores")
	errTextType     = analysisError("INVALID_REQUEST", "Unknown text type")
	errTwoContexts  = analysisError("INVALID_REQUEST", "Context can have either entries or article_and_parent_comment, but both fields were populated.")
)

func detail(v any) []json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		return nil // nothing but texts stands in it
	}
	return []json.RawMessage{b}
}

// errorInfo is google.rpc.ErrorInfo, by whose reason programs tell refusals of one status apart.
func errorInfo(reason string) []json.RawMessage {
	return detail(struct {
		Type     string            `json:"@type"`
		Reason   string            `json:"reason"`
		Domain   string            `json:"domain"`
		Metadata map[string]string `json:"metadata"`
	}{"type.googleapis.com/google.rpc.ErrorInfo", reason, "googleapis.com", map[string]string{"service": "commentanalyzer.googleapis.com"}})
}

// analysisType names the old service's own detail of an error.
const analysisType = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"

func analysisError(kind, message string) *googleError {
	return &googleError{
		Code: http.StatusBadRequest, Status: "INVALID_ARGUMENT", Message: message,
		Details: detail(struct {
			Type      string `json:"@type"`
			ErrorType string `json:"errorType"`
		}{analysisType, kind}),
	}
}

// unsupported says that an attribute which the old service had is not told for a text, as it said itself for any language that
// an attribute did not know.
func unsupported(attribute, detected string, requested []string) *googleError {
	languages := detected
	if len(requested) > 0 {
		languages = requested[0]
	}
	type which struct {
		Detected  []string `json:"detectedLanguages"`
		Requested []string `json:"requestedLanguages,omitempty"`
		Attribute string   `json:"attribute"`
	}
	return &googleError{
		Code: http.StatusBadRequest, Status: "INVALID_ARGUMENT", Message: "Attribute " + attribute + " does not support request languages: " + languages,
		Details: detail(struct {
			Type      string `json:"@type"`
			ErrorType string `json:"errorType"`
			Which     which  `json:"languageNotSupportedByAttributeError"`
		}{analysisType, "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", which{[]string{detected}, requested, attribute}}),
	}
}

// badPayload is a body that does not have the form of the request, with the field that is meant.
func badPayload(field, message string) *googleError {
	type violation struct {
		Field       string `json:"field,omitempty"`
		Description string `json:"description"`
	}
	return &googleError{
		Code: http.StatusBadRequest, Status: "INVALID_ARGUMENT", Message: message,
		Details: detail(struct {
			Type       string      `json:"@type"`
			Violations []violation `json:"fieldViolations"`
		}{"type.googleapis.com/google.rpc.BadRequest", []violation{{field, message}}}),
	}
}

// refuse writes an error and gives its status. One that is nobody's refusal is our fault.
func (x *analyzer) refuse(h http.Header, out *bytes.Buffer, err error) int {
	var e *googleError
	if !errors.As(err, &e) {
		x.o.Log.Error("answering in another's wire format", "error", err)
		e = errInternal
	}
	if e.retry != "" {
		h.Set("Retry-After", e.retry)
	}
	out.Reset()
	_ = writeJSON(out, struct {
		Error *googleError `json:"error"`
	}{e}) // a buffer takes everything
	return e.Code
}
