package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

// An ExportCommand gives what moderation owes authorities: the statements of reasons of a time for the Transparency Database of the DSA or,
// where Year is set, the yearly transparency report.
type ExportCommand struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"` // no longer among it
	Year int       `json:"year,omitempty"`

	After rozmova.ID[rozmova.Decision] `json:"after,omitzero"` // go on behind it; zero: begin
}

// exportAtOnce is how many batches of statements one command gives, so that a year of them is never held in memory at once.
const exportAtOnce = 50

// An ExportResult is what was exported.
type ExportResult struct {
	Rows  []byte                       `json:"rows,omitempty"` // a line for each request to the database
	N     int                          `json:"n,omitempty"`
	Next  rozmova.ID[rozmova.Decision] `json:"next,omitzero"`   // ask for the rest with After; zero: that is all
	Parts []moderation.ReportPart      `json:"parts,omitempty"` // of a yearly report: eleven
}

func (c *Core) doExport(ctx context.Context, e *ExportCommand) (*ExportResult, error) {
	if e.Year != 0 {
		return c.exportYear(ctx, e.Year)
	}
	if e.After.IsZero() {
		detail := map[string]string{"from": e.From.Format(time.DateOnly), "to": e.To.Format(time.DateOnly)}
		if err := c.Moderation.NoteAudit(ctx, nil, "export.statements", "", [16]byte{}, detail); err != nil {
			return nil, err
		}
	}
	var rows bytes.Buffer
	result, after := &ExportResult{}, e.After
	for range exportAtOnce {
		batch, last, err := c.Moderation.StatementsAfter(ctx, e.From, e.To, after, c.Config.Origin())
		if err != nil {
			return nil, err
		}
		if len(batch) > 0 {
			if err := json.NewEncoder(&rows).Encode(map[string]any{"statements": batch}); err != nil {
				return nil, err
			}
		}
		result.N, result.Rows = result.N+len(batch), rows.Bytes()
		if len(batch) < moderation.StatementsAtOnce {
			return result, nil
		}
		after = last
	}
	result.Next = after
	return result, nil
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
