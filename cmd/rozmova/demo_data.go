package main

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
)

//go:embed demo/readers.yaml demo/schedule.yaml demo/votes.yaml demo/stories demo/comments
var demoFiles embed.FS

// demoNewsroom is the sample newsroom as its files tell it (demo/README.md).
type demoNewsroom struct {
	readers []demoReader
	stories []demoStory
}

// A demoReader is somebody who discusses the stories or works for the newsroom.
type demoReader struct {
	Key    string
	Name   string
	Locale rozmova.Locale
	Joined int                      `yaml:"joined_days_ago"`
	Role   rozmova.Role             // empty for a reader
	Mutes  []string                 // keys of readers whose words stay out of this one's sight
	Visits map[string]time.Duration // by slug: when the reader last looked at a discussion; what came later is new at the next look
}

// A demoStory is a story with its discussion.
type demoStory struct {
	slug      string
	file      string // as messages name it
	text      []byte
	published time.Time // by the calendar of the files
	settings  *demoSettings
	developed demoDevelopment
	comments  []demoComment
	votes     demoVotes
}

// demoSettings are what the editor sets for the discussion under a story.
type demoSettings struct {
	At          time.Duration // from publication
	By          string
	Mode        string        // slow; empty: open
	SlowMinutes int           `yaml:"slow_minutes"`
	Closes      time.Duration // from publication; 0: not by itself
	Message     string
}

// A demoComment is what a reader wrote and what became of it. Times count from the story's publication.
type demoComment struct {
	Key  string
	By   string
	At   time.Duration
	To   string // key of the comment it answers
	Text string
	// Statement is the key of the statement of the story that it speaks to.
	Statement string
	Edit      *struct {
		At   time.Duration
		Text string
	}
	Withdrawn time.Duration
	Reports   []struct{ By, Rule, Text string }
	Decision  []struct {
		Action          rozmova.Action
		At              time.Duration
		By, Rule, Facts string
	}
	Featured *struct {
		At     time.Duration
		By     string
		Behind *int // the block of the story behind which it stands too; nil: in the box alone
	}
}

// readDemo reads the embedded files.
func readDemo() (*demoNewsroom, error) {
	d := &demoNewsroom{}
	if err := readYAML("demo/readers.yaml", &d.readers); err != nil {
		return nil, err
	}
	var schedule []struct {
		Slug       string
		Published  time.Time
		Discussion *demoSettings

		demoDevelopment `yaml:",inline"`
	}
	if err := readYAML("demo/schedule.yaml", &schedule); err != nil {
		return nil, err
	}
	var votes []demoVotes
	if err := readYAML("demo/votes.yaml", &votes); err != nil {
		return nil, err
	}
	names, err := fs.Glob(demoFiles, "demo/stories/*.md")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		base := strings.TrimSuffix(path.Base(name), ".md")
		_, slug, _ := strings.Cut(base, "-")
		s := demoStory{slug: slug, file: name}
		for _, entry := range schedule {
			if entry.Slug == slug {
				s.published, s.settings, s.developed = entry.Published, entry.Discussion, entry.demoDevelopment
			}
		}
		for _, v := range votes {
			if v.Slug == slug {
				s.votes = v
			}
		}
		if s.published.IsZero() {
			return nil, fmt.Errorf("demo/schedule.yaml has no %s", slug)
		}
		if s.text, err = demoFiles.ReadFile(name); err != nil {
			return nil, err
		}
		if err := readYAML("demo/comments/"+base+".yaml", &s.comments); err != nil {
			return nil, err
		}
		d.stories = append(d.stories, s)
	}
	return d, nil
}

func readYAML(name string, into any) error {
	text, err := demoFiles.ReadFile(name)
	if err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// newest is when the last of the stories was published, by the calendar of the files.
func (d *demoNewsroom) newest() time.Time {
	var newest time.Time
	for _, s := range d.stories {
		if s.published.After(newest) {
			newest = s.published
		}
	}
	return newest
}

// address is the e-mail address of one of the demo's people.
func (r demoReader) address() string { return r.Key + "@example.org" }

// demoSections are the names of the demo's sections in the order that its front page has them.
func demoSections() []config.Section {
	section := func(slug, uk, en string) config.Section {
		return config.Section{Slug: slug, Names: map[string]string{"uk": uk, "en": en}}
	}
	return []config.Section{
		section("hromada", "Громада", "Our town"),
		section("svit", "Світ", "The world"),
		section("ekonomika", "Економіка", "Economy"),
		section("kultura", "Культура", "Culture"),
		section("sport", "Спорт", "Sport"),
	}
}
