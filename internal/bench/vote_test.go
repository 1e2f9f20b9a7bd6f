package bench

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The mix of reading and voting that is measured: so many of each in a second, by so many connections.
const (
	votesPerSecond = 2_000
	readsPerSecond = 200
	voterConns     = 16
	readerConns    = 4
	mixTime        = 5 * time.Second
)

// A voter sends votes as the buttons of a page do, each in the name of the next reader and from the reader's own address.
type voter struct {
	f        *fixture
	comments []string
	n        atomic.Int64
	refused  atomic.Int64 // the author's own comments
	wires    []*wire
}

func newVoter(tb testing.TB, f *fixture, addr string, thread filled) *voter {
	tb.Helper()
	v := &voter{f: f, comments: thread.IDs}
	for range voterConns {
		v.wires = append(v.wires, dial(tb, addr))
	}
	return v
}

func (v *voter) vote(client int) error {
	i := int(v.n.Add(1))
	reader := i % len(v.f.Sessions)
	form := url.Values{"opinion": {[]string{"agree", "disagree"}[i/7%2]}, "respect": {[]string{"0", "1"}[i/3%2]}}.Encode()
	status, _, err := v.wires[client].do(fmt.Appendf(nil, "POST /comments/%s/vote HTTP/1.1\r\nHost: 127.0.0.1\r\nRozmova-Fragment: 1\r\nX-Forwarded-For: 10.%d.%d.%d\r\n"+
		"Cookie: rozmova=%s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		v.comments[i/len(v.f.Sessions)%len(v.comments)], i>>14&63, i>>7&127, i&127, v.f.Sessions[reader], len(form), form), nil)
	switch {
	case err != nil:
		return err
	case status == http.StatusConflict: // one's own
		v.refused.Add(1)
	case status != http.StatusOK:
		return fmt.Errorf("a vote was answered with %d", status)
	}
	return nil
}

// paced has clients do one thing so many times a second between them, for a while, and gives how long each took from the
// moment at which it was due: what waits behind a slow one is counted too.
func paced(clients, perSecond int, during time.Duration, one func(client int) error) (times, error) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var every times
	var failed error
	began := time.Now()
	step := time.Second * time.Duration(clients) / time.Duration(perSecond)
	for client := range clients {
		wg.Go(func() {
			var took times
			var err error
			for due := began.Add(step * time.Duration(client) / time.Duration(clients)); err == nil && due.Before(began.Add(during)); due = due.Add(step) {
				time.Sleep(time.Until(due))
				err = one(client)
				took = append(took, time.Since(due))
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

// votes reads the page of a thread at a steady pace, with nobody voting and with two thousand votes a second in that thread.
func (r *report) votes(tb testing.TB, p *process, f *fixture) {
	tb.Helper()
	thread := f.Threads[1]
	r.line("### Voting\n\nA kept page and the page of a signed-in reader, %d times a second, while nobody votes and while %s votes a second come in by the page's form over HTTP, "+
		"all in the same thread of %s comments (SQLite). Times from the moment at which each was due; medians of %d rounds.\n", readsPerSecond, thousands(votesPerSecond), thousands(thread.Comments), rounds)
	r.line("| page | votes/s | page p50 | page p95 | times as long (p50) | vote p50 | vote p99 | processor time/vote |\n|---|---:|---:|---:|---:|---:|---:|---:|")
	for _, page := range []struct{ name, header string }{
		{"kept", coded("br")}, {"signed in", coded("br") + "Cookie: rozmova=" + f.Sessions[0] + "\r\n"},
	} {
		rate := readsPerSecond
		if page.name == "signed in" {
			rate /= 10 // each is made anew
		}
		wires := make([]*wire, readerConns)
		for i := range wires {
			wires[i] = dial(tb, p.addr)
		}
		read := func(client int) error {
			status, _, err := wires[client].do(get("/stories/"+thread.Slug, page.header), nil)
			if err == nil && status != http.StatusOK {
				err = fmt.Errorf("a page was answered with %d", status)
			}
			return err
		}
		var alone, mixed, voted times
		var perSecond, processor, ratios []float64
		for range rounds {
			quiet := p.processor(tb)
			calm, err := paced(readerConns, rate, mixTime/2, read)
			must(tb, err)
			reading := p.processor(tb) - quiet
			v := newVoter(tb, f, p.addr, thread)
			before, began := p.processor(tb), time.Now()
			var wg sync.WaitGroup
			var busy times
			var failed error
			wg.Go(func() { busy, failed = paced(readerConns, rate, mixTime/2, read) })
			votes, err := paced(voterConns, votesPerSecond, mixTime/2, v.vote)
			passed := time.Since(began)
			wg.Wait()
			must(tb, err)
			must(tb, failed)
			alone, mixed, voted = append(alone, calm...), append(mixed, busy...), append(voted, votes...)
			perSecond = append(perSecond, float64(len(votes))/passed.Seconds())
			processor = append(processor, float64((p.processor(tb)-before-reading).Microseconds())/float64(len(votes)))
			ratios = append(ratios, float64(busy.at(.5))/float64(calm.at(.5)))
		}
		same := func(f float64) float64 { return f }
		r.line("| %s | 0 | %s | %s | 1 | | | |", page.name, short(alone.at(.5)), short(alone.at(.95)))
		r.line("| %s | %.0f | %s | %s | **%.2f** | %s | %s | %.0f µs |", page.name, median(perSecond, same), short(mixed.at(.5)), short(mixed.at(.95)),
			median(ratios, same), short(voted.at(.5)), short(voted.at(.99)), median(processor, same))
	}
	r.line("")
}
