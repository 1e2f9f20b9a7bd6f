package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/store"
)

// Run writes all that the store holds into a file, beside a running server or without one.
func (c *backupCommand) Run(p *program) error {
	cfg, err := c.load(p.env)
	if err != nil {
		return err
	}
	s, err := store.Backup(p.ctx, app.StoreOptions(cfg), c.File, time.Now(), nil)
	if err != nil {
		return err
	}
	p.print(p.say.T("cli.backup.written", "File", c.File))
	p.print(p.summary(s))
	p.note(p.say.T("cli.backup.secret"))
	return nil
}

// Run fills an empty store from a backup.
func (c *restoreCommand) Run(p *program) error {
	cfg, err := c.load(p.env)
	if err != nil {
		return err
	}
	erased, err := c.erased(cfg)
	if err != nil { // said before the long part
		return err
	}
	s, err := store.Restore(p.ctx, app.StoreOptions(cfg), c.File, nil)
	if err != nil {
		return err
	}
	where := "PostgreSQL"
	if cfg.Store.DSN.Reveal() == "" {
		if where, err = filepath.Abs(cfg.Store.Dir); err != nil {
			where = cfg.Store.Dir
		}
	}
	p.print(p.say.T("cli.restore.done", "File", c.File, "Where", where))
	p.print(p.summary(s))
	p.note(p.say.T("cli.restore.sign_in"))
	if len(erased) == 0 {
		p.note(p.say.T("cli.erase.no_list"))
		return nil
	}
	result, err := app.DoCommand(p.ctx, cfg, app.Options{}, app.Command{Erase: &app.EraseCommand{Again: erased}})
	if err != nil {
		return err
	}
	p.print(p.say.T("cli.erase.again", "N", result.Erased))
	return nil
}

// erased reads the accounts that are to be erased anew: from the file that is named, and from the list in the store's folder.
func (c *restoreCommand) erased(cfg *config.Config) ([]membership.Erased, error) {
	list, err := app.ReadErased(filepath.Join(cfg.Store.Dir, app.ErasedFile))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil || c.Erased == "" {
		return list, err
	}
	more, err := app.ReadErased(c.Erased)
	return append(list, more...), err
}

// summary tells what a backup holds.
func (p *program) summary(s store.Summary) string {
	return p.say.T("cli.backup.summary", "When", s.Created.UTC().Format("2006-01-02 15:04:05Z"), "Engine", s.Engine, "Schema", fmt.Sprint(s.Schema),
		"Stories", p.say.Number(s.Tables["story"]), "Comments", p.say.Number(s.Tables["comment"]), "Readers", p.say.Number(s.Tables["reader"]),
		"Rows", p.say.Number(s.Rows), "Size", p.say.Number((s.Bytes+1023)/1024))
}
