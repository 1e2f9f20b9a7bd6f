package app

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/rozmova/rozmova/internal/moderation"
)

// An ExportCommand gives the statements of reasons of a time for the Transparency Database of the DSA.
type ExportCommand struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"` // no longer among it
}

// An ExportResult is what was exported.
type ExportResult struct {
	Rows []byte `json:"rows,omitempty"` // a line for each request to the database
	N    int    `json:"n,omitempty"`
}

func (c *Core) doExport(ctx context.Context, e *ExportCommand) (*ExportResult, error) {
	detail := map[string]string{"from": e.From.Format(time.DateOnly), "to": e.To.Format(time.DateOnly)}
	if err := c.Moderation.NoteAudit(ctx, nil, "export.statements", "", [16]byte{}, detail); err != nil {
		return nil, err
	}
	var rows bytes.Buffer
	n, err := c.Moderation.Statements(ctx, e.From, e.To, c.Config.Origin(), func(batch []*moderation.Statement) error {
		return json.NewEncoder(&rows).Encode(map[string]any{"statements": batch})
	})
	if err != nil {
		return nil, err
	}
	return &ExportResult{Rows: rows.Bytes(), N: n}, nil
}
