package api

import (
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// translate puts a Problem in place of what huma says about parameters that it could not take: in the caller's language,
// and without saying again what was sent.
func (a *API) translate(ctx huma.Context, _ string, v any) (any, error) {
	model, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	c := callOf(ctx.Context())
	reason := "invalid"
	if model.Status >= http.StatusInternalServerError {
		reason = "internal"
		a.o.Log.Error("answering a request", "request", c.id, "error", model.Detail, "details", fmt.Sprint(model.Errors))
	}
	p := a.say(c, model.Status, reason, nil)
	for name, values := range p.header {
		ctx.SetHeader(name, values[0])
	}
	for _, e := range model.Errors {
		p.Errors = append(p.Errors, ProblemField{Location: e.Location, Message: c.printer.T("error.parameter.invalid")})
	}
	if len(p.Errors) > 0 {
		p.Reason = "parameter.invalid"
		p.Detail = p.Errors[0].Message
	}
	return p, nil
}
