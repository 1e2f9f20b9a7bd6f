package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/store"
)

// The demo's folder holds one of these beside the store: unfinished from before the store is made until the last step of
// the filling, filled from then on.
const (
	demoUnfinished = "demo-unfinished"
	demoFilled     = "demo-filled"
)

// demoFolder is where the demo lives when nobody says: beside us, where it can be seen and deleted.
const demoFolder = "rozmova-demo"

// prepareDemo looks at the demo's folder: whether it is to be filled, and whether the remains of an interrupted filling
// were cleared away. A folder with a store that is no demo's is refused, for its readers' sign-in links would be printed.
func prepareDemo(dir string) (fill, again bool, err error) {
	has := func(name string) bool {
		_, err := os.Lstat(filepath.Join(dir, name))
		return err == nil
	}
	switch {
	case has(demoFilled):
		return false, false, nil
	case has(demoUnfinished):
		return true, true, clearDemo(dir)
	case has(store.File):
		return false, false, &rozmova.Error{Kind: rozmova.Conflict, Reason: "demo.not_demo", Args: map[string]any{"Dir": dir}}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return false, false, fmt.Errorf("make the demo's folder: %w", err)
	}
	text := "The sample newsroom in this folder is being filled, or was when it was interrupted. rozmova demo begins anew.\n"
	if err := os.WriteFile(filepath.Join(dir, demoUnfinished), []byte(text), 0o600); err != nil {
		return false, false, fmt.Errorf("make the demo's folder: %w", err)
	}
	return true, false, nil
}

// clearDemo removes the store of an interrupted filling, unless a program is still at it.
func clearDemo(dir string) error {
	lock := flock.New(filepath.Join(dir, "lock"))
	if ok, err := lock.TryLock(); err != nil {
		return fmt.Errorf("lock %s: %w", dir, err)
	} else if !ok {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "store.in_use", Args: map[string]any{"Dir": dir}}
	}
	var errs []error
	for _, name := range []string{store.File, store.File + "-wal", store.File + "-shm"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(append(errs, lock.Unlock())...)
}

// fillDemo makes the sample newsroom in an empty store, every step at its time, and marks the folder as filled.
func fillDemo(ctx context.Context, core *app.Core, d *demoNewsroom, now time.Time, progress func(done, of int)) error {
	f := d.plan(now)
	clock := now
	at := core.At(func() time.Time { return clock }, len(f.steps)+1)
	for i, s := range f.steps {
		clock = s.at
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.do(ctx, at); err != nil {
			return err
		}
		progress(i+1, len(f.steps))
	}
	dir := core.Config.Store.Dir
	text := fmt.Sprintf("The sample newsroom in this folder was filled on %s by rozmova %s.\n", now.UTC().Format(time.RFC3339), app.Version)
	if err := os.WriteFile(filepath.Join(dir, demoFilled), []byte(text), 0o600); err != nil {
		return fmt.Errorf("mark the demo's folder: %w", err)
	}
	return os.Remove(filepath.Join(dir, demoUnfinished))
}

// demoLinks gives an address to sign in by for the first reader of the demo and the first of each role.
func demoLinks(ctx context.Context, core *app.Core, d *demoNewsroom) ([]demoLink, error) {
	var links []demoLink
	for _, role := range []rozmova.Role{"", rozmova.Moderator, rozmova.Senior, rozmova.Editor, rozmova.Admin} {
		for _, r := range d.readers {
			if r.Role != role {
				continue
			}
			reader, err := core.Membership.ByEmail(ctx, r.address())
			if err != nil {
				return nil, say(err, "sign in as %s", r.Key)
			}
			link, err := core.SignInLink(ctx, reader, 30*24*time.Hour, 1000)
			if err != nil {
				return nil, say(err, "sign in as %s", r.Key)
			}
			links = append(links, demoLink{role, reader.PenName, link})
			break
		}
	}
	return links, nil
}

// A demoLink signs somebody of the demo in.
type demoLink struct {
	role rozmova.Role
	name string
	url  string
}
