package e2e_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
)

// A remark is a comment of the demo as its file has it.
type remark struct {
	Key, By, To, Text string
	Statement         string
	At                time.Duration
	Withdrawn         time.Duration
	Edit              *struct {
		At   time.Duration
		Text string
	}
	Reports  []struct{ By, Rule, Text string }
	Decision []struct {
		Action, By, Rule, Facts string
		At                      time.Duration
	}
}

// A moment is something that somebody does at a time.
type moment struct {
	at time.Duration
	do func()
}

func parseYAML(t testing.TB, file string, into any) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(demo, file))
	must(t, err)
	must(t, yaml.Unmarshal(content, into))
}

// published tells when a story of the demo came out; three days ago where that has not come yet.
func published(t testing.TB, slug string) time.Time {
	t.Helper()
	var plan []struct {
		Slug      string
		Published time.Time
	}
	parseYAML(t, "schedule.yaml", &plan)
	for _, p := range plan {
		if p.Slug == slug && p.Published.Before(time.Now().Add(-48*time.Hour)) {
			return p.Published
		}
	}
	return time.Now().Add(-72 * time.Hour).UTC()
}

// A someone is a reader of the demo as its file has it.
type someone struct {
	Key, Name, Role string
	Locale          rozmova.Locale
	Joined          int `yaml:"joined_days_ago"`
}

// named makes the readers whom a story names as its authors or sources.
func (h *house) named(t testing.TB, story string) {
	t.Helper()
	var people []someone
	parseYAML(t, "readers.yaml", &people)
	for _, p := range people {
		if strings.Contains(story, `authors: ["`+p.Name+`"]`) || strings.Contains(story, `reader: "`+p.Name+`"`) {
			h.person(t, p.Key)
		}
	}
}

// person gives a reader of the demo.
func (h *house) person(t testing.TB, key string) *rozmova.Reader {
	t.Helper()
	if r := h.readers[key]; r != nil {
		return r
	}
	var people []someone
	parseYAML(t, "readers.yaml", &people)
	for _, p := range people {
		if p.Key != key {
			continue
		}
		var grants []rozmova.Grant
		if p.Role != "" {
			grants = append(grants, rozmova.Grant{Role: rozmova.Role(p.Role)})
		}
		joined := h.Core.At(func() time.Time { return time.Now().AddDate(0, 0, -p.Joined) }, 1_000_000)
		r, err := joined.Membership.Invite(t.Context(), key+"@demo.example", p.Name, p.Locale, grants...)
		must(t, err)
		h.readers[key] = r
		return r
	}
	t.Fatalf("nobody goes by %q in the demo", key)
	return nil
}

// talk fills the discussion of a story with the demo's.
func (h *house) talk(t testing.TB, then *app.Core, file string, start time.Time, set func(time.Time)) {
	t.Helper()
	var remarks []remark
	parseYAML(t, "comments/"+file+".yaml", &remarks)
	said := map[string]*rozmova.Comment{}
	h.comments[file] = said
	ctx, thread := t.Context(), h.stories[file].Thread
	var plan []moment
	for _, r := range remarks {
		author := h.person(t, r.By)
		plan = append(plan, moment{r.At, func() {
			p := discussion.Posting{Thread: thread, Body: r.Text, Locale: author.Locale, Statement: r.Statement}
			if r.To != "" {
				p.Parent = said[r.To].ID
			}
			c, _, err := then.Discussion.Post(ctx, author, p)
			if err != nil {
				t.Fatalf("%s of %s, to %+v: %v", r.Key, file, said[r.To], err)
			}
			said[r.Key] = c
		}})
		wait := 20 * time.Minute // as in the demo: reports are spread over the time until somebody decides
		if len(r.Decision) > 0 {
			wait = r.Decision[0].At - r.At
		}
		for i, n := range r.Reports {
			plan = append(plan, moment{r.At + wait*time.Duration(i+1)/time.Duration(len(r.Reports)+1), func() {
				_, err := then.Discussion.Report(ctx, h.person(t, n.By), said[r.Key].ID, n.Rule, n.Text)
				must(t, err)
			}})
		}
		if r.Edit != nil {
			plan = append(plan, moment{r.Edit.At, func() {
				_, err := then.Discussion.Edit(ctx, author, said[r.Key].ID, 0, r.Edit.Text)
				must(t, err)
			}})
		}
		if r.Withdrawn > 0 {
			plan = append(plan, moment{r.Withdrawn, func() {
				_, err := then.Discussion.Withdraw(ctx, author, said[r.Key].ID)
				must(t, err)
			}})
		}
		for _, d := range r.Decision {
			plan = append(plan, moment{d.At, func() {
				_, err := then.Moderation.Decide(ctx, h.person(t, d.By), moderation.Ruling{
					Comment: said[r.Key].ID, Action: rozmova.Action(d.Action), Rule: d.Rule, Facts: d.Facts,
				})
				must(t, err)
			}})
		}
	}
	slices.SortStableFunc(plan, func(a, b moment) int { return int((a.at - b.at) / time.Second) })
	for _, m := range plan {
		set(start.Add(m.at))
		m.do()
	}
}

// lines keeps what the program logs. It may be used from many goroutines.
type lines struct {
	mu sync.Mutex
	b  strings.Builder // guarded by mu
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
