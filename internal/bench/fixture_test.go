package bench

import (
	"context"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/richtext"
	"github.com/rozmova/rozmova/internal/store"
)

//go:embed testdata/story.md
var storyFile string

// sizes are the threads that are measured, in comments.
var sizes = []int{100, 1_000, 10_000}

// sessionsMade is how many readers are signed in: enough that none of them counts as hasty in anybody's eyes.
const sessionsMade = 512

// sentences are what the made-up comments are put together from.
var sentences = map[rozmova.Locale][]string{
	"uk": {
		"Дякую за джерела: нарешті видно, хто що сказав і через кого.",
		"Не погоджуюся, але розумію, звідки таке враження.",
		"А чи є десь сам **протокол випробувань**, не переказ?",
		"Переправа рятувала нас сорок років, шкода буде її втратити.",
		"Дві смуги для пішоходів — це *добре*, та де світлофор біля школи?",
		"Я там їжджу щодня, і черга зранку ще довша, ніж пишуть.",
		"Кошторис обіцяли показати ще влітку, чекаємо далі.",
		"Погода погодою, а договір треба було читати уважніше.",
		"Хто пам’ятає старий міст, той знає, чому поручні зелені.",
		"Автобус о десятій вечора — ось чого справді бракувало.",
	},
	"en": {
		"Thank you for the sources; I can see at last who said what, and through whom.",
		"I do not agree, but I see where the impression comes from.",
		"Is the **test report** itself anywhere, rather than somebody's summary of it?",
		"The ferry carried us for forty years, and I shall miss it.",
		"Two metres for people on foot is *good*, but where is the light at the school?",
	},
}

func madeUp(r *rand.Rand, l rozmova.Locale) string {
	var b strings.Builder
	for i := range 1 + r.IntN(5) {
		if i > 0 {
			b.WriteString([]string{" ", " ", "\n\n"}[r.IntN(3)])
		}
		if r.IntN(30) == 0 {
			b.WriteString("> ")
		}
		b.WriteString(sentences[l][r.IntN(len(sentences[l]))])
	}
	if r.IntN(25) == 0 {
		b.WriteString("\n\nОсь тут: https://example.org/rada/mist")
	}
	return b.String()
}

// A fixture is a store that was filled, and what a visitor needs to know of it.
type fixture struct {
	Dir, DSN string
	Threads  []filled // in the order of sizes, then one without comments
	Sessions []string // cookies
	Head     int64    // of the log
}

type filled struct {
	Slug     string
	ID       string
	Comments int
	IDs      []string // of some of them, to vote on
}

func (f *fixture) config() *config.Config {
	cfg := config.Default()
	cfg.Demo = true // letters go nowhere
	cfg.Civility.Failure = "pass"
	cfg.Store.Dir, cfg.Store.DSN = f.Dir, config.Secret(f.DSN)
	cfg.Server.Addr = "127.0.0.1:0"
	cfg.Limits.CommentsPerMinute, cfg.Limits.StreamsPerAddr = 1_000_000, 20_000
	return cfg
}

// fill makes a newsroom with a story for each size of thread, and one without comments, in an empty store.
func fill(tb testing.TB, dir, dsn string, sizes ...int) *fixture {
	tb.Helper()
	ctx := context.Background()
	f := &fixture{Dir: dir, DSN: dsn}
	core, err := app.OpenCore(ctx, f.config(), app.Options{})
	must(tb, err)
	defer func() { must(tb, core.Close()) }()
	random := rand.New(rand.NewPCG(1, 2)) // the same comments every time
	var readers []*rozmova.Reader
	now := time.Now().Add(-90 * 24 * time.Hour)
	must(tb, core.Store.Update(ctx, func(tx *store.Tx) error {
		readers = nil
		for i := range sessionsMade {
			r := &rozmova.Reader{
				ID: rozmova.NewID[rozmova.Reader](now), Site: core.Site.ID, PenName: fmt.Sprintf("Читачка %d", i+1), Locale: "uk", Joined: now,
			}
			if err := tx.AddReader(r, r.PenName); err != nil {
				return err
			}
			email := fmt.Sprintf("reader%d@example.org", i)
			if err := tx.SetContact(r, email, email, now); err != nil {
				return err
			}
			readers = append(readers, r)
		}
		return nil
	}))
	for _, r := range readers {
		secret, err := core.Membership.Link(ctx, r, time.Hour, 1)
		must(tb, err)
		welcome, err := core.Membership.FollowLink(ctx, membership.Browser{}, secret)
		must(tb, err)
		f.Sessions = append(f.Sessions, welcome.Session)
	}
	for _, n := range append(sizes, 0) {
		slug := fmt.Sprintf("mist-%d", n)
		draft, err := newsroom.Parse("story.md", []byte(strings.Replace(storyFile, "STORY", slug, 1)), newsroom.ParseOptions{})
		must(tb, err)
		published, err := core.Newsroom.Publish(ctx, rozmova.ID[rozmova.Reader]{}, draft, newsroom.PublishOptions{})
		must(tb, err)
		some := addComments(tb, core.Store, published.Story, readers, random, now, n)
		f.Threads = append(f.Threads, filled{slug, published.Story.Thread.String(), n, some})
	}
	f.Head = index(tb, core)
	return f
}

// index makes the search index, as a program that has run for a while has it, and gives the log's end.
func index(tb testing.TB, core *app.Core) (head int64) {
	tb.Helper()
	ctx := context.Background()
	for {
		var events []rozmova.Event
		must(tb, core.Store.View(ctx, func(tx *store.Tx) (err error) {
			events, err = tx.Events(head, 1_000)
			return err
		}))
		if len(events) == 0 {
			break
		}
		must(tb, core.Discussion.Index(ctx, events))
		head = events[len(events)-1].Seq
	}
	must(tb, core.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetPosition("search", head) }))
	return head
}

// addComments writes n comments as the desk would, many in a step. A third begin a branch; the others answer, the more
// often the earlier a branch began, so that some branches are far longer than a page shows. It gives the first of them.
func addComments(tb testing.TB, db *store.DB, story *rozmova.Story, readers []*rozmova.Reader, random *rand.Rand, now time.Time, n int) (some []string) {
	tb.Helper()
	thread, err := rozmova.ParseID[rozmova.Thread](story.Thread.String())
	must(tb, err)
	var parents []*rozmova.Comment
	for done := 0; done < n; {
		var made []*rozmova.Comment
		for range min(500, n-done) {
			now = now.Add(time.Duration(1+random.IntN(600)) * time.Second)
			language := rozmova.Locale("uk")
			if random.IntN(6) == 0 {
				language = "en"
			}
			source := madeUp(random, language)
			body, err := richtext.Comment(source, richtext.CommentLimits{Runes: 5000, Links: 5})
			must(tb, err)
			c := &rozmova.Comment{
				ID: rozmova.NewID[rozmova.Comment](now), Site: story.Site, Thread: thread, Story: story.ID, Author: readers[random.IntN(len(readers))].ID,
				Language: language, Source: source, Body: body, State: rozmova.Published, Revision: 1, Created: now, Changed: now,
			}
			if len(parents) > 0 && random.IntN(3) > 0 {
				c.Parent = parents[int(float64(len(parents))*random.Float64()*random.Float64())].ID
			}
			made, parents = append(made, c), append(parents, c)
		}
		must(tb, db.Update(context.Background(), func(tx *store.Tx) error {
			for _, c := range made {
				var err error
				c.Seq, err = tx.Append(rozmova.Event{
					At: c.Created, Kind: rozmova.CommentPublished, Site: c.Site, Story: c.Story, Thread: c.Thread, Comment: c.ID, Actor: c.Author,
				})
				if err != nil {
					return err
				}
				if err := tx.AddComment(c, rozmova.MaxNesting); err != nil {
					return err
				}
			}
			return nil
		}))
		done += len(made)
	}
	for _, c := range parents[:min(len(parents), 100)] {
		some = append(some, c.ID.String())
	}
	return some
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
