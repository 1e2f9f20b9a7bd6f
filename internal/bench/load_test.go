package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova/internal/rozmovatest"
)

// loadVariable names the file that TestLoad writes its tables to; without it, TestLoad is skipped.
const loadVariable = "ROZMOVA_BENCH_LOAD"

// How long and how often TestLoad measures: six minutes in all.
const (
	rounds    = 5
	pageTime  = 1500 * time.Millisecond
	postTime  = 3 * time.Second
	pageConns = 16
	starts    = 10
)

// A report is the Markdown that comes out.
type report struct{ bytes.Buffer }

func (r *report) line(format string, args ...any) { fmt.Fprintf(&r.Buffer, format+"\n", args...) }

// TestLoad puts the real program under load, on this machine alone, and writes what came of it. scripts/bench calls it.
func TestLoad(t *testing.T) {
	path := os.Getenv(loadVariable)
	if path == "" {
		t.Skipf("load: %s is not set (scripts/bench sets it)", loadVariable)
	}
	program := binary(t)
	r := &report{}
	describe(t, r)
	f := fill(t, t.TempDir(), "", sizes...)
	r.starts(t, program, f)
	p, _ := start(t, program, f, "/healthz")
	time.Sleep(3 * time.Second)
	idle := p.memory(t)
	r.pages(t, p, f)
	loaded := p.memory(t)
	posts := []posting{{"SQLite", p, f}}
	if os.Getenv(rozmovatest.PostgresVariable) != "" {
		other := fill(t, t.TempDir(), rozmovatest.PostgresDatabase(t), 1_000)
		p, _ := start(t, program, other, "/healthz")
		posts = append(posts, posting{"PostgreSQL", p, other})
	}
	r.posts(t, posts)
	posted := p.memory(t)
	r.votes(t, p, f)
	r.analyses(t)
	each, most := r.streams(t, p, f)
	r.line("### Memory\n\n| resident | MiB |\n|---|---:|")
	r.line("| idle, three seconds after its start | %s |", mib(idle))
	r.line("| after the page load above | %s |", mib(loaded))
	r.line("| after the posts above | %s |", mib(posted))
	r.line("| with 10,000 open streams | %s |", mib(most))
	r.line("| for each open stream | %.3f |\n", float64(each)/(1<<20))
	r.firstVisit(t, p)
	must(t, os.WriteFile(filepath.Clean(path), r.Bytes(), 0o644)) //nolint:gosec // for everybody to read
}

func mib(b int64) string { return fmt.Sprintf("%.1f", float64(b)/(1<<20)) }

// describe names the machine.
func describe(tb testing.TB, r *report) {
	tb.Helper()
	model := "unknown"
	if cpu, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := regexp.MustCompile(`model name\s*: (.*)`).FindSubmatch(cpu); m != nil {
			model = string(m[1])
		}
	}
	kernel, err := os.ReadFile("/proc/sys/kernel/osrelease")
	must(tb, err)
	load, err := os.ReadFile("/proc/loadavg")
	must(tb, err)
	disk := syncs(tb)
	r.line("Machine: %d cores of %s, Linux %s, %s. A write of 4 KiB with fsync takes %s (p50), %s (p99). Others' load at the start: %s. %s.\n",
		runtime.NumCPU(), model, strings.TrimSpace(string(kernel)), runtime.Version(), short(disk.at(.5)), short(disk.at(.99)),
		strings.Fields(string(load))[0], time.Now().UTC().Format("2 January 2006, 15:04 UTC"))
}

// syncs measures the disk: a small write, durable.
func syncs(tb testing.TB) times {
	tb.Helper()
	file, err := os.Create(filepath.Join(tb.TempDir(), "sync"))
	must(tb, err)
	defer file.Close()
	var all times
	for range 300 {
		began := time.Now()
		_, err := file.Write(make([]byte, 4<<10))
		must(tb, err)
		must(tb, file.Sync())
		all = append(all, time.Since(began))
	}
	return all
}

func short(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000)
	}
	return fmt.Sprintf("%.0f ms", float64(d.Microseconds())/1000)
}

func (r *report) starts(tb testing.TB, program string, f *fixture) {
	tb.Helper()
	var health, page times
	for range starts {
		p, took := start(tb, program, f, "/healthz")
		health = append(health, took)
		p.stop(tb)
		p, took = start(tb, program, f, "/stories/mist-10000")
		page = append(page, took)
		p.stop(tb)
	}
	r.line("### Start\n\n| from the process's start on a store with 11,100 comments to | median | worst of %d |\n|---|---:|---:|", starts)
	r.line("| the first answer (`/healthz`) | %s | %s |", short(health.at(.5)), short(health.at(1)))
	r.line("| the story page of the 10,000-comment thread | %s | %s |\n", short(page.at(.5)), short(page.at(1)))
}

// A load is what came of asking for one thing for a while.
type load struct {
	perSecond float64
	processor float64 // of the server, in microseconds a request
	length    int
}

// pages asks for kept pages, with the bare handler before each round, and compares within the round.
func (r *report) pages(tb testing.TB, p *process, f *fixture) {
	tb.Helper()
	naught := startBare(tb)
	type result struct {
		thread filled
		coding string
		loads  []load
		ratios []float64
	}
	var results []*result
	for _, t := range f.Threads[:len(sizes)] {
		for _, coding := range []string{"br", "zstd", "gzip", "identity"} {
			results = append(results, &result{thread: t, coding: coding})
		}
	}
	plain := &result{}
	var loader string
	for range rounds {
		var l load
		l, loader = press(tb, naught, "/", "identity")
		plain.loads = append(plain.loads, l)
		for _, x := range results {
			got, _ := press(tb, p, "/stories/"+x.thread.Slug, x.coding)
			x.loads = append(x.loads, got)
			x.ratios = append(x.ratios, got.processor/l.processor)
		}
	}
	r.line("### Kept story page\n\n%d connections, %d rounds of %s each, %s; medians, and the spread of the ratio over the rounds.\n", pageConns, rounds, pageTime, loader)
	r.line("| comments | coding | bytes | requests/s | processor time/request | times the bare handler |\n|---:|---|---:|---:|---:|---:|")
	row := func(x *result, comments, coding, ratio string) {
		r.line("| %s | %s | %s | %.0f | %.1f µs | %s |", comments, coding, thousands(x.loads[0].length),
			median(x.loads, func(l load) float64 { return l.perSecond }), median(x.loads, func(l load) float64 { return l.processor }), ratio)
	}
	row(plain, "bare handler", "identity", "1")
	for _, x := range results {
		slices.Sort(x.ratios)
		row(x, thousands(x.thread.Comments), x.coding, fmt.Sprintf("**%.2f** (%.2f–%.2f)", x.ratios[rounds/2], x.ratios[0], x.ratios[rounds-1]))
	}
	r.line("")
}

func median[T any](list []T, value func(T) float64) float64 {
	values := make([]float64, len(list))
	for i, x := range list {
		values[i] = value(x)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// press asks a server for a page as fast as it answers: with wrk where that is there, else by itself.
func press(tb testing.TB, p *process, path, coding string) (l load, loader string) {
	tb.Helper()
	w := dial(tb, p.addr)
	defer w.Close()
	var err error
	for range 2 { // the page and its coding are made
		_, l.length, err = w.do(get(path, coded(coding)), nil)
		must(tb, err)
	}
	before, began := p.processor(tb), time.Now()
	var n int
	if wrk, err := exec.LookPath("wrk"); err == nil {
		loader, n = "wrk", pressWrk(tb, wrk, p, path, coding)
	} else {
		loader, n = "a loader in Go", pressGo(tb, p, get(path, coded(coding)))
	}
	l.perSecond = float64(n) / time.Since(began).Seconds()
	l.processor = float64((p.processor(tb) - before).Microseconds()) / float64(n)
	return l, loader
}

var wrkTotal = regexp.MustCompile(`(\d+) requests in`)

func pressWrk(tb testing.TB, wrk string, p *process, path, coding string) int {
	tb.Helper()
	seconds := max(1, int(pageTime.Round(time.Second).Seconds()))
	out, err := exec.Command(wrk, "-t1", "-c"+strconv.Itoa(pageConns), "-d"+strconv.Itoa(seconds)+"s", "-H", "Accept-Encoding: "+coding, "http://"+p.addr+path).CombinedOutput()
	must(tb, err)
	m := wrkTotal.FindSubmatch(out)
	if m == nil || bytes.Contains(out, []byte("Non-2xx")) {
		tb.Fatalf("wrk: %s", out)
	}
	return number(m[1])
}

func pressGo(tb testing.TB, p *process, request []byte) int {
	tb.Helper()
	var wires []*wire
	for range pageConns {
		wires = append(wires, dial(tb, p.addr))
	}
	until := time.Now().Add(pageTime)
	took, err := together(pageConns, func() bool { return time.Now().Before(until) }, func(client int) error {
		status, _, err := wires[client].do(request, nil)
		if err == nil && status != 200 {
			err = fmt.Errorf("status %d", status)
		}
		return err
	})
	must(tb, err)
	return len(took)
}

// A posting is a server that comments are sent to.
type posting struct {
	engine string
	*process
	f *fixture
}

// posts sends comments to the form's address, over HTTP, into one thread.
func (r *report) posts(tb testing.TB, servers []posting) {
	tb.Helper()
	r.line("### Posting\n\nBy the page's form over HTTP, all into one thread, durable when it is answered (SQLite with `synchronous=FULL`).\n")
	r.line("| engine | clients | posts/s | p50 | p99 | processor time/post | steps/commit |\n|---|---:|---:|---:|---:|---:|---:|")
	for _, s := range servers {
		for _, clients := range posters {
			poster := newPoster(tb, s.f, s.addr, s.f.Threads[0].ID, clients)
			before, used, began := numbers(tb, s.addr), s.processor(tb), time.Now()
			until := began.Add(postTime)
			took, err := together(clients, func() bool { return time.Now().Before(until) }, poster.post)
			must(tb, err)
			passed := time.Since(began)
			after := numbers(tb, s.addr)
			commits := after["rozmova_store_commit_batch_count"] - before["rozmova_store_commit_batch_count"]
			r.line("| %s | %d | %.0f | %s | %s | %.0f µs | %.1f |", s.engine, clients, float64(len(took))/passed.Seconds(), short(took.at(.5)), short(took.at(.99)),
				float64((s.processor(tb)-used).Microseconds())/float64(len(took)),
				(after["rozmova_store_commit_batch_sum"]-before["rozmova_store_commit_batch_sum"])/max(1, commits))
		}
	}
	r.line("")
}

// streams opens many pages that listen.
func (r *report) streams(tb testing.TB, p *process, f *fixture) (each, most int64) {
	tb.Helper()
	r.line("### Open pages\n\nTime from the answer to a post until the last of the open pages has the comment, by %d posts.\n", rounds)
	r.line("| open streams | memory of the server for each | median | worst |\n|---:|---:|---:|---:|")
	for i, n := range []int{1_000, 5_000, 10_000} {
		var last times
		each, most, last = fanOut(tb, p, f, f.Threads[1+i].ID, n, rounds)
		r.line("| %s | %.1f KiB | %s | %s |", thousands(n), float64(each)/1024, short(last.at(.5)), short(last.at(1)))
	}
	r.line("")
	return each, most
}

func (r *report) firstVisit(tb testing.TB, p *process) {
	tb.Helper()
	r.line("### First visit\n\nA story with 100 comments, the script, the style sheet and the icon.\n")
	r.line("| coding | requests | bytes | page | script | style | icon |\n|---|---:|---:|---:|---:|---:|---:|")
	for _, coding := range []string{"br", "gzip", "identity"} {
		v := visit(tb, p.addr, "/stories/mist-100", coding)
		r.line("| %s | %d | %s | %s | %s | %s | %s |", coding, v.requests, thousands(v.sum), thousands(v.page), thousands(v.by["js"]), thousands(v.by["css"]), thousands(v.by["svg"]))
	}
	r.line("")
}
