package bench

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// posters are how many write at the same time.
var posters = []int{1, 8, 64}

// times are how long single things took.
type times []time.Duration

func (t times) at(quantile float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	slices.Sort(t)
	return t[min(len(t)-1, int(quantile*float64(len(t))))]
}

// together has clients do one thing after another until again says no, and gives how long each took.
func together(clients int, again func() bool, one func(client int) error) (times, error) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var every times
	var failed error
	for client := range clients {
		wg.Go(func() {
			var took times
			var err error
			for err == nil && again() {
				began := time.Now()
				err = one(client)
				took = append(took, time.Since(began))
			}
			mu.Lock()
			defer mu.Unlock()
			every = append(every, took...)
			if err != nil {
				failed = err
			}
		})
	}
	wg.Wait()
	return every, failed
}

// said is what the i-th comment says: as long as the others, and no copy of one.
func said(i int) string {
	words := strings.Fields(sentences["uk"][i%len(sentences["uk"])])
	rand.New(rand.NewPCG(uint64(i), 0)).Shuffle(len(words), func(a, b int) { words[a], words[b] = words[b], words[a] }) //nolint:gosec // no secret
	return strings.Join(words, " ")
}

// measurePosts spreads the rounds of a benchmark over clients.
func measurePosts(b *testing.B, clients int, one func(client int) error) {
	b.Helper()
	b.ReportAllocs()
	var every times
	rounds := 0
	for b.Loop() { // a round is a post of each client
		var mu sync.Mutex
		left := clients
		took, err := together(clients, func() bool {
			mu.Lock()
			defer mu.Unlock()
			left--
			return left >= 0
		}, one)
		must(b, err)
		every = append(every, took...)
		rounds++
	}
	b.ReportMetric(float64(len(every))/b.Elapsed().Seconds(), "posts/s")
	b.ReportMetric(float64(every.at(.5).Microseconds()), "p50-µs")
	b.ReportMetric(float64(every.at(.99).Microseconds()), "p99-µs")
}

// BenchmarkPostDesk measures comments on their way through the desk into the store, durable when it answers.
func BenchmarkPostDesk(b *testing.B) {
	eachEngine(b, func(b *testing.B, dir, dsn string) {
		f := fill(b, dir, dsn, 1_000)
		ctx := context.Background()
		var steps, commits atomic.Int64
		db := rozmovatest.OpenStore(b, store.Options{Dir: f.Dir, DSN: f.DSN, OnCommit: func(n int, _ time.Duration) {
			steps.Add(int64(n))
			commits.Add(1)
		}})
		var site *rozmova.Site
		var readers []*rozmova.Reader
		must(b, db.View(ctx, func(tx *store.Tx) (err error) {
			if site, err = tx.FirstSite(); err != nil {
				return err
			}
			for i := range sessionsMade {
				r, err := tx.ReaderByEmail(site.ID, fmt.Sprintf("reader%d@example.org", i))
				if err != nil {
					return err
				}
				readers = append(readers, r)
			}
			return nil
		}))
		must(b, db.Update(ctx, func(tx *store.Tx) error {
			return tx.AddPolicy(site.ID, &store.PolicyVersion{Version: 1, Policy: rozmova.Policy{
				Numbers: map[string]string{moderation.FloodSignal: moderation.NumbersNothing}, Words: []rozmova.Word{{Entry: "бидло", Action: rozmova.Hold}},
			}})
		}))
		plain := discussion.New(db, discussion.Options{Site: site, Settings: rozmova.ThreadSettings{PerMinute: 1_000_000}})
		var unread atomic.Int64
		judging := discussion.New(db, discussion.Options{
			OnJudged: func(how string, _ time.Duration) {
				if how != discussion.Judged {
					unread.Add(1)
				}
			},
			Site: site, Settings: rozmova.ThreadSettings{PerMinute: 1_000_000}, Judge: judge(),
			Moderation: moderation.New(db, moderation.Options{Site: site, Policy: moderation.Policy{Failure: moderation.FailurePass}}),
		})
		thread, err := rozmova.ParseID[rozmova.Thread](f.Threads[0].ID)
		must(b, err)
		var n atomic.Int64
		run := func(name string, desk *discussion.Desk, clients int) {
			b.Run(name, func(b *testing.B) {
				s, c, u := steps.Load(), commits.Load(), unread.Load()
				measurePosts(b, clients, func(int) error {
					i := int(n.Add(1))
					_, _, err := desk.Post(ctx, readers[i%len(readers)], discussion.Posting{
						Thread: thread, Body: said(i), Locale: "uk", Key: strconv.Itoa(i),
					})
					return err
				})
				b.ReportMetric(float64(steps.Load()-s)/float64(max(1, commits.Load()-c)), "steps/commit")
				b.ReportMetric(float64(unread.Load()-u), "unread")
			})
		}
		for _, clients := range posters {
			run(fmt.Sprintf("clients=%d", clients), judging, clients)
			run(fmt.Sprintf("unjudged/clients=%d", clients), plain, clients)
		}
	})
}

// judge is the model of this build; where it has none, one that finds nothing, so that all but the reading is measured.
func judge() func(*civility.Input) rozmova.Verdict {
	model, err := civility.Load()
	if err != nil {
		return func(*civility.Input) rozmova.Verdict { return rozmova.Verdict{Language: "uk", Model: "none"} }
	}
	return model.Judge
}

// A poster writes comments as the form of a page does, each in the name of the next reader.
type poster struct {
	f      *fixture
	thread string
	n      atomic.Int64
	wires  []*wire
}

func newPoster(tb testing.TB, f *fixture, addr, thread string, clients int) *poster {
	tb.Helper()
	p := &poster{f: f, thread: thread}
	for range clients {
		p.wires = append(p.wires, dial(tb, addr))
	}
	return p
}

func (p *poster) post(client int) error {
	i := int(p.n.Add(1))
	form := url.Values{
		"body":  {said(i)},
		"nonce": {fmt.Sprintf("%s-%d-%d", p.thread, time.Now().UnixNano(), i)},
	}.Encode()
	status, _, err := p.wires[client].do(fmt.Appendf(nil, "POST /threads/%s/comments HTTP/1.1\r\nHost: 127.0.0.1\r\nRozmova-Fragment: 1\r\n"+
		"Cookie: rozmova=%s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		p.thread, p.f.Sessions[i%len(p.f.Sessions)], len(form), form), nil)
	if err == nil && status == http.StatusConflict { // the writer is asked kindly: words in another order may sound rude
		return p.post(client)
	}
	if err == nil && status != http.StatusCreated {
		err = fmt.Errorf("a comment was answered with %d", status)
	}
	return err
}

// BenchmarkPostHTTP measures the same over HTTP, session, form and rendered answer among it.
func BenchmarkPostHTTP(b *testing.B) {
	eachEngine(b, func(b *testing.B, dir, dsn string) {
		f := fill(b, dir, dsn, 1_000)
		addr := serve(b, f)
		for _, clients := range posters {
			p := newPoster(b, f, addr, f.Threads[0].ID, clients)
			b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
				before := numbers(b, addr)
				measurePosts(b, clients, p.post)
				after := numbers(b, addr)
				commits := after["rozmova_store_commit_batch_count"] - before["rozmova_store_commit_batch_count"]
				b.ReportMetric((after["rozmova_store_commit_batch_sum"]-before["rozmova_store_commit_batch_sum"])/max(1, commits), "steps/commit")
			})
		}
	})
}

// numbers reads a server's metrics, without those that have labels.
func numbers(tb testing.TB, addr string) map[string]float64 {
	tb.Helper()
	resp, err := http.Get("http://" + addr + "/metrics") //nolint:noctx // loopback
	must(tb, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	must(tb, err)
	all := map[string]float64{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			all[name] = n
		}
	}
	return all
}
