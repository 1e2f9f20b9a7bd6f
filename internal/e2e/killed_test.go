package e2e_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/client"
	"github.com/rozmova/rozmova/internal/rozmovatest"
)

// TestKilledWhilePosting has sixteen programs post a thousand comments through the API of a real server, which is killed ten
// times meanwhile. Each keeps at a comment, under one idempotency key, until it is acknowledged. At the end every
// acknowledged comment is there, once, and the counts agree.
func TestKilledWhilePosting(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a server ten times")
	}
	binary := filepath.Join(t.TempDir(), "rozmova")
	if out, err := exec.Command("go", "build", "-o", binary, "../../cmd/rozmova").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	t.Run("sqlite", func(t *testing.T) { killedWhilePosting(t, binary, "") })
	t.Run("postgres", func(t *testing.T) { killedWhilePosting(t, binary, rozmovatest.PostgresDatabase(t)) })
}

const (
	killComments = 1000
	killClients  = 16
	kills        = 10
)

func killedWhilePosting(t *testing.T, binary, dsn string) {
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	v := newVictim(t, binary, dsn)
	token := v.say(ctx, "user", "token", "writer@example.org", "--name", "crash test")
	v.start(ctx)

	api := client.New(v.url, token, &http.Client{Timeout: 10 * time.Second})
	story, err := api.Story(ctx, "mist")
	must(t, err)
	var mu sync.Mutex
	acknowledged := map[rozmova.ID[rozmova.Comment]]string{}
	work := make(chan string)
	var wg sync.WaitGroup
	for range killClients {
		wg.Go(func() {
			for text := range work {
				key := strings.ReplaceAll(text, " ", "-")
				for ctx.Err() == nil {
					c, err := api.Post(ctx, story.Thread, client.Draft{Body: text, Key: key})
					if err != nil {
						time.Sleep(20 * time.Millisecond) // the server is away
						continue
					}
					mu.Lock()
					if other, twice := acknowledged[c.ID]; twice {
						t.Errorf("one comment for %q and %q", text, other)
					}
					acknowledged[c.ID] = text
					mu.Unlock()
					break
				}
			}
		})
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range killComments {
			select {
			case work <- fmt.Sprintf("Comment %d", i):
			case <-ctx.Done():
			}
		}
		close(work)
		wg.Wait()
	}()
	for i := 1; i <= kills; i++ { // each at its share of the work, at a moment nobody chose
		for {
			mu.Lock()
			n := len(acknowledged)
			mu.Unlock()
			if n >= i*killComments/(kills+1) || ctx.Err() != nil {
				break
			}
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(rand.IntN(8000)) * time.Microsecond)
		v.kill()
		v.start(ctx)
	}
	<-done
	if ctx.Err() != nil {
		t.Fatalf("%d comments acknowledged when the time was over", len(acknowledged))
	}

	found := map[string]int{}
	for c, err := range api.Comments(ctx, story.Thread, client.Oldest) {
		must(t, err)
		found[c.Body]++
		if acknowledged[c.ID] != c.Body {
			t.Errorf("comment %s says %q, acknowledged was %q", c.ID, c.Body, acknowledged[c.ID])
		}
	}
	for text, n := range found {
		if n != 1 {
			t.Errorf("%q is there %d times", text, n)
		}
	}
	thread, err := api.Thread(ctx, story.Thread)
	must(t, err)
	if len(acknowledged) != killComments || len(found) != killComments || thread.Comments != killComments {
		t.Errorf("%d acknowledged, %d found, %d counted; want %d", len(acknowledged), len(found), thread.Comments, killComments)
	}
}

// A victim is a real server that is killed and started again on one address and one store.
type victim struct {
	t       *testing.T
	binary  string
	config  string
	url     string
	process *exec.Cmd
}

// newVictim makes a store with a story and a reader who may write as fast as they like.
func newVictim(t *testing.T, binary, dsn string) *victim {
	dir := t.TempDir()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	addr := l.Addr().String()
	must(t, l.Close())
	v := &victim{t: t, binary: binary, config: filepath.Join(dir, "rozmova.toml"), url: "http://" + addr}
	must(t, os.WriteFile(v.config, fmt.Appendf(nil, `[site]
url = %q
[server]
addr = %q
[store]
dir = %q
dsn = %q
[smtp]
addr = "127.0.0.1:1"
from = "news@example.org"
tls = "none"
[limits]
comments_per_minute = 100000
`, v.url, addr, filepath.Join(dir, "store"), dsn), 0o600))
	ctx := t.Context()
	file := filepath.Join(dir, "mist.txt")
	must(t, os.WriteFile(file, []byte("Міст через річку відкрили.\n"), 0o600))
	v.say(ctx, "publish", "--headline", "Mist", file)
	v.say(ctx, "user", "add", "writer@example.org", "--name", "Writer")
	t.Cleanup(v.kill)
	return v
}

// say runs a command and gives the last word of what it prints.
func (v *victim) say(ctx context.Context, args ...string) string {
	v.t.Helper()
	cmd := exec.CommandContext(ctx, v.binary, append(args, "--config", v.config)...)
	var trouble strings.Builder
	cmd.Stderr = &trouble
	out, err := cmd.Output()
	if err != nil {
		v.t.Fatalf("rozmova %s: %v\n%s%s", strings.Join(args, " "), err, out, trouble.String())
	}
	words := strings.Fields(string(out))
	for _, w := range words {
		if strings.HasPrefix(w, "rz_") {
			return w
		}
	}
	return ""
}

// start runs the server and waits until it answers.
func (v *victim) start(ctx context.Context) {
	v.t.Helper()
	v.process = exec.CommandContext(ctx, v.binary, "serve", "--config", v.config)
	errs, err := v.process.StderrPipe()
	must(v.t, err)
	must(v.t, v.process.Start())
	var said strings.Builder
	go func() {
		s := bufio.NewScanner(errs)
		for s.Scan() {
			said.WriteString(s.Text() + "\n")
		}
	}()
	for ctx.Err() == nil {
		resp, err := http.Get(v.url + "/readyz")
		if err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	v.t.Fatalf("the server does not answer; it said:\n%s", said.String())
}

// kill ends the server as a power cut would end the process: without a word.
func (v *victim) kill() {
	if v.process != nil {
		_ = v.process.Process.Kill()
		_ = v.process.Wait()
		v.process = nil
	}
}
