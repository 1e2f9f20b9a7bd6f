package rozmova

import "time"

// A Reader is a person who may write. The address and other personal data are kept apart (Contact), in one place.
type Reader struct {
	ID      ID[Reader]
	Site    ID[Site]
	PenName string
	Locale  Locale
	Joined  time.Time
	Renamed time.Time // when the pen name was last changed; zero: never since the first choice
	Hidden  Hidden    // parts of the profile that others do not see
	Picture string    // version of the reader's own picture, part of its address; empty: one is made from the name
	Guest   bool      // known by a name alone: what guests write waits for a person
	Erased  bool      // the account was erased: no name, and nobody comes in by it
	Grants  []Grant
}

// Hidden are parts of a profile that others do not see, as bits. They are stored: add, never renumber.
type Hidden uint8

// The parts.
const (
	HideJoined   Hidden = 1
	HideComments Hidden = 2
	HideRespect  Hidden = 4
)

// A Grant gives a reader a role in one site, in one section of it or in all.
type Grant struct {
	Role    Role
	Section Slug // empty: all sections
}

// Role says what a reader may do beyond writing.
type Role string

// The roles.
const (
	Moderator Role = "moderator"
	Senior    Role = "senior" // a moderator who hears appeals and sets policies
	Editor    Role = "editor"
	Admin     Role = "admin"
)

// holds reports whether a grant of one role gives another: Admin holds every role, Senior that of a Moderator.
func (g *Grant) holds(role Role) bool {
	return g.Role == role || g.Role == Admin || g.Role == Senior && role == Moderator
}

// Has reports whether the reader holds a role for a section; an empty section asks for any. Admin holds every role, Senior that of
// a Moderator.
func (r *Reader) Has(role Role, section Slug) bool {
	if r == nil {
		return false
	}
	for _, g := range r.Grants {
		if g.holds(role) && (g.Section == "" || section == "" || g.Section == section) {
			return true
		}
	}
	return false
}

// HasFor reports whether the reader holds a role for what stands in a section. What stands in none is for those alone who
// hold the role for all sections.
func (r *Reader) HasFor(role Role, section Slug) bool {
	if section != "" {
		return r.Has(role, section)
	}
	sections, all := r.SectionsOf(role)
	return all && len(sections) == 0
}

// SectionsOf gives the sections for which the reader holds a role: none and true where it is held for all of them; none and
// false where it is not held.
func (r *Reader) SectionsOf(role Role) (sections []Slug, held bool) {
	if r == nil {
		return nil, false
	}
	for _, g := range r.Grants {
		if !g.holds(role) {
			continue
		}
		if g.Section == "" {
			return nil, true
		}
		sections = append(sections, g.Section)
	}
	return sections, len(sections) > 0
}

// Staff reports whether the reader holds any role.
func (r *Reader) Staff() bool { return r != nil && len(r.Grants) > 0 }
