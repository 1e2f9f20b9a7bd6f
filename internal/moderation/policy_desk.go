package moderation

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// versionsShown is how many versions of a level the editor lists.
const versionsShown = 30

// A PolicyLevel is a place that a policy can be set for: the site, a section of it or a story.
type PolicyLevel struct {
	Level   string         // empty: the site; section/SLUG; story/ID
	Section rozmova.Slug   // of a section or a story
	Story   *rozmova.Story // its head; nil elsewhere
	Version int            // 0: nothing is said here
	By      *rozmova.Reader
	At      time.Time
}

// A PolicySheet is the policy of a level as its editor sees it.
type PolicySheet struct {
	PolicyLevel
	Own      rozmova.Policy  // what is said here
	Beneath  *rozmova.Policy // what holds where Own says nothing, complete
	Newest   int             // version in force; 0: none
	Versions []PolicyLevel   // the newest first
	Rules    []rozmova.Rule  // that can be cited
}

// maySet refuses whoever may not set the policy of a level, of which it gives section and story: senior moderators set those of their
// sections, and administrators all.
func (d *Desk) maySet(tx *store.Tx, by *rozmova.Reader, level string) (at PolicyLevel, err error) {
	if by == nil {
		return at, &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	}
	at.Level = level
	kind, name, _ := strings.Cut(level, "/")
	switch {
	case level == "":
	case kind == "section" && name != "":
		at.Section = rozmova.Slug(name)
	case kind == "story":
		id, err := rozmova.ParseID[rozmova.Story](name)
		if err != nil || StoryLevel(id) != level { // another spelling would be another level
			return at, rozmova.NotFound
		}
		if at.Story, err = tx.StoryHead(id); err != nil {
			return at, err
		}
		at.Section = at.Story.Section
	default:
		return at, rozmova.NotFound
	}
	if !by.HasFor(rozmova.Senior, at.Section) {
		return at, &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.senior_needed"}
	}
	if kind == "section" {
		sections, err := tx.Sections(d.site.ID)
		if err != nil || !slices.Contains(sections, at.Section) {
			return at, errors.Join(err, rozmova.NotFound)
		}
	}
	return at, nil
}

// PolicyLevels gives the levels whose policy somebody may set: the site, its sections, and the stories that have one of their own.
// Unauthenticated, and Forbidden to who may set none.
func (d *Desk) PolicyLevels(ctx context.Context, by *rozmova.Reader) (levels []PolicyLevel, err error) {
	switch {
	case by == nil:
		return nil, &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	case !by.Has(rozmova.Senior, ""):
		return nil, &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.senior_needed"}
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		levels = nil
		sections, err := tx.Sections(d.site.ID)
		if err != nil {
			return err
		}
		set, err := tx.Policies(d.site.ID)
		if err != nil {
			return err
		}
		names := []string{""}
		for _, s := range sections {
			names = append(names, SectionLevel(s))
		}
		for _, v := range set {
			if strings.HasPrefix(v.Level, "story/") {
				names = append(names, v.Level)
			}
		}
		for _, name := range names {
			at, err := d.maySet(tx, by, name)
			if errors.Is(err, rozmova.Forbidden) || errors.Is(err, rozmova.NotFound) {
				continue
			}
			if err != nil {
				return err
			}
			if i := slices.IndexFunc(set, func(v *store.PolicyVersion) bool { return v.Level == name }); i >= 0 {
				if at, err = at.of(tx, set[i]); err != nil {
					return err
				}
			}
			levels = append(levels, at)
		}
		return nil
	})
	return levels, err
}

// of tells of a version of the level.
func (at PolicyLevel) of(tx *store.Tx, v *store.PolicyVersion) (PolicyLevel, error) {
	at.Version, at.At, at.By = v.Version, v.At, nil
	if v.By.IsZero() {
		return at, nil
	}
	people, err := tx.Readers([]rozmova.ID[rozmova.Reader]{v.By})
	at.By = people[v.By]
	return at, err
}

// PolicySheet gives the policy of a level to who may set it; version 0 is the one in force, which may be none.
func (d *Desk) PolicySheet(ctx context.Context, by *rozmova.Reader, level string, version int) (*PolicySheet, error) {
	var sheet *PolicySheet
	err := d.db.View(ctx, func(tx *store.Tx) error {
		at, err := d.maySet(tx, by, level)
		if err != nil {
			return err
		}
		sheet = &PolicySheet{PolicyLevel: at}
		if sheet.Beneath, err = d.beneath(tx, at); err != nil {
			return err
		}
		versions, err := tx.PolicyVersions(d.site.ID, level, versionsShown)
		if err != nil {
			return err
		}
		for _, v := range versions {
			of, err := at.of(tx, v)
			if err != nil {
				return err
			}
			sheet.Versions = append(sheet.Versions, of)
		}
		if sheet.Rules, err = d.currentRules(tx); err != nil {
			return err
		}
		if len(versions) == 0 && version == 0 {
			return nil
		}
		if len(versions) > 0 {
			sheet.Newest = versions[0].Version
		}
		v, err := tx.Policy(d.site.ID, level, version)
		if err != nil {
			return err
		}
		sheet.Own = v.Policy
		sheet.PolicyLevel, err = at.of(tx, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	return sheet, nil
}

// beneath gives what holds where a level says nothing.
func (d *Desk) beneath(tx *store.Tx, at PolicyLevel) (*rozmova.Policy, error) {
	var levels []string
	if at.Level != "" {
		levels = append(levels, "")
	}
	if at.Story != nil && at.Section != "" {
		levels = append(levels, SectionLevel(at.Section))
	}
	if len(levels) == 0 {
		base := d.policy.Base()
		return &base, nil
	}
	return d.policyAt(tx, levels)
}

func (d *Desk) currentRules(tx *store.Tx) ([]rozmova.Rule, error) {
	all, err := tx.Rules(d.site.ID)
	if err != nil {
		return nil, err
	}
	var current []rozmova.Rule
	for i, r := range all {
		if i == 0 || all[i-1].Key != r.Key {
			current = append(current, r)
		}
	}
	return current, nil
}

// SetPolicy gives a level a policy, as a new version. seen is the version that its editor had before them: it is a Conflict
// (policy.changed) that there is a newer one. What is wrong with the policy is an Invalid for each field, joined. It holds for comments
// that come from then on; what was decided stays. One that says what the newest says already adds nothing.
func (d *Desk) SetPolicy(ctx context.Context, by *rozmova.Reader, level string, p rozmova.Policy, seen int) (version int, err error) {
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		version = 0
		at, err := d.maySet(tx, by, level)
		if err != nil {
			return err
		}
		if err := tx.Lock("policy " + d.site.ID.String()); err != nil {
			return err
		}
		own, err := d.sound(tx, at, p)
		if err != nil {
			return err
		}
		newest, err := tx.Policy(d.site.ID, level, 0)
		switch {
		case errors.Is(err, rozmova.NotFound):
			newest = &store.PolicyVersion{}
		case err != nil:
			return err
		}
		if newest.Version != seen {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "policy.changed"}
		}
		if version = newest.Version; samePolicy(&newest.Policy, own) {
			return nil
		}
		now := d.now()
		version++
		if err := tx.AddPolicy(d.site.ID, &store.PolicyVersion{Level: level, Version: version, Policy: *own, By: by.ID, At: now}); err != nil {
			return err
		}
		event := rozmova.Event{At: now, Kind: rozmova.PolicyChanged, Site: d.site.ID, Actor: by.ID}
		subject := [16]byte(d.site.ID)
		if at.Story != nil {
			event.Story, subject = at.Story.ID, [16]byte(at.Story.ID)
		}
		if _, err := tx.Append(event); err != nil {
			return err
		}
		return d.Audited(tx, by, "policy.changed", "policy", subject, map[string]string{"level": level, "version": itoa(version)})
	})
	return version, err
}
