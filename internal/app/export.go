package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/rozmova/rozmova/internal/moderation"
)

// An ExportCommand gives what moderation owes authorities: the statements of reasons of a time for the Transparency Database of the DSA or,
// where Year is set, the yearly transparency report.
type ExportCommand struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"` // no longer among it
	Year int       `json:"year,omitempty"`
}

// An ExportResult is what was exported.
type ExportResult struct {
	Rows  []byte                  `json:"rows,omitempty"` // a line for each request to the database
	N     int                     `json:"n,omitempty"`
	Parts []moderation.ReportPart `json:"parts,omitempty"` // of a yearly report: eleven
}

func (c *Core) doExport(ctx context.Context, e *ExportCommand) (*ExportResult, error) {
	if e.Year != 0 {
		return c.exportYear(ctx, e.Year)
	}
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

func (c *Core) exportYear(ctx context.Context, year int) (*ExportResult, error) {
	if err := c.Moderation.NoteAudit(ctx, nil, "export.transparency", "", [16]byte{}, map[string]string{"year": strconv.Itoa(year)}); err != nil {
		return nil, err
	}
	site := c.Config.Site
	parts, err := c.Moderation.YearReport(ctx, year, moderation.ReportFrame{
		Provider: cmp.Or(site.Owner, site.Name), Service: site.Name, Contact: site.Contact, Origin: c.Config.Origin(),
	})
	if err != nil {
		return nil, err
	}
	return &ExportResult{Parts: parts}, nil
}
