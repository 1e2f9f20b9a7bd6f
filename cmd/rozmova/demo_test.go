package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/store"
)

// filled gives a core over a demo that was filled at a time.
func filled(t *testing.T, now time.Time) *app.Core {
	t.Helper()
	d, err := readDemo()
	if err != nil {
		t.Fatal(err)
	}
	cfg := config.Default()
	cfg.Civility.Failure = "pass"
	cfg.Demo, cfg.Store.Dir = true, t.TempDir()
	if fill, again, err := prepareDemo(cfg.Store.Dir); err != nil || !fill || again {
		t.Fatalf("a new folder: fill %v, again %v, %v", fill, again, err)
	}
	core, err := app.OpenCore(t.Context(), cfg, app.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = core.Close() })
	began := time.Now()
	if err := fillDemo(t.Context(), core, d, now, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 30*time.Second { // about three, without the race detector and other tests beside it
		t.Errorf("the filling took %v; nobody waits so long", took)
	}
	if fill, _, err := prepareDemo(cfg.Store.Dir); err != nil || fill {
		t.Errorf("a filled folder: fill %v, %v", fill, err)
	}
	return core
}

func TestDemoIsWhatItsFilesSay(t *testing.T) {
	now := time.Date(2031, 3, 5, 6, 7, 8, 9, time.UTC)
	core := filled(t, now)
	d, err := readDemo()
	if err != nil {
		t.Fatal(err)
	}
	if len(d.stories) < 6 || len(d.readers) < 40 {
		t.Fatalf("%d stories, %d people", len(d.stories), len(d.readers))
	}
	var newest time.Time
	comments := map[rozmova.CommentState]int{}
	edited, corrected := 0, 0
	err = core.Store.View(t.Context(), func(tx *store.Tx) error {
		for _, s := range d.stories {
			story, err := tx.StoryBySlug(core.Site.ID, rozmova.Slug(s.slug))
			if err != nil {
				return say(err, "%s", s.slug)
			}
			if story.Published.After(newest) {
				newest = story.Published
			}
			if bytes.Contains(s.text, []byte("\ncorrections:")) {
				corrected++
				if story.Revision != 2 || len(story.Corrections) != 1 || !story.Corrections[0].At.Equal(story.Changed) {
					t.Errorf("%s: revision %d, changed %v, corrections %+v", s.slug, story.Revision, story.Changed, story.Corrections)
				}
			}
			if !story.Changed.Before(now) {
				t.Errorf("%s changed at %v, which is still to come", s.slug, story.Changed)
			}
			for _, source := range story.Sources {
				if !source.Read.IsZero() && !(source.Read.Before(now) && now.Sub(source.Read) < 30*24*time.Hour) {
					t.Errorf("%s: source %s was read at %v", s.slug, source.Key, source.Read)
				}
			}
		}
		events, err := tx.Events(0, 10_000)
		if !slices.IsSortedFunc(events, func(a, b rozmova.Event) int { return a.At.Compare(b.At) }) {
			t.Error("things did not happen in the order of their times")
		}
		seen := map[rozmova.ID[rozmova.Comment]]bool{}
		for _, e := range events {
			if e.At.After(now) {
				t.Errorf("event %d of kind %d happens at %v, which is still to come", e.Seq, e.Kind, e.At)
			}
			if e.Comment.IsZero() || seen[e.Comment] {
				continue
			}
			seen[e.Comment] = true
			c, err := tx.Comment(e.Comment)
			if err != nil {
				return err
			}
			comments[c.State]++
			if c.Revision > 1 {
				edited++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if age := now.Sub(newest); age < 30*time.Hour || age > 42*time.Hour {
		t.Errorf("the newest story is %v old, want about a day and a half", age)
	}
	if corrected == 0 || edited == 0 || comments[rozmova.Published] < 300 || comments[rozmova.Held] == 0 || comments[rozmova.Removed] == 0 || comments[rozmova.Withdrawn] == 0 {
		t.Errorf("%d corrected stories, %d edited comments, comments by state %v", corrected, edited, comments)
	}
	links, err := demoLinks(t.Context(), core, d)
	if err != nil || len(links) != 5 {
		t.Fatalf("%d links, %v", len(links), err)
	}
	for _, l := range links {
		_, secret, _ := strings.Cut(l.url, "token=")
		for range 2 {
			if in, err := core.Membership.FollowLink(t.Context(), membership.Browser{}, secret); err != nil || in.Reader.PenName != l.name {
				t.Errorf("the link for %s: %v, %v", l.name, in, err)
			}
		}
	}
}

func TestDemoFillingCanBeInterrupted(t *testing.T) {
	d, err := readDemo()
	if err != nil {
		t.Fatal(err)
	}
	cfg := config.Default()
	cfg.Civility.Failure = "pass"
	cfg.Demo, cfg.Store.Dir = true, t.TempDir()
	for round := range 2 {
		fill, again, err := prepareDemo(cfg.Store.Dir)
		if err != nil || !fill || again != (round > 0) {
			t.Fatalf("round %d: fill %v, again %v, %v", round, fill, again, err)
		}
		core, err := app.OpenCore(t.Context(), cfg, app.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if round == 0 {
			if _, _, err := prepareDemo(cfg.Store.Dir); !errors.Is(err, rozmova.Conflict) {
				t.Errorf("a second demo while the first is being filled: %v", err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		err = fillDemo(ctx, core, d, time.Now(), func(done, of int) {
			if round == 0 && done == of/2 {
				cancel()
			}
		})
		if interrupted := errors.Is(err, context.Canceled); interrupted != (round == 0) || err != nil && !interrupted {
			t.Errorf("round %d: %v", round, err)
		}
		cancel()
		if err := core.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(cfg.Store.Dir, demoFilled)); err != nil {
		t.Error(err)
	}
}

func TestTakenAddressIsOneClearLine(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out, told bytes.Buffer
	dir := filepath.Join(t.TempDir(), "demo")
	p := &program{ctx: t.Context(), in: strings.NewReader(""), out: &out, err: &told, bundle: bundle, say: bundle.Printer("en")}
	if code := p.run([]string{"demo", "--addr", l.Addr().String(), "--dir", dir}); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	if text, _ := io.ReadAll(&told); !strings.HasPrefix(string(text), "Another program listens on "+l.Addr().String()+" already.") || bytes.Count(text, []byte("\n")) != 1 {
		t.Errorf("it said %q", text)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder was made all the same")
	}
}

func TestBeforeCorrections(t *testing.T) {
	const text = "---\nheadline: Eight came\ncorrections:\n  - kind: correction\n    at: 2026-11-16T14:40:00Z\n    text: \"Eight, not nine.\"\n" +
		"    wrong: \"nine\"\n    right: \"eight\"\n---\nIn the end eight came.\n"
	first, at := beforeCorrections([]byte(text))
	if want := "---\nheadline: Eight came\n---\nIn the end nine came.\n"; string(first) != want {
		t.Errorf("got %q, want %q", first, want)
	}
	if want := time.Date(2026, 11, 16, 14, 40, 0, 0, time.UTC); !at.Equal(want) {
		t.Errorf("corrected at %v, want %v", at, want)
	}
	unfound := strings.Replace(text, "eight came.", "few came.", 1)
	if first, at := beforeCorrections([]byte(unfound)); string(first) != unfound || !at.IsZero() {
		t.Errorf("words that are not in the story: %q at %v", first, at)
	}
}
