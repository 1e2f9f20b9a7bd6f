package app

import "github.com/rozmova/rozmova/internal/api"

// analyze gives what the doors in others' wire formats need.
func (a *App) analyze() api.Analyze {
	c := &a.Config.Analyze
	x := api.Analyze{Judge: a.Judge, Keys: c.RevealKeys(), ExternalSecrets: c.RevealExternalSecrets(), PerSecond: c.PerSecond}
	if a.Model != nil {
		x.Threshold = a.Model.Threshold
	}
	return x
}
