package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/rozmova/rozmova/internal/config"
)

// DoCommand has a command carried out: by the server that runs on the store's folder or, where none runs, by this process
// under the folder's lock. On PostgreSQL it is always this process; the servers are told by the log.
func DoCommand(ctx context.Context, cfg *config.Config, o Options, command Command) (*Result, error) {
	if cfg.Store.DSN.Reveal() == "" {
		result, err := remote(ctx, socketOf(cfg), command)
		if !errors.Is(err, errNoServer) {
			return result, err
		}
	}
	core, err := OpenCore(ctx, cfg, o)
	if err != nil {
		return nil, err
	}
	result, err := core.Do(ctx, command)
	return result, errors.Join(err, core.Close())
}

// Running reports whether a server takes commands on the store's folder at the moment.
func Running(ctx context.Context, cfg *config.Config) bool {
	conn, err := dialControl(ctx, socketOf(cfg))
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}

// dialControl reaches the socket of a running server.
func dialControl(ctx context.Context, path string) (conn net.Conn, err error) {
	err = atSocket(path, func(path string) (err error) {
		conn, err = (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "unix", path)
		return err
	})
	return conn, err
}

var errNoServer = errors.New("no server runs on this folder")

// remote has a command carried out through the socket.
func remote(ctx context.Context, path string, command Command) (*Result, error) {
	conn, err := dialControl(ctx, path)
	if err != nil {
		return nil, errors.Join(errNoServer, err) // none was started, or it died
	}
	defer conn.Close()
	body, err := json.Marshal(command)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Transport: &http.Transport{
		DialContext:       func(context.Context, string, string) (net.Conn, error) { return conn, nil },
		DisableKeepAlives: true,
	}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://socket/command", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("ask the running server: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(response.Body, 1000))
		return nil, fmt.Errorf("the running server answered %s: %s", response.Status, bytes.TrimSpace(text))
	}
	var answer reply
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, fmt.Errorf("read the running server's answer: %w", err)
	}
	return answer.Result, answer.err()
}
