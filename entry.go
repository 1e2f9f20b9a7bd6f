package rozmova

import "time"

// An Entry is somebody or something of the newsroom's register that statements are attributed to: a person, an organisation, an
// outlet or a document, under one name whatever form of it a text has.
type Entry struct {
	ID      ID[Entry]   `json:"id"`
	Site    ID[Site]    `json:"-"`
	Kind    SourceKind  `json:"kind"`
	Slug    Slug        `json:"slug"` // unique within the site
	Name    string      `json:"name"` // canonical: in the nominative, as pages show it
	Roles   []DatedRole `json:"roles,omitempty"`
	Aliases []string    `json:"aliases,omitempty"` // other names
	Forms   []string    `json:"forms,omitempty"`   // case forms that the rules of declension do not give
	Side    string      `json:"side,omitempty"`    // name of the side for which they usually speak
	Link    string      `json:"link,omitempty"`    // absolute http or https address
	About   string      `json:"about,omitempty"`   // a line for readers
	Created time.Time   `json:"created"`
	Changed time.Time   `json:"changed"`
}

// A DatedRole is what somebody was over a time. Dates are YYYY, YYYY-MM or YYYY-MM-DD; empty: not known, or still.
type DatedRole struct {
	Role  string `json:"role"`
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
}

// RoleAt gives what the entry was at a time; empty where that is not known. Of several the last that began counts.
func (e *Entry) RoleAt(at time.Time) string {
	day, role, since := at.Format(time.DateOnly), "", ""
	for _, r := range e.Roles {
		begun := r.From == "" || r.From <= day[:min(len(day), len(r.From))]
		over := r.Until != "" && r.Until < day[:min(len(day), len(r.Until))]
		if begun && !over && r.From >= since {
			role, since = r.Role, r.From
		}
	}
	return role
}
