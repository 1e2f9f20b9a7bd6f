package store_test

import (
	"context"
	"errors"
	"net"
	"net/url"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// A PostgreSQL that is gone asks callers to come again, and answers again when it is back.
func TestADatabaseThatIsAwayIsUnavailable(t *testing.T) {
	dsn, err := url.Parse(rozmovatest.PostgresDatabase(t))
	if err != nil {
		t.Fatal(err)
	}
	line := newLine(t, dsn.Host)
	dsn.Host = line.addr
	db := rozmovatest.OpenStore(t, store.Options{DSN: dsn.String()})
	s := rozmovatest.SeedStore(t, db, 1)
	ctx := context.Background()

	line.cut()
	none := rozmova.ID[rozmova.Comment]{}
	if err := post(ctx, db, comment(s, none, 1)); !errors.Is(err, rozmova.Unavailable) {
		t.Errorf("writing to a database that is away: %v, want Unavailable", err)
	}
	err = db.View(ctx, func(tx *store.Tx) error { _, err := tx.FirstSite(); return err })
	if !errors.Is(err, rozmova.Unavailable) {
		t.Errorf("reading from a database that is away: %v, want Unavailable", err)
	}
	line.mend()
	if err := post(ctx, db, comment(s, none, 2)); err != nil {
		t.Errorf("writing after it came back: %v", err)
	}
}

// A line passes connections on to a server, and can be cut.
type line struct {
	t    *testing.T
	addr string
	to   string
	l    net.Listener
	open chan net.Conn
}

func newLine(t *testing.T, to string) *line {
	x := &line{t: t, to: to, open: make(chan net.Conn, 1000)}
	x.listen("127.0.0.1:0")
	t.Cleanup(x.cut)
	return x
}

func (x *line) listen(addr string) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		x.t.Fatal(err)
	}
	x.l, x.addr = l, l.Addr().String()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", x.to)
			if err != nil {
				_ = c.Close()
				continue
			}
			x.open <- c
			x.open <- server
			go pass(c, server)
			go pass(server, c)
		}
	}()
}

func pass(from, to net.Conn) {
	defer to.Close()
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

// cut ends every connection and takes no new one.
func (x *line) cut() {
	_ = x.l.Close()
	for {
		select {
		case c := <-x.open:
			_ = c.Close()
		default:
			return
		}
	}
}

// mend takes connections again, at the same address.
func (x *line) mend() { x.listen(x.addr) }
