package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/rozmova/rozmova"
)

// Version tells how new a store's tables are and how new this program's would be, as numbers of their last migrations. It
// only looks, changes nothing and may be asked beside a running server. has is 0 where there is no store.
func Version(ctx context.Context, o Options) (has, knows int64, err error) {
	engine := "sqlite"
	if o.DSN != "" {
		engine = "postgres"
	}
	if knows, err = newestSchema(engine); err != nil {
		return 0, 0, err
	}
	tx, engine, done, err := picture(ctx, o)
	if errors.Is(err, rozmova.NotFound) {
		return 0, knows, nil
	}
	if err != nil {
		return 0, knows, err
	}
	defer done()
	if has, err = schemaVersion(ctx, tx, engine); err != nil {
		return 0, knows, fmt.Errorf("read the store's version: %w", err)
	}
	return has, knows, nil
}
