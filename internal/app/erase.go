package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

// ErasedFile is the name of the list of erased accounts in the folder of the store. Kept beside the backups it lets a restore
// erase them anew.
const ErasedFile = "erased.list"

// An EraseCommand erases the account with an address, or those accounts once more that are named by their IDs.
type EraseCommand struct {
	Email string              `json:"email,omitempty"`
	Keep  bool                `json:"keep,omitempty"` // published texts stay, without the name
	Again []membership.Erased `json:"again,omitempty"`
}

// doErase carries an EraseCommand out, to its end.
func (c *Core) doErase(ctx context.Context, e *EraseCommand) (*Result, error) {
	result := &Result{}
	if len(e.Again) > 0 {
		n, err := c.Membership.EraseAgain(ctx, e.Again)
		if err != nil {
			return nil, err
		}
		result.Erased = n
	}
	if e.Email != "" {
		r, err := c.Membership.ByEmail(ctx, e.Email)
		if errors.Is(err, rozmova.NotFound) {
			err = &rozmova.Error{Kind: rozmova.NotFound, Reason: "reader.missing", Args: map[string]any{"Email": e.Email}}
		}
		if err != nil {
			return nil, err
		}
		asked, err := c.Membership.AskErasure(ctx, r, e.Keep)
		if err != nil {
			return nil, err
		}
		if err := c.Moderation.NoteAudit(ctx, nil, "account.erased", "", [16]byte{}, nil); err != nil {
			return nil, err
		}
		result.Erased, result.Receipt = 1, asked.ID.String()
	}
	return result, c.Membership.EraseAll(ctx)
}

// followErasures does the erasures that are asked for, and those at the start that an earlier run did not come to the end of.
func (a *App) followErasures(ctx context.Context) error {
	if err := a.listErased(ctx); err != nil && ctx.Err() == nil {
		a.Log.Warn("the list of erased accounts", "error", err)
	}
	for {
		if err := a.Membership.EraseAll(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("erasing an account", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-a.Membership.ErasureAsked():
		case <-time.After(30 * time.Second):
		}
	}
}

// listErased adds to the list what was erased while the program ended before it could write it there.
func (c *Core) listErased(ctx context.Context) error {
	list, err := c.Membership.ErasedAccounts(ctx)
	for _, e := range list {
		err = errors.Join(err, c.noteErased(e))
	}
	return err
}

// noteErased adds an account to the list; it may be there already.
func (c *Core) noteErased(e membership.Erased) error {
	path := filepath.Join(c.Config.Store.Dir, ErasedFile)
	before, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for line := range strings.Lines(string(before)) {
		if strings.TrimSpace(line) == e.String() {
			return nil
		}
	}
	if err := os.MkdirAll(c.Config.Store.Dir, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, e)
	return errors.Join(err, f.Sync(), f.Close())
}

// ReadErased reads a list of erased accounts: an ID and a mode a line, as rozmova user erased prints it. Invalid says which line is
// not one.
func ReadErased(path string) ([]membership.Erased, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var list []membership.Erased
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		e, err := membership.ParseErased(line)
		if err != nil {
			return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "erase.list_line", Args: map[string]any{"File": path, "Line": n}}
		}
		list = append(list, e)
	}
	return list, nil
}
