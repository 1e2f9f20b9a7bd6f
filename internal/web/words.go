package web

import (
	"context"
	"net/http"
	"time"

	"github.com/rozmova/rozmova"
)

// flash gives the words for what has just happened; nil for a key that is none of ours.
func (s *Server) flash(lang rozmova.Locale, key string) *Flash {
	p := s.printer(lang)
	switch key {
	case "pending", "reported", "decided", "unmuted", "featured", "unfeatured", "settings", "alerts", "push_on", "push_off", "appealed", "appeal_heard", "warning_read":
		return &Flash{Text: p.T("page.done." + key)}
	case "profile", "picture", "picture_removed":
		return &Flash{Text: p.T(profileDone[key])}
	case "muted":
		return &Flash{Text: p.T("page.done.muted"), Href: "/me#muted", Label: p.T("membership.muted")}
	}
	return nil
}

// ruleTitle names a house rule in a language; its key where it cannot be read.
func (s *Server) ruleTitle(lang rozmova.Locale, key string) string {
	if key == "" {
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	for _, r := range s.houseRules.get(ctx, s) {
		if r.Key == key {
			return rozmova.In(r.Title, lang)
		}
	}
	return key
}

// ruleChoices are the house rules as a form offers them.
func (s *Server) ruleChoices(r *http.Request, lang rozmova.Locale) ([]RuleChoice, error) {
	rules, err := s.o.Moderation.Current(r.Context())
	var choices []RuleChoice
	for _, rule := range rules {
		choices = append(choices, RuleChoice{rule.Key, rule.Version, rozmova.In(rule.Title, lang), rozmova.In(rule.Text, lang)})
	}
	return choices, err
}
