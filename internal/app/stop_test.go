package app

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

func TestStopIsGraceful(t *testing.T) {
	cfg := demo(t)
	a := start(t, cfg, Options{})
	publish(t, cfg, "Новина")
	var thread rozmova.ID[rozmova.Thread]
	if err := a.Store.View(t.Context(), func(tx *store.Tx) error {
		s, err := tx.StoryBySlug(a.Site.ID, "novyna")
		thread = s.Thread
		return err
	}); err != nil {
		t.Fatal(err)
	}
	stream := dial(t, a.Addr(), "GET /threads/"+thread.String()+"/live HTTP/1.1\r\nHost: x\r\n\r\n")
	if _, err := stream.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	// The server asks for the body when a handler reads it: the request is under way then.
	form := "email=somebody@example.org"
	posting := dial(t, a.Addr(), fmt.Sprintf("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
		"Content-Length: %d\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n", len(form)))
	if line, err := posting.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("%q, %v", line, err)
	}
	ended := make(chan struct{})
	go func() { a.stop(); close(ended) }()
	if _, err := io.Copy(io.Discard, stream); err != nil {
		t.Errorf("the stream did not end well: %v", err)
	}
	select {
	case <-ended:
		t.Fatal("stopped with a request under way")
	default:
	}
	if _, err := posting.conn.Write([]byte(form)); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(posting)
	if err != nil || !strings.Contains(string(answer), "HTTP/1.1 200") {
		t.Errorf("the request under way got %.60q, %v", answer, err)
	}
	<-ended
	if conn, err := net.Dial("tcp", a.Addr()); err == nil {
		_ = conn.Close()
		t.Error("still listening after the end")
	}
}

// A dialled connection with what was read ahead of it.
type dialled struct {
	*bufio.Reader
	conn net.Conn
}

func dial(t *testing.T, addr, request string) dialled {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := conn.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	return dialled{bufio.NewReader(conn), conn}
}
