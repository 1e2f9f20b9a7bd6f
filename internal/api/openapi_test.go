package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestTheDescription(t *testing.T) {
	h := newHouse(t)
	a := h.do(httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	if a.StatusCode != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Type"), "application/json") {
		t.Fatalf("%d %s", a.StatusCode, a.Header.Get("Content-Type"))
	}
	var d struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			OperationID string
			Security    []map[string][]string
			Parameters  []struct{ Name, In string }
			RequestBody struct {
				Content map[string]struct {
					Schema struct {
						Ref string `json:"$ref"`
					}
				}
			}
			Responses map[string]struct {
				Content map[string]json.RawMessage
			}
		}
		Components struct {
			Schemas map[string]struct {
				AdditionalProperties any
				Properties           map[string]json.RawMessage
			}
		}
	}
	a.decode(t, &d)
	if !strings.HasPrefix(d.OpenAPI, "3.1") {
		t.Errorf("version %s", d.OpenAPI)
	}
	var operations []string
	for path, methods := range d.Paths {
		for method, op := range methods {
			operations = append(operations, op.OperationID)
			if _, ok := op.Responses["default"].Content["application/problem+json"]; !ok {
				t.Errorf("%s says nothing of problems", op.OperationID)
			}
			if method == "post" || method == "put" && op.OperationID != "mute-reader" {
				name := strings.TrimPrefix(op.RequestBody.Content["application/json"].Schema.Ref, "#/components/schemas/")
				if s, ok := d.Components.Schemas[name]; !ok || s.AdditionalProperties != false {
					t.Errorf("%s takes %q, of which the description says %v", op.OperationID, name, s)
				}
			}
			for part := range strings.SplitSeq(path, "/") {
				if name, ok := strings.CutPrefix(part, "{"); ok && !slices.Contains(op.Parameters, struct{ Name, In string }{strings.TrimSuffix(name, "}"), "path"}) {
					t.Errorf("%s does not describe %s", op.OperationID, name)
				}
			}
			for _, p := range op.Parameters {
				if p.In == "cookie" {
					t.Errorf("%s reads the cookie %s", op.OperationID, p.Name)
				}
			}
		}
	}
	if len(operations) != 33 || !slices.Contains(operations, "follow-thread") {
		t.Errorf("%d operations: %v", len(operations), operations)
	}
	for _, name := range []string{"Vote", "VoteBody"} {
		if opinion := string(d.Components.Schemas[name].Properties["opinion"]); strings.Count(opinion, "null") < 3 { // in the description, the type and the enum
			t.Errorf("%s takes no null for an opinion: %s", name, opinion)
		}
	}
	for name, fields := range map[string][]string{"PostBody": {"nudge", "nudge_id", "anyway"}, "Problem": {"nudge", "label", "spans"}, "ProblemSpan": {"start", "end", "label", "score"}} {
		for _, field := range fields {
			if !strings.Contains(string(d.Components.Schemas[name].Properties[field]), `"description"`) && name != "ProblemSpan" {
				t.Errorf("%s does not say what %s is: %s", name, field, d.Components.Schemas[name].Properties[field])
			}
			if d.Components.Schemas[name].Properties[field] == nil {
				t.Errorf("%s has no %s", name, field)
			}
		}
	}
	for _, name := range []string{"ErrorModel", "ErrorDetail"} {
		if _, ok := d.Components.Schemas[name]; ok {
			t.Errorf("%s is described and never sent", name)
		}
	}
	if strings.Contains(a.text, "#/components/schemas/ErrorModel") {
		t.Error("an answer is described as ErrorModel")
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/rules", "/nothing", "/me", "/threads/x"} {
		a := h.ask("", http.MethodGet, path, "", "Origin", "https://evil.example")
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
			"Content-Security-Policy":     "default-src 'none'; sandbox; frame-ancestors 'none'",
			"Access-Control-Allow-Origin": "", "Set-Cookie": "",
		} {
			if got := a.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
	if a := h.ask("", http.MethodOptions, "/me", "", "Origin", "https://evil.example"); a.StatusCode != http.StatusMethodNotAllowed || a.Header.Get("Allow") == "" {
		t.Errorf("a preflight: %d, Allow %q", a.StatusCode, a.Header.Get("Allow"))
	}
	if a := h.ask("", http.MethodHead, "/rules", ""); a.StatusCode != http.StatusOK {
		t.Errorf("HEAD: %d", a.StatusCode)
	}
}
