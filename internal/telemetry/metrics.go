package telemetry

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what the program does, for Prometheus, in a registry of its own. All methods may be called from many
// goroutines, and on nil, where they do nothing, so that tests and tools need none.
type Metrics struct {
	registry *prometheus.Registry

	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec
	inFlight  prometheus.Gauge

	cacheHits, cacheMisses prometheus.Counter
	cacheBytes             prometheus.Gauge

	streams     prometheus.Gauge
	followerLag *prometheus.GaugeVec
	comments    prometheus.Counter
	verdicts    *prometheus.CounterVec
	judging     prometheus.Histogram

	rankingVotes prometheus.Gauge
	rankingHeld  prometheus.Gauge
	rankingPass  prometheus.Histogram

	commitBatch    prometheus.Histogram
	commitDuration prometheus.Histogram
}

// NewMetrics makes the metrics, all at zero, beside those of the Go runtime and of the process.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "rozmova_http_requests_total", Help: "Requests answered, by route pattern, method and class of status.",
		}, []string{"route", "method", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "rozmova_http_request_duration_seconds", Help: "Time from a request's headers to the end of its answer; live streams left out.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route"}),
		inFlight:    gauge("rozmova_http_requests_in_flight", "Requests under way, live streams among them."),
		cacheHits:   counter("rozmova_page_cache_hits_total", "Story pages answered from those kept ready."),
		cacheMisses: counter("rozmova_page_cache_misses_total", "Story pages that had to be made."),
		cacheBytes:  gauge("rozmova_page_cache_bytes", "Memory taken by pages kept ready."),
		streams:     gauge("rozmova_live_streams", "Live streams open."),
		comments:    counter("rozmova_comments_posted_total", "Comments taken in, whatever became of them."),
		verdicts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "rozmova_verdicts_total", Help: "Texts put before the classifier, by what came of it: judged, late, panicked, busy, missing.",
		}, []string{"result"}),
		judging:        histogram("rozmova_verdict_duration_seconds", "Time a comment waited for the classifier.", prometheus.ExponentialBuckets(.00002, 2, 14)),
		commitDuration: histogram("rozmova_store_commit_duration_seconds", "Time a durable commit took.", prometheus.ExponentialBuckets(.00025, 2, 14)),
		commitBatch:    histogram("rozmova_store_commit_batch", "Updates that shared one durable commit.", prometheus.ExponentialBuckets(1, 2, 9)),
		rankingVotes:   gauge("rozmova_ranking_votes", "Votes of the last pass over a section, or discussion, for the order across a divide."),
		rankingHeld:    gauge("rozmova_ranking_lease", "Whether this process keeps the order across a divide: 1 or 0."),
		rankingPass:    histogram("rozmova_ranking_pass_duration_seconds", "Time a pass over a section, or discussion, took, with the places written.", prometheus.ExponentialBuckets(.001, 2, 14)),
		followerLag: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "rozmova_follower_lag_events", Help: "Events a follower of the log has still to read.",
		}, []string{"follower"}),
	}
	m.registry.MustRegister(m.requests, m.durations, m.inFlight, m.cacheHits, m.cacheMisses, m.cacheBytes, m.streams, m.followerLag,
		m.comments, m.verdicts, m.judging, m.rankingVotes, m.rankingHeld, m.rankingPass, m.commitBatch, m.commitDuration,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
}

func gauge(name, help string) prometheus.Gauge {
	return prometheus.NewGauge(prometheus.GaugeOpts{Name: name, Help: help})
}

func histogram(name, help string, buckets []float64) prometheus.Histogram {
	return prometheus.NewHistogram(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets})
}

// Handler answers with all metrics in the Prometheus text format. Who may ask is for the caller to decide.
func (m *Metrics) Handler() http.Handler {
	if m == nil {
		return http.NotFoundHandler()
	}
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// methods are those that have a label of their own; anyone can invent more.
var methods = map[string]bool{"GET": true, "HEAD": true, "POST": true, "PUT": true, "PATCH": true, "DELETE": true, "OPTIONS": true}

// Request counts an answered request. route is the pattern of the mux (http.Request.Pattern), never the path, which anyone
// could vary without end; empty is for requests no route took. A stream has no duration worth keeping: give it none.
func (m *Metrics) Request(route, method string, status int, took time.Duration) {
	if m == nil {
		return
	}
	if _, path, ok := strings.Cut(route, " "); ok {
		route = path
	}
	if route == "" {
		route = "none"
	}
	if !methods[method] {
		method = "other"
	}
	class := "other"
	if status >= 100 && status < 600 {
		class = strconv.Itoa(status/100) + "xx"
	}
	m.requests.WithLabelValues(route, method, class).Inc()
	if took > 0 {
		m.durations.WithLabelValues(route).Observe(took.Seconds())
	}
}

// InFlight adds to the requests under way: 1 when one begins, -1 when it ends.
func (m *Metrics) InFlight(change int) {
	if m != nil {
		m.inFlight.Add(float64(change))
	}
}

// PageCacheHit counts a page answered from those kept ready.
func (m *Metrics) PageCacheHit() {
	if m != nil {
		m.cacheHits.Inc()
	}
}

// PageCacheMiss counts a page that had to be made.
func (m *Metrics) PageCacheMiss() {
	if m != nil {
		m.cacheMisses.Inc()
	}
}

// PageCacheBytes sets the memory that kept pages take.
func (m *Metrics) PageCacheBytes(n int64) {
	if m != nil {
		m.cacheBytes.Set(float64(n))
	}
}

// Streams adds to the live streams that are open: 1 when one opens, -1 when it closes.
func (m *Metrics) Streams(change int) {
	if m != nil {
		m.streams.Add(float64(change))
	}
}

// FollowerLag sets how many events the follower of that name has still to read.
func (m *Metrics) FollowerLag(follower string, events int64) {
	if m != nil {
		m.followerLag.WithLabelValues(follower).Set(float64(events))
	}
}

// CommentPosted counts a comment that was taken in.
func (m *Metrics) CommentPosted() {
	if m != nil {
		m.comments.Inc()
	}
}

// Judged counts a text that was put before the classifier: what came of it and how long its author waited for that.
func (m *Metrics) Judged(result string, took time.Duration) {
	if m != nil {
		m.verdicts.WithLabelValues(result).Inc()
		m.judging.Observe(took.Seconds())
	}
}

// RankingPass tells of a pass over the votes of a section, or discussion, for the order across a divide.
func (m *Metrics) RankingPass(took time.Duration, votes int) {
	if m != nil {
		m.rankingPass.Observe(took.Seconds())
		m.rankingVotes.Set(float64(votes))
	}
}

// RankingLease sets whether this process keeps that order.
func (m *Metrics) RankingLease(held bool) {
	if m == nil {
		return
	}
	m.rankingHeld.Set(0)
	if held {
		m.rankingHeld.Set(1)
	}
}

// Commit tells of a durable commit that updates shared, and how long it took.
func (m *Metrics) Commit(updates int, took time.Duration) {
	if m != nil {
		m.commitBatch.Observe(float64(updates))
		m.commitDuration.Observe(took.Seconds())
	}
}
