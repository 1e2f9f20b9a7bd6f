package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/rozmova/rozmova"
)

// audience says who may come to an operation at all.
type audience uint8

const (
	anybody    audience = iota
	readers             // whoever shows a token
	moderators          // who holds that role for some section; for which one, the desk asks
	editors             // likewise
)

// admit refuses whoever is not of the audience, before anything is looked up: the answer tells nothing of what is there.
func (who audience) admit(viewer *rozmova.Reader) error {
	switch {
	case who >= readers && viewer == nil:
		return &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "token.needed"}
	case who == moderators && !viewer.Has(rozmova.Moderator, ""):
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.moderator_needed"}
	case who == editors && !viewer.Has(rozmova.Editor, ""):
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.editor_needed"}
	}
	return nil
}

// An option completes the description of an operation. What it returns, if anything, runs when the types are known.
type option func(a *API, op *huma.Operation) (after func())

// add lays a route: huma reads the parameters and writes the answer, fn does the rest. in.RawBody, where there is one, has
// been read whole before (call.go).
func add[I, O any](a *API, who audience, pattern, id, summary string, fn func(context.Context, *call, *I) (*O, error), options ...option) {
	method, path, _ := strings.Cut(pattern, " ")
	op := huma.Operation{
		OperationID: id, Method: method, Path: base + path, Summary: summary, SkipValidateBody: true,
		Tags: []string{strings.Split(path, "/")[1]},
		Responses: map[string]*huma.Response{"default": {
			Description: "A problem document (RFC 9457)",
			Content: map[string]*huma.MediaType{
				problemType: {Schema: a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")},
			},
		}},
	}
	if who >= readers {
		op.Security = []map[string][]string{{"token": {}}}
	} else {
		op.Security = []map[string][]string{{}, {"token": {}}}
	}
	if method == http.MethodPost {
		op.DefaultStatus = http.StatusCreated
	}
	var after []func()
	for _, o := range options {
		if f := o(a, &op); f != nil {
			after = append(after, f)
		}
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		c := callOf(ctx)
		out, err := (*O)(nil), who.admit(c.viewer)
		if err == nil {
			out, err = fn(ctx, c, in)
		}
		if err != nil {
			return nil, a.problem(c, err)
		}
		return out, nil
	})
	for _, f := range after {
		f()
	}
}

// body tells what an operation takes. The handler decodes it (decode), since huma would let names in other letter case and
// names that stand twice through.
func body[B any](a *API, op *huma.Operation) func() {
	a.bodies[op.Method+" "+op.Path] = true
	request := &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{}}
	op.RequestBody = request
	return func() {
		schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[B](), true, "")
		request.Content["application/json"] = &huma.MediaType{Schema: schema}
	}
}

// describe gives huma's settings: one format, no pages of its own, and our problems in place of its errors.
func (a *API) describe() huma.Config {
	format := huma.Format{Marshal: writeJSON, Unmarshal: json.Unmarshal}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title:       "Rozmova",
				Version:     a.o.Version,
				Description: "Stories with their sources, and the discussion under them. Times are RFC 3339, UTC. Fields may be added; none is renamed or taken away within v1.",
			},
			Servers: []*huma.Server{{URL: a.o.Origin}},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"token": {Type: "http", Scheme: "bearer", Description: "From `rozmova user token EMAIL`."},
				},
			},
		},
		Formats:       map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{a.translate},
	}
}

// writeJSON writes a value in one go. Who has left is not served, and that is no error.
func writeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(true) // should a browser ever take it for a page, there is no tag in it
	if err := e.Encode(v); err != nil {
		return err
	}
	_, _ = w.Write(b.Bytes())
	return nil
}
