package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/config"
)

// serve runs the program over a fixture in this process and gives its address.
func serve(tb testing.TB, f *fixture) string {
	tb.Helper()
	return serveAs(tb, f.config())
}

// serveAs runs the program with settings in this process and gives its address.
func serveAs(tb testing.TB, cfg *config.Config) string {
	tb.Helper()
	ctx, stop := context.WithCancel(context.Background())
	a, err := app.New(ctx, cfg, app.Options{})
	must(tb, err)
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	tb.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			tb.Error(err)
		}
	})
	return a.Addr()
}

// bare serves what every page is compared with: 30 KB, with the least that net/http lets a handler do.
func bare(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(tb, err)
	server := &http.Server{Handler: bareHandler(), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(l) }()
	tb.Cleanup(func() { _ = server.Close() })
	return l.Addr().String()
}

func bareHandler() http.Handler {
	body := bytes.Repeat([]byte("0123456789abcdef"), 30<<10/16)
	length := strconv.Itoa(len(body))
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Length", length)
		_, _ = w.Write(body)
	})
}

// A wire is one connection to a server, and a client that costs next to nothing, so that what is measured is the server.
type wire struct {
	net.Conn
	r *bufio.Reader
}

func dial(tb testing.TB, addr string) *wire {
	tb.Helper()
	w, err := dialWire(addr)
	must(tb, err)
	tb.Cleanup(func() { _ = w.Close() })
	return w
}

func dialWire(addr string) (*wire, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &wire{c, bufio.NewReaderSize(c, 64<<10)}, nil
}

// get writes a request without a body; header lines end with \r\n.
func get(path, header string) []byte {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: text/html\r\n%s\r\n", path, header)
}

// coded asks for a content coding; none for the plain bytes.
func coded(coding string) string {
	if coding == "" {
		return ""
	}
	return "Accept-Encoding: " + coding + "\r\n"
}

var errShort = errors.New("answer without a length")

// do sends a request and reads the answer to its end, into body where that is not nil.
func (w *wire) do(request []byte, body io.Writer) (status, length int, err error) {
	if _, err := w.Write(request); err != nil {
		return 0, 0, err
	}
	line, err := w.r.ReadSlice('\n')
	if err != nil {
		return 0, 0, err
	}
	status = number(line[9:12])
	length = -1
	chunked := false
	for {
		if line, err = w.r.ReadSlice('\n'); err != nil {
			return 0, 0, err
		}
		if len(line) <= 2 {
			break
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length = number(bytes.TrimSpace(value))
		} else if bytes.HasPrefix(line, []byte("Transfer-Encoding: chunked")) {
			chunked = true
		}
	}
	if status == http.StatusNotModified || status == http.StatusNoContent {
		return status, 0, nil
	}
	if !chunked {
		if length < 0 {
			return 0, 0, errShort
		}
		return status, length, w.take(length, body)
	}
	for length = 0; ; {
		if line, err = w.r.ReadSlice('\n'); err != nil {
			return 0, 0, err
		}
		n, err := strconv.ParseInt(strings.TrimSpace(string(line)), 16, 32)
		if err != nil {
			return 0, 0, err
		}
		if err := w.take(int(n), body); err != nil {
			return 0, 0, err
		}
		if _, err := w.r.Discard(2); err != nil {
			return 0, 0, err
		}
		if length += int(n); n == 0 {
			return status, length, nil
		}
	}
}

func (w *wire) take(n int, body io.Writer) error {
	if body == nil {
		_, err := w.r.Discard(n)
		return err
	}
	_, err := io.CopyN(body, w.r, int64(n))
	return err
}

func number(digits []byte) int {
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}

// processor gives the processor time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// ask measures one request made over and over on one connection: the time of each, and the processor time of server and
// client together.
func ask(b *testing.B, addr string, request []byte) {
	b.Helper()
	w := dial(b, addr)
	var length int
	for range 3 { // the page is made, and its coding
		status, n, err := w.do(request, nil)
		if length = n; err != nil || status != http.StatusOK {
			b.Fatalf("status %d, %v", status, err)
		}
	}
	b.ReportAllocs()
	began := processor()
	for b.Loop() {
		if status, n, err := w.do(request, nil); err != nil || status != http.StatusOK || n == 0 {
			b.Fatalf("status %d, %d bytes, %v", status, n, err)
		}
	}
	b.ReportMetric(float64(processor()-began)/float64(b.N), "cpu-ns/op")
	b.ReportMetric(float64(length), "body-bytes")
}
