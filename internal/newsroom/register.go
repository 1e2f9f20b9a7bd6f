package newsroom

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/attribution"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// Bounds of an entry of the register.
const (
	MaxEntryName  = 120 // runes, of a name, an alias or a form
	MaxEntryAbout = 300 // runes
	MaxEntryRoles = 30
	MaxEntryNames = 50 // aliases, and as many forms
)

// MayRegister refuses who may not change the register: whoever is no editor of any section.
func (d *Desk) MayRegister(by *rozmova.Reader) error {
	switch {
	case by == nil:
		return rozmova.Unauthenticated
	case by.Site != d.site.ID || !by.Has(rozmova.Editor, ""):
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.editor_needed"}
	}
	return nil
}

// AddEntry puts somebody or something into the register; an empty slug is made of the name. The errors are Forbidden
// (role.editor_needed), Conflict (register.slug_taken, register.known where an entry of that kind has the very name) and Invalid with the
// field (register.name_missing, register.too_long, register.kind, register.link, register.date, register.too_many, register.slug).
func (d *Desk) AddEntry(ctx context.Context, by *rozmova.Reader, e *rozmova.Entry) error {
	if err := d.MayRegister(by); err != nil {
		return err
	}
	if err := soundEntry(e); err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		now := d.clock()
		made := *e
		made.ID, made.Site, made.Created, made.Changed = rozmova.NewID[rozmova.Entry](now), d.site.ID, now, now
		if err := d.addEntry(tx, &made, by.ID); err != nil {
			return err
		}
		*e = made
		return d.entryAudit(tx, by, "register.added", &made, now)
	})
}

func (d *Desk) addEntry(tx *store.Tx, e *rozmova.Entry, by rozmova.ID[rozmova.Reader]) error {
	same, err := tx.EntriesNamed(e.Site, lang.NameKey(e.Name))
	if err != nil {
		return err
	}
	for _, other := range same {
		if other.Kind == e.Kind && lang.NameKey(other.Name) == lang.NameKey(e.Name) {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "register.known", Field: "name", Args: map[string]any{"Name": other.Name}}
		}
	}
	if e.Slug == "" {
		if e.Slug, err = d.freeSlug(tx, e.Name); err != nil {
			return err
		}
	}
	if err := tx.AddEntry(e, namesOf(e)); err != nil {
		return err
	}
	_, err = tx.Append(rozmova.Event{At: e.Changed, Kind: rozmova.EntryChanged, Site: e.Site, Actor: by, Ref: e.ID})
	return err
}

// freeSlug makes a slug of a name that no entry has, merged ones included: their addresses go on leading somewhere.
func (d *Desk) freeSlug(tx *store.Tx, name string) (rozmova.Slug, error) {
	base := lang.Slug("uk", name)
	for n := 1; ; n++ {
		slug := rozmova.Slug(base)
		if n > 1 {
			slug = rozmova.Slug(base + "-" + strconv.Itoa(n))
		}
		if _, err := tx.EntryBySlug(d.site.ID, slug); err == rozmova.NotFound {
			return slug, nil
		} else if err != nil {
			return "", err
		}
	}
}

// ChangeEntry writes an entry over the one that its editor had before the eyes, e.Changed of it; the address and the ID stay. Besides the
// errors of AddEntry there is Conflict (register.changed): somebody else changed it meanwhile. Stories show the new name at once.
func (d *Desk) ChangeEntry(ctx context.Context, by *rozmova.Reader, e *rozmova.Entry) error {
	if err := d.MayRegister(by); err != nil {
		return err
	}
	if err := soundEntry(e); err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		old, err := tx.Entry(e.ID)
		if err != nil {
			return err
		}
		if old.Site != d.site.ID {
			return rozmova.NotFound
		}
		now := d.clock()
		made := *e
		made.Site, made.Slug, made.Created, made.Changed = old.Site, old.Slug, old.Created, now
		if !made.Changed.After(e.Changed) { // a clock that was set back
			made.Changed = e.Changed.Add(time.Microsecond)
		}
		if err := tx.ChangeEntry(&made, namesOf(&made), e.Changed.UnixMicro()); err != nil {
			return err
		}
		if _, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.EntryChanged, Site: made.Site, Actor: by.ID, Ref: made.ID}); err != nil {
			return err
		}
		*e = made
		return d.entryAudit(tx, by, "register.changed", &made, now)
	})
}

// MergeEntries makes one entry stand for another, which was the same all along: what it said is told of the one that stays, and its address
// leads there. Both must be of one kind (Conflict register.other_kind).
func (d *Desk) MergeEntries(ctx context.Context, by *rozmova.Reader, from, into rozmova.ID[rozmova.Entry]) error {
	if err := d.MayRegister(by); err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		goes, err := tx.Entry(from)
		if err != nil {
			return err
		}
		stays, err := tx.Entry(into)
		switch {
		case err != nil:
			return err
		case goes.Site != d.site.ID || stays.Site != d.site.ID:
			return rozmova.NotFound
		case goes.ID == stays.ID:
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "register.same", Field: "into"}
		case goes.Kind != stays.Kind:
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "register.other_kind", Field: "into"}
		}
		if err := tx.MergeEntries(goes, stays); err != nil {
			return err
		}
		now := d.clock()
		for _, e := range []*rozmova.Entry{goes, stays} {
			if _, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.EntryChanged, Site: d.site.ID, Actor: by.ID, Ref: e.ID}); err != nil {
				return err
			}
		}
		return d.entryAudit(tx, by, "register.merged", stays, now)
	})
}

func (d *Desk) entryAudit(tx *store.Tx, by *rozmova.Reader, action string, e *rozmova.Entry, now time.Time) error {
	return tx.AddAudit(&rozmova.Audit{ID: rozmova.NewID[rozmova.Audit](now), Site: d.site.ID, Actor: by.ID, Action: action, Kind: "entry", Subject: e.ID, At: now})
}

// namesOf gives all by which an entry is found: its names and their case forms, and a person's family name alone.
func namesOf(e *rozmova.Entry) []string {
	var keys []string
	add := func(name string) {
		if key := lang.NameKey(name); key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, name := range slices.Concat([]string{e.Name}, e.Aliases) {
		add(name)
		add(strings.ReplaceAll(lang.Slug("uk", name), "-", " ")) // in Latin letters
		if e.Kind != rozmova.Person {
			continue
		}
		language := "uk"
		if strings.ContainsAny(strings.ToLower(name), "ыэёъ") {
			language = "ru"
		}
		for _, form := range attribution.Forms(language, name) {
			add(form)
		}
	}
	for _, form := range e.Forms {
		add(form)
	}
	return keys
}

// RecognisedAs gives the forms in which an entry is known in texts, its name first, as they are compared.
func RecognisedAs(e *rozmova.Entry) []string { return namesOf(e) }

// soundEntry puts an entry in order, or tells what is wrong with it.
func soundEntry(e *rozmova.Entry) error {
	wrong := func(field, reason string, args ...any) error {
		err := &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: field, Args: map[string]any{}}
		for i := 0; i+1 < len(args); i += 2 {
			err.Args[args[i].(string)] = args[i+1]
		}
		return err
	}
	var long error
	line := func(field, s string, most int) string {
		clean, err := lang.CleanLine(s)
		if err != nil || utf8.RuneCountInString(clean) > most {
			long = wrong(field, "register.too_long", "Max", most)
		}
		return clean
	}
	lines := func(field string, list []string) []string {
		var out []string
		for _, s := range list {
			if s = line(field, s, MaxEntryName); s != "" && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		return out
	}
	e.Name, e.Side, e.About = line("name", e.Name, MaxEntryName), line("side", e.Side, MaxEntryName), line("about", e.About, MaxEntryAbout)
	e.Aliases, e.Forms, e.Link = lines("aliases", e.Aliases), lines("forms", e.Forms), strings.TrimSpace(e.Link)
	roles := make([]rozmova.DatedRole, 0, len(e.Roles))
	for _, r := range e.Roles {
		r = rozmova.DatedRole{Role: line("roles", r.Role, MaxEntryName), From: strings.TrimSpace(r.From), Until: strings.TrimSpace(r.Until)}
		if !dateLike(r.From) || !dateLike(r.Until) {
			return wrong("roles", "register.date", "Date", r.From+" – "+r.Until)
		}
		if r.Role != "" {
			roles = append(roles, r)
		}
	}
	e.Roles = roles
	switch {
	case long != nil:
		return long
	case lang.NameKey(e.Name) == "":
		return wrong("name", "register.name_missing")
	case !slices.Contains([]rozmova.SourceKind{rozmova.Person, rozmova.Organisation, rozmova.Outlet, rozmova.Document}, e.Kind):
		return wrong("kind", "register.kind")
	case len(e.Roles) > MaxEntryRoles || len(e.Aliases) > MaxEntryNames || len(e.Forms) > MaxEntryNames:
		return wrong("aliases", "register.too_many", "Max", MaxEntryNames)
	case e.Slug != "" && !e.Slug.Valid():
		return wrong("slug", "register.slug")
	}
	if e.Link != "" {
		u, err := url.Parse(e.Link)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			return wrong("link", "register.link")
		}
	}
	return nil
}

// dateLike reports whether a date is YYYY, YYYY-MM or YYYY-MM-DD, or empty.
func dateLike(s string) bool {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return s == ""
}
