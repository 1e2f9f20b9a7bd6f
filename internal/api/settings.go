package api

import (
	"context"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

type setupAnswer struct{ Body *ThreadSetup }

func (a *API) getSettings(ctx context.Context, c *call, in *oneThread) (*setupAnswer, error) {
	id, err := object[rozmova.Thread](in.ID)
	if err != nil {
		return nil, err
	}
	s, err := a.o.Discussion.Settings(ctx, c.viewer, id)
	if err != nil {
		return nil, err
	}
	return &setupAnswer{setup(s)}, nil
}

// SettingsBody is how a discussion is to be kept from now on. What is left out of it is no longer set.
type SettingsBody struct {
	Mode string `json:"mode" enum:"open,premoderated,slow,closed"`
	Settings
	Invited []string `json:"invited,omitempty" nullable:"false" doc:"Pen names"`
}

func (a *API) setSettings(ctx context.Context, c *call, in *struct {
	ID      string `path:"id" doc:"Of a discussion"`
	RawBody []byte `contentType:"application/json"`
}) (*setupAnswer, error) {
	var b SettingsBody
	if err := decode(in.RawBody, &b); err != nil {
		return nil, err
	}
	id, err := object[rozmova.Thread](in.ID)
	if err != nil {
		return nil, err
	}
	s := discussion.Setup{Own: b.own(), Invited: b.Invited}
	for mode, name := range modeNames {
		if name == b.Mode {
			s.Mode = mode
		}
	}
	if s.Mode == 0 {
		return nil, wrong("mode", "field.type")
	}
	if err := a.o.Discussion.Configure(ctx, c.viewer, id, s); err != nil {
		return nil, err
	}
	return a.getSettings(ctx, c, &oneThread{in.ID})
}
