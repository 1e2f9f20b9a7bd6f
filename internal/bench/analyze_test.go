package bench

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/rozmova/rozmova/internal/config"
)

// How the classifier's door is asked: this many connections, and so many analyses a second in all.
const (
	analyzers    = 64
	analyses     = 2_000
	analyzeTime  = 5 * time.Second
	analyzingKey = "a-key-of-the-bench"
)

// analyzing runs the program in this process and gives its address.
func analyzing(tb testing.TB) string {
	tb.Helper()
	cfg := config.Default()
	cfg.Demo, cfg.Store.Dir, cfg.Server.Addr = true, tb.TempDir(), "127.0.0.1:0"
	cfg.Analyze.Keys = []config.Secret{analyzingKey}
	return serveAs(tb, cfg)
}

// analysis is a request for the six attributes that the old service had in production.
func analysis() []byte {
	const body = `{"comment":{"text":"Ти, дурню, хоч раз на тому мосту був, чи тільки в новинах бачив? Я там щодня стою по пів години зранку."},` +
		`"requestedAttributes":{"TOXICITY":{},"SEVERE_TOXICITY":{},"IDENTITY_ATTACK":{},"INSULT":{},"PROFANITY":{},"THREAT":{}},"spanAnnotations":true,"doNotStore":true}`
	return fmt.Appendf(nil, "POST /v1alpha1/comments:analyze?key=%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		analyzingKey, len(body), body)
}

// analyze asks over analyzers connections: pace times a second in all, each answer timed from when its request was due, or as
// fast as answers come where pace is 0.
func analyze(tb testing.TB, addr string, pace int, long time.Duration) (times, time.Duration) {
	tb.Helper()
	request := analysis()
	wires := make([]*wire, analyzers)
	due := make([]time.Time, analyzers)
	for i := range wires {
		wires[i] = dial(tb, addr)
	}
	one := func(i int) error {
		status, length, err := wires[i].do(request, nil)
		if err == nil && (status != http.StatusOK || length < 100) {
			err = fmt.Errorf("status %d, %d bytes", status, length)
		}
		return err
	}
	began := time.Now()
	again := func() bool { return time.Since(began) < long }
	if pace == 0 {
		took, err := together(analyzers, again, one)
		must(tb, err)
		return took, time.Since(began)
	}
	step := time.Second * analyzers / time.Duration(pace)
	for i := range due {
		due[i] = began.Add(step * time.Duration(i) / analyzers)
	}
	waited := make([]times, analyzers)
	_, err := together(analyzers, again, func(i int) error {
		time.Sleep(time.Until(due[i]))
		err := one(i)
		waited[i] = append(waited[i], time.Since(due[i]))
		due[i] = due[i].Add(step)
		return err
	})
	must(tb, err)
	var all times
	for _, w := range waited {
		all = append(all, w...)
	}
	return all, time.Since(began)
}

// analyses asks the classifier's door.
func (r *report) analyses(tb testing.TB) {
	tb.Helper()
	addr := analyzing(tb)
	analyze(tb, addr, 0, time.Second) // connections and buffers are made
	r.line("### Analyses\n\n%d connections, %s each; a comment of 100 letters that the model marks words in; client and server share the cores.\n", analyzers, analyzeTime)
	r.line("| `POST /v1alpha1/comments:analyze` | analyses/s | p50 | p99 | processor time, with the client's |\n|---|---:|---:|---:|---:|")
	for _, pace := range []int{analyses, 0} {
		what := "as fast as they are answered"
		if pace > 0 {
			what = fmt.Sprintf("%s a second, from when each was due", thousands(pace))
		}
		before := processor()
		took, lasted := analyze(tb, addr, pace, analyzeTime)
		r.line("| %s | %.0f | %s | %s | %.0f µs |", what, float64(len(took))/lasted.Seconds(), short(took.at(.5)), short(took.at(.99)),
			float64((processor()-before).Microseconds())/float64(len(took)))
	}
	r.line("")
}

// BenchmarkAnalyze measures one analysis after another over one connection, and then as many as are due in a second.
func BenchmarkAnalyze(b *testing.B) {
	b.Run("alone", func(b *testing.B) { ask(b, analyzing(b), analysis()) })
	b.Run(fmt.Sprintf("%d-a-second", analyses), func(b *testing.B) {
		addr := analyzing(b)
		var every times
		for b.Loop() { // a round is a second
			took, _ := analyze(b, addr, analyses, time.Second)
			every = append(every, took...)
		}
		b.ReportMetric(float64(len(every))/b.Elapsed().Seconds(), "analyses/s")
		b.ReportMetric(float64(every.at(.5).Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(every.at(.99).Microseconds())/1000, "p99-ms")
	})
}
