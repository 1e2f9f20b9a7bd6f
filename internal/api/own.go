package api

import (
	"context"
	"time"

	"github.com/rozmova/rozmova"
)

// EditBody is what an own comment becomes.
type EditBody struct {
	Body     string `json:"body" doc:"Markdown"`
	Revision int    `json:"revision" minimum:"1" doc:"The one that was changed; a newer one there makes this a conflict"`
}

func (a *API) editComment(ctx context.Context, c *call, in *struct {
	ID      string `path:"id" doc:"Of a comment"`
	RawBody []byte `contentType:"application/json"`
}) (*commentAnswer, error) {
	var b EditBody
	if err := decode(in.RawBody, &b); err != nil {
		return nil, err
	}
	if b.Revision < 1 { // 0 would mean: whichever it is now
		return nil, wrong("revision", "field.type")
	}
	one, err := a.see(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	if _, err := a.o.Discussion.Edit(ctx, c.viewer, one.Node.ID, b.Revision, b.Body); err != nil {
		return nil, err
	}
	return a.getComment(ctx, c, &oneComment{in.ID})
}

func (a *API) withdrawComment(ctx context.Context, c *call, in *oneComment) (*commentAnswer, error) {
	one, err := a.see(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	if _, err := a.o.Discussion.Withdraw(ctx, c.viewer, one.Node.ID); err != nil {
		return nil, err
	}
	return a.getComment(ctx, c, in)
}

// NoticeBody is a report.
type NoticeBody struct {
	Rule string `json:"rule" doc:"Key of the house rule that is meant"`
	Text string `json:"text,omitempty" doc:"What is wrong"`
}

// A Notice is a report as its sender sees it.
type Notice struct {
	ID      string    `json:"id"`
	Comment string    `json:"comment"`
	Rule    string    `json:"rule"`
	Text    string    `json:"text,omitempty"`
	At      time.Time `json:"at"`
}

func (a *API) reportComment(ctx context.Context, c *call, in *struct {
	ID      string `path:"id" doc:"Of a comment"`
	RawBody []byte `contentType:"application/json"`
}) (*struct{ Body *Notice }, error) {
	var b NoticeBody
	if err := decode(in.RawBody, &b); err != nil {
		return nil, err
	}
	one, err := a.see(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	n, err := a.o.Discussion.Report(ctx, c.viewer, one.Node.ID, b.Rule, b.Text)
	if err != nil {
		return nil, err
	}
	return &struct{ Body *Notice }{&Notice{n.ID.String(), n.Comment.String(), n.Rule, n.Text, n.At}}, nil
}

// Me is the reader whom a token stands for.
type Me struct {
	ID      string    `json:"id"`
	PenName string    `json:"pen_name"`
	Locale  string    `json:"locale"`
	Joined  time.Time `json:"joined"`
	Grants  []Grant   `json:"grants" nullable:"false"`
}

// A Grant is a role for one section, or for all.
type Grant struct {
	Role    string `json:"role" enum:"moderator,editor,admin"`
	Section string `json:"section,omitempty"`
}

func (a *API) getMe(_ context.Context, c *call, _ *struct{}) (*struct{ Body *Me }, error) {
	r := c.viewer
	return &struct{ Body *Me }{&Me{
		ID: r.ID.String(), PenName: r.PenName, Locale: string(r.Locale), Joined: r.Joined,
		Grants: each(r.Grants, func(g rozmova.Grant) Grant { return Grant{string(g.Role), string(g.Section)} }),
	}}, nil
}

// A Rule is a house rule in force, in every language that it has.
type Rule struct {
	Key     string            `json:"key"`
	Version int               `json:"version"`
	Title   map[string]string `json:"title"`
	Text    map[string]string `json:"text"`
	Since   time.Time         `json:"since"`
}

func (a *API) listRules(ctx context.Context, _ *call, _ *struct{}) (*struct {
	Body struct {
		Rules []Rule `json:"rules" nullable:"false"`
	}
}, error) {
	rules, err := a.o.Moderation.Current(ctx)
	if err != nil {
		return nil, err
	}
	out := &struct {
		Body struct {
			Rules []Rule `json:"rules" nullable:"false"`
		}
	}{}
	out.Body.Rules = each(rules, func(r rozmova.Rule) Rule {
		return Rule{r.Key, r.Version, byLanguage(r.Title), byLanguage(r.Text), r.Since}
	})
	return out, nil
}

func byLanguage(texts map[rozmova.Locale]string) map[string]string {
	out := make(map[string]string, len(texts))
	for l, s := range texts {
		out[string(l)] = s
	}
	return out
}
