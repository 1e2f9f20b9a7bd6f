package bench

import (
	"bytes"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"
)

// A watcher is one open page that hears what happens in a thread.
type watcher struct {
	net.Conn
	seen chan time.Time // when an event came
}

// watch opens streams of a thread, and waits until all are there.
func watch(tb testing.TB, addr, thread string, after int64, n int) []*watcher {
	tb.Helper()
	watchers := make([]*watcher, n)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for part := range 16 { // as many at once
		wg.Go(func() {
			for i := part; i < n; i += 16 {
				w, err := openStream(addr, thread, after)
				if err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
					return
				}
				watchers[i] = w
			}
		})
	}
	wg.Wait()
	tb.Cleanup(func() {
		for _, w := range watchers {
			if w != nil {
				_ = w.Close()
			}
		}
	})
	must(tb, failed)
	return watchers
}

func openStream(addr, thread string, after int64) (*watcher, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	w := &watcher{Conn: c, seen: make(chan time.Time, 64)}
	if _, err := w.Write(get(fmt.Sprintf("/threads/%s/live?lang=uk&after=%d", thread, after), "")); err != nil {
		return nil, err
	}
	buffer := make([]byte, 4<<10)
	n, err := w.Read(buffer)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(buffer[:n], []byte("HTTP/1.1 200")) {
		return nil, fmt.Errorf("a stream was answered with %.60q", buffer[:n])
	}
	go func() {
		for {
			n, err := w.Read(buffer)
			if err != nil {
				return
			}
			if bytes.Contains(buffer[:n], []byte("event: comment")) {
				w.seen <- time.Now()
			}
		}
	}()
	return w, nil
}

// fanOut measures how long after the answer to a post the last of many open pages has it, and what an open page takes of
// the server's memory.
func fanOut(tb testing.TB, p *process, f *fixture, thread string, n, posts int) (each, most int64, last times) {
	tb.Helper()
	before := p.memory(tb)
	watchers := watch(tb, p.addr, thread, f.Head, n)
	most = p.memory(tb)
	each = (most - before) / int64(n)
	poster := newPoster(tb, f, p.addr, thread, 1)
	for range posts {
		must(tb, poster.post(0))
		answered := time.Now()
		var latest time.Time
		for i, w := range watchers {
			select {
			case at := <-w.seen:
				if at.After(latest) {
					latest = at
				}
			case <-time.After(10 * time.Second):
				tb.Fatalf("stream %d of %d heard nothing", i, n)
			}
		}
		last = append(last, max(0, latest.Sub(answered)))
	}
	for _, w := range watchers {
		_ = w.Close()
	}
	return each, most, last
}
