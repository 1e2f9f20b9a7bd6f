package bench

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/live"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/web"
)

// BenchmarkKept measures what somebody costs who is not signed in, beside a handler that does nothing but write 30 KB. What
// counts is each figure of a page over the bare one of the same run.
func BenchmarkKept(b *testing.B) {
	f := fill(b, b.TempDir(), "", sizes...)
	addr := serve(b, f)
	b.Run("bare", func(b *testing.B) { ask(b, bare(b), get("/", "")) })
	for _, t := range f.Threads {
		for _, coding := range []string{"identity", "gzip", "br", "zstd"} {
			b.Run(fmt.Sprintf("comments=%d/%s", t.Comments, coding), func(b *testing.B) {
				ask(b, addr, get("/stories/"+t.Slug, coded(coding)))
			})
		}
	}
}

// BenchmarkKeptDoor measures what of that is spent in the door of the pages itself, without a connection.
func BenchmarkKeptDoor(b *testing.B) {
	f := fill(b, b.TempDir(), "", 1_000)
	c := count(b, f, 64<<20)
	r := httptest.NewRequest(http.MethodGet, "/stories/mist-1000", nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	b.ReportAllocs()
	for b.Loop() {
		w := &nobody{header: make(http.Header, 8)}
		c.ServeHTTP(w, r)
		if w.status != 0 || w.length == 0 {
			b.Fatalf("status %d, %d bytes", w.status, w.length)
		}
	}
}

// nobody takes an answer and forgets it.
type nobody struct {
	header         http.Header
	status, length int
}

func (n *nobody) Header() http.Header    { return n.header }
func (n *nobody) WriteHeader(status int) { n.status = status }
func (n *nobody) Write(b []byte) (int, error) {
	n.length += len(b)
	return len(b), nil
}

// BenchmarkSignedIn measures the same pages made for a reader, as nothing of them is kept.
func BenchmarkSignedIn(b *testing.B) {
	f := fill(b, b.TempDir(), "", sizes...)
	addr := serve(b, f)
	for _, t := range f.Threads {
		b.Run(fmt.Sprintf("comments=%d", t.Comments), func(b *testing.B) {
			ask(b, addr, get("/stories/"+t.Slug, coded("zstd, gzip")+"Cookie: rozmova="+f.Sessions[0]+"\r\n"))
		})
	}
}

// A counted is the pages over a store that counts what it is asked.
type counted struct {
	*web.Server
	asked atomic.Int64
	desk  *discussion.Desk
}

// count makes the pages over a fixture without the program around them; keep: in kept pages, of that many bytes.
func count(tb testing.TB, f *fixture, keep int64) *counted {
	tb.Helper()
	c := &counted{}
	ctx := context.Background()
	db := rozmovatest.OpenStore(tb, store.Options{Dir: f.Dir, DSN: f.DSN, OnQuery: func() { c.asked.Add(1) }})
	var site *rozmova.Site
	must(tb, db.View(ctx, func(tx *store.Tx) (err error) {
		site, err = tx.FirstSite()
		return err
	}))
	bundle, err := i18n.Load()
	must(tb, err)
	cfg := f.config()
	c.desk = discussion.New(db, discussion.Options{Site: site})
	c.Server, err = web.New(web.Options{
		Site: site, Origin: "http://127.0.0.1", Location: cfg.Location(), Bundle: bundle, CacheBytes: keep,
		Newsroom: newsroom.New(db, newsroom.Options{Site: site}), Discussion: c.desk, Moderation: moderation.New(db, moderation.Options{Site: site}),
		Membership: membership.New(db, membership.Options{Site: site}), Hub: live.NewHub(1),
	})
	must(tb, err)
	return c
}

// page asks for a page and gives how often the store was asked for it.
func (c *counted) page(tb testing.TB, path, cookie string) (body *httptest.ResponseRecorder, queries int64) {
	tb.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if cookie != "" {
		r.Header.Set("Cookie", "rozmova="+cookie)
	}
	w := httptest.NewRecorder()
	before := c.asked.Load()
	c.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		tb.Fatalf("GET %s: %d\n%s", path, w.Code, w.Body)
	}
	return w, c.asked.Load() - before
}

// TestQueriesDoNotGrow: what a story page asks of the store is the same for every size of thread, and what it shows is
// bounded.
func TestQueriesDoNotGrow(t *testing.T) {
	threads := []int{100, 1_000} // the benchmarks ask for 10,000 too
	eachEngine(t, func(t *testing.T, dir, dsn string) {
		f := fill(t, dir, dsn, threads...)
		c := count(t, f, 0)
		c.page(t, "/rules", "") // whatever is asked for once
		for who, cookie := range map[string]string{"anybody": "", "a reader": f.Sessions[0]} {
			want := int64(0)
			for _, thread := range f.Threads[:len(threads)] {
				w, queries := c.page(t, "/stories/"+thread.Slug, cookie)
				shown := strings.Count(w.Body.String(), "<article class=\"comment")
				t.Logf("%s, %d comments: %d queries, %d shown, %d bytes", who, thread.Comments, queries, shown, w.Body.Len())
				if want == 0 {
					want = queries
				}
				if queries != want {
					t.Errorf("%s, %d comments: %d queries, %d with %d comments", who, thread.Comments, queries, want, threads[0])
				}
				if most := discussion.RootsPerPage * (1 + discussion.AnswersShown); shown > most {
					t.Errorf("%s, %d comments: %d shown, more than %d", who, thread.Comments, shown, most)
				}
			}
		}
	})
}

// BenchmarkMade measures a page that is made anew: what an event costs the next who asks.
func BenchmarkMade(b *testing.B) {
	eachEngine(b, func(b *testing.B, dir, dsn string) {
		f := fill(b, dir, dsn, sizes...)
		c := count(b, f, 0)
		for _, t := range f.Threads {
			b.Run(fmt.Sprintf("comments=%d", t.Comments), func(b *testing.B) {
				b.ReportAllocs()
				var queries int64
				var length int
				for b.Loop() {
					w, n := c.page(b, "/stories/"+t.Slug, "")
					queries, length = n, w.Body.Len()
				}
				b.ReportMetric(float64(queries), "queries/op")
				b.ReportMetric(float64(length), "body-bytes")
			})
		}
	})
}

// BenchmarkDiscussion measures the first page of a discussion as the desk reads it from the store.
func BenchmarkDiscussion(b *testing.B) {
	eachEngine(b, func(b *testing.B, dir, dsn string) {
		f := fill(b, dir, dsn, sizes...)
		c := count(b, f, 0)
		for _, t := range f.Threads {
			id, err := rozmova.ParseID[rozmova.Thread](t.ID)
			must(b, err)
			b.Run(fmt.Sprintf("comments=%d", t.Comments), func(b *testing.B) {
				b.ReportAllocs()
				before, n := c.asked.Load(), 0
				for b.Loop() {
					page, err := c.desk.Page(b.Context(), nil, id, discussion.View{})
					must(b, err)
					if n++; t.Comments > 0 && len(page.Nodes) != discussion.RootsPerPage {
						b.Fatalf("%d roots", len(page.Nodes))
					}
				}
				b.ReportMetric(float64(c.asked.Load()-before)/float64(n), "queries/op")
			})
		}
	})
}

// eachEngine calls a test or a benchmark with an empty place for a store of either kind.
func eachEngine[T interface {
	testing.TB
	Run(string, func(T)) bool
}](t T, run func(t T, dir, dsn string)) {
	t.Helper()
	t.Run("sqlite", func(t T) { run(t, t.TempDir(), "") })
	t.Run("postgres", func(t T) { run(t, t.TempDir(), rozmovatest.PostgresDatabase(t)) })
}

// TestFirstVisit adds up what a browser loads that has never been here.
func TestFirstVisit(t *testing.T) {
	f := fill(t, t.TempDir(), "", 100)
	addr := serve(t, f)
	for _, coding := range []string{"gzip", "br"} {
		v := visit(t, addr, "/stories/mist-100", coding)
		t.Logf("%s: %+v", coding, v)
		if most := 15 << 10; v.by["js"] == 0 || v.by["js"] > most {
			t.Errorf("%s: %d bytes of script, want at most %d", coding, v.by["js"], most)
		}
		if most := 12 << 10; v.by["css"] == 0 || v.by["css"] > most {
			t.Errorf("%s: %d bytes of style, want at most %d", coding, v.by["css"], most)
		}
	}
}

// A visited is what the first visit of a page loads, in bytes.
type visited struct {
	requests, sum, page int
	by                  map[string]int // what the page loads, by the end of its name
}

func visit(tb testing.TB, addr, path, coding string) visited {
	tb.Helper()
	w := dial(tb, addr)
	var page strings.Builder
	_, _, err := w.do(get(path, ""), &page)
	must(tb, err)
	v := visited{requests: 1, by: map[string]int{}}
	_, v.page, err = w.do(get(path, coded(coding)), nil)
	must(tb, err)
	v.sum = v.page
	for _, asset := range assets(page.String()) {
		_, n, err := w.do(get(asset, coded(coding)), nil)
		must(tb, err)
		_, ext, _ := strings.Cut(asset, ".")
		v.by[ext] += n
		v.sum, v.requests = v.sum+n, v.requests+1
	}
	return v
}

// assets gives the addresses of what a page loads.
func assets(page string) []string {
	var found []string
	seen := map[string]bool{}
	for {
		at := strings.Index(page, `"/assets/`)
		if at < 0 {
			return found
		}
		page = page[at+1:]
		address, _, _ := strings.Cut(page, `"`)
		if !seen[address] {
			seen[address] = true
			found = append(found, address)
		}
	}
}
