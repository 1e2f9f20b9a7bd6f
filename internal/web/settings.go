package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

// setting is how an editor sees the number of a setting: 0 is written for rozmova.Never, where that may be.
type setting struct {
	name  string
	of    func(*rozmova.ThreadSettings) *int
	never bool // 0 may be typed, and means none
	least int
	most  int
}

// lowest is the lowest number that may be typed.
func (s setting) lowest() int {
	if s.never {
		return 0
	}
	return s.least
}

// numbers are the settings of a discussion that are numbers, by the names of their fields.
var numbers = []setting{
	{"slow_minutes", func(s *rozmova.ThreadSettings) *int { return &s.SlowMinutes }, false, 1, 1440},
	{"close_after_days", func(s *rozmova.ThreadSettings) *int { return &s.CloseAfterDays }, true, 1, 3650},
	{"older_than_days", func(s *rozmova.ThreadSettings) *int { return &s.OlderThanDays }, false, 1, 3650},
	{"runes", func(s *rozmova.ThreadSettings) *int { return &s.Runes }, false, 20, 10_000},
	{"links", func(s *rozmova.ThreadSettings) *int { return &s.Links }, true, 1, 100},
	{"per_minute", func(s *rozmova.ThreadSettings) *int { return &s.PerMinute }, false, 1, 60},
	{"nesting", func(s *rozmova.ThreadSettings) *int { return &s.Nesting }, true, 1, rozmova.MaxNesting},
}

// moments are those that are times.
var moments = []struct {
	name string
	of   func(*rozmova.ThreadSettings) *time.Time
}{
	{"opens", func(s *rozmova.ThreadSettings) *time.Time { return &s.Opens }},
	{"closes", func(s *rozmova.ThreadSettings) *time.Time { return &s.Closes }},
}

// localTime is how an input of the type datetime-local writes a time.
const localTime = "2006-01-02T15:04"

// zone is the site's time zone, in which editors tell times.
func (s *Server) zone() *time.Location {
	if s.o.Location == nil {
		return time.UTC
	}
	return s.o.Location
}

// A filled is the settings' form as somebody filled it in, or as what holds fills it.
type filled struct {
	values    map[string]string // by the names of the fields
	languages []string
}

// fill writes what holds into the fields.
func (s *Server) fill(setup *discussion.Setup) filled {
	own := &setup.Own
	f := filled{values: map[string]string{
		"mode": modeKeys[setup.Mode], "message": own.Message, "writers": string(own.Writers), "invited": strings.Join(setup.Invited, "\n"),
	}}
	for _, n := range numbers {
		switch value := *n.of(own); {
		case value == rozmova.Never && n.never:
			f.values[n.name] = "0"
		case value != 0:
			f.values[n.name] = strconv.Itoa(value)
		}
	}
	for _, m := range moments {
		if at := *m.of(own); !at.IsZero() {
			f.values[m.name] = at.In(s.zone()).Format(localTime)
		}
	}
	for _, l := range own.Languages {
		f.languages = append(f.languages, string(l))
	}
	return f
}

// typed reads the fields of a request.
func typed(r *http.Request) filled {
	f := filled{values: map[string]string{}, languages: r.PostForm["languages"]}
	for _, name := range []string{"mode", "writers"} {
		f.values[name] = r.PostFormValue(name)
	}
	for _, name := range []string{"message", "invited"} {
		f.values[name] = strings.ReplaceAll(r.PostFormValue(name), "\r\n", "\n")
	}
	for _, n := range numbers {
		f.values[n.name] = strings.TrimSpace(r.PostFormValue(n.name))
	}
	for _, m := range moments {
		f.values[m.name] = strings.TrimSpace(r.PostFormValue(m.name))
	}
	return f
}

// setup turns the fields into settings, as far as they can be read; the error tells of each that cannot.
func (f filled) setup(zone *time.Location) (discussion.Setup, error) {
	setup := discussion.Setup{Own: rozmova.ThreadSettings{Message: f.values["message"], Writers: rozmova.Writers(f.values["writers"])}}
	var wrong []error
	refuse := func(reason, field string, args map[string]any) {
		wrong = append(wrong, &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: field, Args: args})
	}
	for mode, key := range modeKeys {
		if key == f.values["mode"] {
			setup.Mode = mode
		}
	}
	for _, n := range numbers {
		text := f.values[n.name]
		if text == "" {
			continue
		}
		value, err := strconv.Atoi(text)
		switch {
		case err != nil || value < 0 || value == 0 && !n.never:
			refuse("settings.number", n.name, map[string]any{"Min": n.lowest(), "Max": n.most})
		case value == 0:
			*n.of(&setup.Own) = rozmova.Never
		default:
			*n.of(&setup.Own) = value
		}
	}
	for _, m := range moments {
		if text := f.values[m.name]; text != "" {
			at, err := time.ParseInLocation(localTime, text[:min(len(text), len(localTime))], zone)
			if err != nil {
				refuse("settings.time", m.name, nil)
			}
			*m.of(&setup.Own) = at.UTC()
		}
	}
	for line := range strings.Lines(f.values["invited"]) {
		if name := strings.TrimSpace(line); name != "" {
			setup.Invited = append(setup.Invited, name)
		}
	}
	for _, l := range f.languages {
		setup.Own.Languages = append(setup.Own.Languages, rozmova.Locale(l))
	}
	if slices.Contains(f.languages, string(rozmova.AnyLanguage)) {
		setup.Own.Languages = []rozmova.Locale{rozmova.AnyLanguage}
	}
	return setup, errors.Join(wrong...)
}

func (s *Server) settingsForm(w http.ResponseWriter, r *http.Request) error {
	story, setup, err := s.readSettings(r)
	if err != nil {
		return err
	}
	return s.showSettings(w, r, http.StatusOK, story, setup, s.fill(setup), nil)
}

// readSettings gives the story of a request with how its discussion is kept.
func (s *Server) readSettings(r *http.Request) (*rozmova.Story, *discussion.Setup, error) {
	reading, err := s.o.Newsroom.Read(r.Context(), rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return nil, nil, err
	}
	setup, err := s.o.Discussion.Settings(r.Context(), visitOf(r.Context()).reader, reading.Story.Thread)
	return reading.Story, setup, err
}

func (s *Server) settings(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	story, old, err := s.readSettings(r)
	if err != nil {
		return err
	}
	form := typed(r)
	setup, unread := form.setup(s.zone())
	if unread == nil {
		err = s.o.Discussion.Configure(r.Context(), v.reader, story.Thread, setup)
	} else if err = s.o.Discussion.CheckSetup(r.Context(), v.reader, story.Thread, setup); err == nil || errors.Is(err, rozmova.Invalid) {
		err = errors.Join(unread, err) // whoever mends one field is told of the others too
	}
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showSettings(w, r, code, story, old, form, errs)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/stories/"+string(story.Slug)+"/discussion?done=settings")
}
