package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/web"
)

// socketFile is where a running server takes commands, in the store's folder. Its mode is 0600: whoever may open it may
// read the store as well.
const socketFile = "rozmova.sock"

// mostCommand is the largest command taken, in bytes: a file of newsroom.MaxFile in base64 and what goes with it. A larger
// file is refused by its size before it is sent.
const mostCommand = 2*newsroom.MaxFile + 1<<20

func (a *App) socket() string { return socketOf(a.Config) }

// socketOf gives the path of the socket.
func socketOf(cfg *config.Config) string { return filepath.Join(cfg.Store.Dir, socketFile) }

// listenControl opens the socket. The lock on the folder is held, so a file that is there was left by a process that died.
func (a *App) listenControl(ctx context.Context) (net.Listener, error) {
	if a.Config.Store.DSN.Reveal() != "" {
		return nil, nil
	}
	path := a.socket()
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove an old socket: %w", err)
	}
	var l net.Listener
	err := atSocket(path, func(path string) (err error) {
		l, err = (&net.ListenConfig{}).Listen(ctx, "unix", path)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listen for commands: %w", err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	return l, os.Chmod(path, 0o600)
}

// controlHandler carries commands out for the command line.
func (a *App) controlHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /command", func(w http.ResponseWriter, r *http.Request) {
		var command Command
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostCommand)).Decode(&command); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		result, err := a.Do(r.Context(), command)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answered(result, err))
	})
	return mux
}

// reply is the wire form of what came of a command.
type reply struct {
	Result   *Result          `json:"result,omitempty"`
	Problems []*rozmova.Error `json:"problems,omitempty"` // refusals, with what their messages need
	Failure  string           `json:"failure,omitempty"`  // anything else that went wrong
}

func answered(result *Result, err error) reply {
	var problems newsroom.Problems
	var one *rozmova.Error
	switch {
	case err == nil:
		return reply{Result: result}
	case errors.As(err, &problems):
	case errors.As(err, &one):
		problems = newsroom.Problems{one}
	default:
		return reply{Failure: err.Error()}
	}
	bare := make([]*rozmova.Error, len(problems))
	for i, p := range problems { // what lies beneath is for logs
		bare[i] = &rozmova.Error{Kind: p.Kind, Reason: p.Reason, Field: p.Field, Args: p.Args}
	}
	return reply{Problems: bare}
}

func (r *reply) err() error {
	switch {
	case r.Failure != "":
		return errors.New(r.Failure)
	case len(r.Problems) > 0:
		for _, p := range r.Problems {
			for key, value := range p.Args {
				if f, ok := value.(float64); ok && f == float64(int(f)) {
					p.Args[key] = int(f) // JSON knows no whole numbers
				}
			}
		}
		return newsroom.Problems(r.Problems)
	}
	return nil
}

// longestAddress is how long the path of a socket may be (sun_path of unix(7) has 108 bytes, of other systems 104).
const longestAddress = 100

// atSocket calls fn with a path that a socket's address can hold: a long one is reached through a link in a folder of
// its own that is gone afterwards.
func atSocket(path string, fn func(string) error) error {
	if len(path) <= longestAddress {
		return fn(path)
	}
	dir, err := os.MkdirTemp("", "rz")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	folder, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return err
	}
	link := filepath.Join(dir, "d")
	if err := os.Symlink(folder, link); err != nil {
		return err
	}
	return fn(filepath.Join(link, filepath.Base(path)))
}

func localPath(l rozmova.Locale, path string) string { return web.LocalPath(l, path) }
