package moderation

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Longest title and text of a house rule, in code points.
const (
	MaxRuleTitle = 120
	MaxRuleText  = 3000
)

var ruleKey = regexp.MustCompile(`^[a-z][a-z0-9-]{0,38}[a-z0-9]$`)

// maySetRules refuses whoever may not change the house rules: senior moderators of all sections and administrators do.
func maySetRules(by *rozmova.Reader) error {
	switch {
	case by == nil:
		return &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	case !by.HasFor(rozmova.Senior, ""):
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.senior_needed"}
	}
	return nil
}

// RulesToEdit gives the house rules in force, and the languages that each is to be written in, to who may change them.
func (d *Desk) RulesToEdit(ctx context.Context, by *rozmova.Reader) ([]rozmova.Rule, []rozmova.Locale, error) {
	if err := maySetRules(by); err != nil {
		return nil, nil, err
	}
	rules, err := d.Current(ctx)
	return rules, d.site.Languages, err
}

// CheckRule gives what a rule would be kept as; what is wrong with it is an Invalid for each field, joined. Fields are key, and title and
// text with a hyphen and the language.
func (d *Desk) CheckRule(r rozmova.Rule) (rozmova.Rule, error) {
	sound := rozmova.Rule{Key: strings.TrimSpace(r.Key), Title: map[rozmova.Locale]string{}, Text: map[rozmova.Locale]string{}}
	var errs []error
	wrong := func(reason, field string, most int) {
		e := &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: field}
		if most > 0 {
			e.Args = map[string]any{"Max": most}
		}
		errs = append(errs, e)
	}
	if !ruleKey.MatchString(sound.Key) {
		wrong("rule.key_wrong", "key", 0)
	}
	for _, l := range d.site.Languages {
		for _, part := range []struct {
			name, from       string
			to               map[rozmova.Locale]string
			most             int
			missing, tooLong string
		}{
			{"title", strings.Join(strings.Fields(r.Title[l]), " "), sound.Title, MaxRuleTitle, "rule.title_missing", "rule.title_too_long"},
			{"text", strings.TrimSpace(strings.ReplaceAll(r.Text[l], "\r\n", "\n")), sound.Text, MaxRuleText, "rule.text_missing", "rule.text_too_long"},
		} {
			switch field := part.name + "-" + string(l); {
			case !utf8.ValidString(part.from):
				wrong("text.not_utf8", field, 0)
			case part.from == "":
				wrong(part.missing, field, 0)
			case utf8.RuneCountInString(part.from) > part.most:
				wrong(part.tooLong, field, part.most)
			}
			part.to[l] = part.from
		}
	}
	return sound, errors.Join(errs...)
}

// SetRule writes a house rule as a new version, which is in force from then on; versions of before stay as they are, for the decisions that
// cite them. seen is the version that its editor had before them, 0 for a new rule: it is a Conflict that there is another. One that says
// what the newest says already adds nothing.
func (d *Desk) SetRule(ctx context.Context, by *rozmova.Reader, r rozmova.Rule, seen int) (version int, err error) {
	if err := maySetRules(by); err != nil {
		return 0, err
	}
	sound, err := d.CheckRule(r)
	if err != nil {
		return 0, err
	}
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("rules " + d.site.ID.String()); err != nil {
			return err
		}
		newest, err := tx.Rule(d.site.ID, sound.Key)
		switch {
		case errors.Is(err, rozmova.NotFound) && seen == 0:
			newest = &rozmova.Rule{}
		case err != nil:
			return err
		case seen == 0:
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "rule.key_taken", Field: "key"}
		case newest.Version != seen:
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "rule.changed"}
		}
		if version = newest.Version; version > 0 && maps.Equal(newest.Title, sound.Title) && maps.Equal(newest.Text, sound.Text) {
			return nil
		}
		version++
		made := sound
		made.Version, made.Since = version, d.now()
		if err := tx.AddRule(d.site.ID, &made); err != nil {
			return err
		}
		if _, err := tx.Append(rozmova.Event{At: made.Since, Kind: rozmova.SiteChanged, Site: d.site.ID, Actor: by.ID}); err != nil {
			return err
		}
		return d.Audited(tx, by, "rule.changed", "rule", d.site.ID, map[string]string{"rule": made.Key, "version": itoa(version)})
	})
	return version, err
}
