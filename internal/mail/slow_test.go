package mail

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"time"
)

func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// A server that takes its time keeps nobody: not one that is silent from the start, nor one that thinks about the text.
func TestSlowServer(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // the system accepts, and nobody says a word
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	stall := make(chan struct{})
	thinking := startServer(t, "none", func(s *server) { s.stall = stall })
	defer close(stall)
	for name, addr := range map[string]string{"silent": silent.Addr().String(), "thinking": thinking.addr} {
		s := thinking.sender("none")
		s.settings.Addr, s.timeout = addr, 100*time.Millisecond
		err := send(t, s, someLetter())
		if !Temporary(err) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v, temporary %v; want the deadline", name, err, Temporary(err))
		}
		s.timeout = time.Hour
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(20*time.Millisecond, cancel)
		if err := s.Send(ctx, someLetter()); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want that it stops with its context", name, err)
		}
	}
}

// A letter that the server took is sent, though the server vanishes before the farewell.
func TestTakenThenGone(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, "220 mx\r\n")
		buf := make([]byte, 64<<10)
		for _, answer := range []string{"250 mx", "250 ok", "250 ok", "354 go", "250 taken"} {
			for got := []byte{}; ; { // a command is a line; the text ends with a dot
				n, err := conn.Read(buf)
				if got = append(got, buf[:n]...); err != nil {
					return
				}
				if answer != "250 taken" && bytes.HasSuffix(got, []byte("\r\n")) || bytes.HasSuffix(got, []byte("\r\n.\r\n")) {
					break
				}
			}
			_, _ = io.WriteString(conn, answer+"\r\n")
		}
	}()
	s := startServer(t, "none", nil).sender("none")
	s.settings.Addr = l.Addr().String()
	if err := send(t, s, someLetter()); err != nil {
		t.Errorf("%v; it would be sent twice", err)
	}
}
