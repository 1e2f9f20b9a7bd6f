package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// roleVariable makes this test binary another program: bare serves the handler that every page is compared with.
const roleVariable = "ROZMOVA_BENCH_ROLE"

func TestMain(m *testing.M) {
	if os.Getenv(roleVariable) != "bare" {
		os.Exit(m.Run())
	}
	l, err := net.Listen("tcp", os.Args[len(os.Args)-1])
	if err == nil {
		err = (&http.Server{Handler: bareHandler(), ReadHeaderTimeout: 5 * time.Second}).Serve(l)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// A process is a server that runs beside the tests.
type process struct {
	cmd   *exec.Cmd
	addr  string
	began time.Time
	said  *bytes.Buffer
}

// binaryVariable names the program to be measured; without it, it is built.
const binaryVariable = "ROZMOVA_BENCH_BINARY"

func binary(tb testing.TB) string {
	tb.Helper()
	if path := os.Getenv(binaryVariable); path != "" {
		return path
	}
	path := filepath.Join(tb.TempDir(), "rozmova")
	out, err := exec.Command("go", "build", "-o", path, "../../cmd/rozmova").CombinedOutput()
	if err != nil {
		tb.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// free gives an address on this machine that nobody listens on.
func free(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(tb, err)
	defer l.Close()
	return l.Addr().String()
}

// start runs the program over a fixture and waits for its first answer to path, which it gives the time of.
func start(tb testing.TB, binary string, f *fixture, path string) (p *process, took time.Duration) {
	tb.Helper()
	addr := free(tb)
	cmd := exec.Command(binary, "serve")
	cmd.Dir = tb.TempDir() // no settings but these
	cmd.Env = append(os.Environ(), "ROZMOVA_SITE_URL=http://"+addr, "ROZMOVA_SERVER_ADDR="+addr, "ROZMOVA_STORE_DIR="+f.Dir, "ROZMOVA_STORE_DSN="+f.DSN,
		"ROZMOVA_SMTP_ADDR=127.0.0.1:9", "ROZMOVA_SMTP_FROM=newsroom@example.org", "ROZMOVA_SMTP_TLS=none", "ROZMOVA_LOG_FORMAT=json",
		"ROZMOVA_LIMITS_COMMENTS_PER_MINUTE=1000000", "ROZMOVA_LIMITS_STREAMS_PER_ADDR=20000",
		"ROZMOVA_SERVER_TRUSTED_PROXIES=127.0.0.1/32") // voters come from addresses of their own
	return run(tb, cmd, addr, path)
}

// startBare runs the bare handler in a process of its own.
func startBare(tb testing.TB) *process {
	tb.Helper()
	addr := free(tb)
	cmd := exec.Command(os.Args[0], addr)
	cmd.Env = append(os.Environ(), roleVariable+"=bare")
	p, _ := run(tb, cmd, addr, "/")
	return p
}

func run(tb testing.TB, cmd *exec.Cmd, addr, path string) (*process, time.Duration) {
	tb.Helper()
	p := &process{cmd: cmd, addr: addr, said: &bytes.Buffer{}}
	cmd.Stdout, cmd.Stderr = io.Discard, p.said
	request := get(path, "")
	p.began = time.Now()
	must(tb, cmd.Start())
	tb.Cleanup(func() { p.stop(tb) })
	for time.Since(p.began) < 20*time.Second {
		if w, err := dialWire(addr); err == nil {
			status, _, err := w.do(request, nil)
			_ = w.Close()
			if err == nil && status == http.StatusOK {
				return p, time.Since(p.began)
			}
		}
		time.Sleep(time.Millisecond)
	}
	p.stop(tb)
	tb.Fatalf("%s did not answer\n%s", cmd, p.said)
	return nil, 0
}

// stop ends the server as an operator would.
func (p *process) stop(tb testing.TB) {
	tb.Helper()
	if p.cmd.ProcessState != nil {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	late := time.AfterFunc(15*time.Second, func() { _ = p.cmd.Process.Kill() })
	defer late.Stop()
	_ = p.cmd.Wait()
}

// processor gives the processor time that the server has used; the system counts it in hundredths of a second.
func (p *process) processor(tb testing.TB) time.Duration {
	tb.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	must(tb, err)
	_, rest, _ := strings.Cut(string(b), ") ")
	fields := strings.Fields(rest)
	user, err := strconv.Atoi(fields[11])
	must(tb, err)
	system, err := strconv.Atoi(fields[12])
	must(tb, err)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// memory gives what of the server is in memory, in bytes.
func (p *process) memory(tb testing.TB) int64 {
	tb.Helper()
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	must(tb, err)
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			must(tb, err)
			return kb << 10
		}
	}
	tb.Fatal("no VmRSS")
	return 0
}
