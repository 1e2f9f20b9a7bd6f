package main

import (
	"bufio"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/moderation"
)

type logCommand struct {
	Verify logVerifyCommand `cmd:"" help:"${log_verify}"`
}

type logVerifyCommand struct {
	File string `placeholder:"FILE" help:"${log_file}"`
	Head string `placeholder:"FILE" help:"${log_head}"`
	Key  string `placeholder:"HEX" help:"${log_key}"`
	storeFlags
}

// Run holds the public log against itself, and against a signed head: a downloaded one, or that of the store with all its heads.
func (c *logVerifyCommand) Run(p *program) error {
	key, err := hex.DecodeString(c.Key)
	if err != nil || len(key) != 0 && len(key) != ed25519.PublicKeySize || c.Key != "" && c.Head == "" && c.File != "" {
		return errors.New(p.say.T("cli.log.key"))
	}
	v := &moderation.LogVerifier{}
	var kept *moderation.LogHead
	if c.Head != "" {
		content, err := os.ReadFile(c.Head)
		if err != nil {
			return err
		}
		var head moderation.LogHead
		if err := json.Unmarshal(content, &head); err != nil {
			return fmt.Errorf("%s: %w", c.Head, err)
		}
		var of ed25519.PublicKey
		if len(key) > 0 {
			of = key
		}
		kept = &head
		if err := v.Expect(&head, of); err != nil {
			return errors.New(p.say.T("cli.log.bad", "Why", err.Error()))
		}
	}
	if c.File == "" {
		return c.stored(p, key, kept)
	}
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if err := v.Line(lines.Bytes()); err != nil {
			return errors.New(p.say.T("cli.log.bad", "Why", err.Error()))
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	n, err := v.End()
	if err != nil {
		return errors.New(p.say.T("cli.log.bad", "Why", err.Error()))
	}
	p.print(p.say.T("cli.log.good", "Lines", n))
	if c.Head == "" {
		p.note(p.say.T("cli.log.no_head"))
	}
	return nil
}

// stored verifies the log of the store.
func (c *logVerifyCommand) stored(p *program, key []byte, kept *moderation.LogHead) error {
	cfg, err := c.load(p.env)
	if err != nil {
		return err
	}
	result, err := app.DoCommand(p.ctx, cfg, app.Options{}, app.Command{Verify: &app.VerifyCommand{Key: key, Head: kept}})
	if err != nil {
		return err
	}
	if result.Verify.Why != "" {
		return errors.New(p.say.T("cli.log.bad", "Why", result.Verify.Why))
	}
	p.print(p.say.T("cli.log.good", "Lines", result.Verify.Entries))
	return nil
}
