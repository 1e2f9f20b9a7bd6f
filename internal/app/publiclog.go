package app

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// publicLogFollower is the name under which the log's position is kept.
const publicLogFollower = "public log"

// followPublicLog writes the public log from the log of events. Entries and position are one step, and of several processes one
// writes at a time, so that nothing is told twice.
func (a *App) followPublicLog(ctx context.Context) error {
	key, err := OpenLogKey(filepath.Join(a.Config.Store.Dir, "log.pem"))
	if err != nil {
		if a.Config.Store.DSN.Reveal() == "" {
			return fmt.Errorf("the key of the public log: %w", err)
		}
		a.Log.Warn("the public log is not signed: its key can be neither read nor made", "error", err)
	}
	ctx, stop := context.WithCancel(ctx)
	var signing sync.WaitGroup
	defer signing.Wait()
	defer stop()
	if key != nil {
		signing.Go(func() { a.signPublicLog(ctx, key) })
	}
	var position int64
	if err := a.Store.View(ctx, func(tx *store.Tx) (err error) {
		position, _, err = tx.Position(publicLogFollower)
		return err
	}); err != nil {
		return err
	}
	return a.Store.Follow(ctx, position, poll, func(batch []rozmova.Event) error {
		if !slices.ContainsFunc(batch, func(e rozmova.Event) bool {
			return e.Kind == rozmova.DecisionFinal || e.Kind == rozmova.BranchChanged || e.Kind == rozmova.AppealHeard
		}) {
			return nil // to read them again after a restart does no harm
		}
		return a.Store.Update(ctx, func(tx *store.Tx) error {
			if err := tx.Lock(publicLogFollower); err != nil {
				return err
			}
			written, _, err := tx.Position(publicLogFollower)
			if err != nil {
				return err
			}
			for _, e := range batch {
				if e.Seq <= written {
					continue
				}
				if err := a.Moderation.PublicLine(tx, e); err != nil {
					return err
				}
			}
			if key != nil {
				if err := a.Moderation.SignLog(tx, key); err != nil {
					return err
				}
			}
			return tx.SetPosition(publicLogFollower, batch[len(batch)-1].Seq)
		})
	})
}

// signEvery is how often it is looked whether the public log is to be signed.
const signEvery = 20 * time.Second

// signPublicLog signs the end of the public log, so that it is signed within a minute after its last entry, and daily.
func (a *App) signPublicLog(ctx context.Context, key ed25519.PrivateKey) {
	for {
		err := a.Store.Update(ctx, func(tx *store.Tx) error {
			if err := tx.Lock(publicLogFollower); err != nil {
				return err
			}
			return a.Moderation.SignLog(tx, key)
		})
		if err != nil && ctx.Err() == nil {
			a.Log.Warn("signing the public log", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(signEvery):
		}
	}
}

// OpenLogKey reads the private key that signs the public log, and makes the file, for its owner alone, where it is not there. Of
// several processes that do so at once, all get the key of the first.
func OpenLogKey(file string) (ed25519.PrivateKey, error) {
	key, err := readLogKey(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	_, made, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(made)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".log-*") // mode 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	if err := errors.Join(pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der}), f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(f.Name(), file); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return readLogKey(file)
}

func readLogKey(file string) (ed25519.PrivateKey, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, fmt.Errorf("read %s: there is no private key in PEM in it", file)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("read %s: the key is not of Ed25519", file)
	}
	return key, nil
}
