package rozmova

import "time"

// A Reader is a person who may write. The address and other personal data are kept apart (Contact), in one place.
type Reader struct {
	ID      ID[Reader]
	Site    ID[Site]
	PenName string
	Locale  Locale
	Joined  time.Time
	Grants  []Grant
}

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
	Editor    Role = "editor"
	Admin     Role = "admin"
)

// Has reports whether the reader holds a role for a section; an empty section asks for any. Admin holds every role.
func (r *Reader) Has(role Role, section Slug) bool {
	if r == nil {
		return false
	}
	for _, g := range r.Grants {
		if (g.Role == role || g.Role == Admin) && (g.Section == "" || section == "" || g.Section == section) {
			return true
		}
	}
	return false
}

// Staff reports whether the reader holds any role.
func (r *Reader) Staff() bool { return r != nil && len(r.Grants) > 0 }
