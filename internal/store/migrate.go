package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/rozmova/rozmova"
)

//go:embed migrations
var migrations embed.FS

// provider reads the migrations of an engine.
func provider(db *sql.DB, engine string) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations/"+engine)
	if err != nil {
		return nil, err
	}
	if engine == "sqlite" {
		return goose.NewProvider(goose.DialectSQLite3, db, files)
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // two servers that start at once take turns
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(locker))
}

// migrate brings the tables to a version; 0 is the newest. Each migration is one transaction, so that a process killed in
// the middle goes on from there. A store newer than this program is refused.
func migrate(ctx context.Context, db *sql.DB, engine string, version int64) error {
	p, err := provider(db, engine)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	newest := p.ListSources()[len(p.ListSources())-1].Version
	has, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read the store's version: %w", err)
	}
	if has > newest {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "store.newer", Args: map[string]any{"Has": has, "Knows": newest}}
	}
	if version == 0 {
		version = newest
	}
	if _, err := p.UpTo(ctx, version); err != nil && !errors.Is(err, goose.ErrNoNextVersion) {
		return fmt.Errorf("bring the store from version %d to %d: %w", has, version, err)
	}
	return nil
}
