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

//go:embed demo/readers.yaml demo/schedule.yaml demo/stories demo/comments
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
	Joined int          `yaml:"joined_days_ago"`
	Role   rozmova.Role // empty for a reader
}

// A demoStory is a story with its discussion.
type demoStory struct {
	slug      string
	file      string // as messages name it
	text      []byte
	published time.Time // by the calendar of the files
	comments  []demoComment
}

// A demoComment is what a reader wrote and what became of it. Times count from the story's publication.
type demoComment struct {
	Key  string
	By   string
	At   time.Duration
	To   string // key of the comment it answers
	Text string
	Edit *struct {
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
}

// readDemo reads the embedded files.
func readDemo() (*demoNewsroom, error) {
	d := &demoNewsroom{}
	if err := readYAML("demo/readers.yaml", &d.readers); err != nil {
		return nil, err
	}
	var schedule []struct {
		Slug      string
		Published time.Time
	}
	if err := readYAML("demo/schedule.yaml", &schedule); err != nil {
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
				s.published = entry.Published
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
