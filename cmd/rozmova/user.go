package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
)

// Run makes a reader, with a role where one is named. It needs no mail.
func (c *userAddCommand) Run(p *program) error {
	m := &app.MemberCommand{Email: c.Email, Name: c.Name, Locale: c.Language, Invite: true}
	if c.Role != "" {
		m.Give = []rozmova.Grant{{Role: c.Role, Section: c.Section}}
	}
	if err := p.slug(c.Section); err != nil {
		return err
	}
	result, err := p.member(c.storeFlags, m)
	if err != nil {
		return err
	}
	p.print(p.describe(result.Member))
	p.note(p.say.T("cli.user.link_hint", "Email", result.Member.Email))
	return nil
}

// Run gives a role, or takes it.
func (c *userRoleCommand) Run(p *program) error {
	if err := p.slug(c.Section); err != nil {
		return err
	}
	m := &app.MemberCommand{Email: c.Email}
	if grant := []rozmova.Grant{{Role: c.Role, Section: c.Section}}; c.Take {
		m.Take = grant
	} else {
		m.Give = grant
	}
	result, err := p.member(c.storeFlags, m)
	if err != nil {
		return err
	}
	p.print(p.describe(result.Member))
	return nil
}

// Run makes a token for the API and prints it alone, so that a script can take it.
func (c *userTokenCommand) Run(p *program) error {
	if c.Days < 0 {
		return errors.New(p.say.T("cli.user.days_negative"))
	}
	result, err := p.member(c.storeFlags, &app.MemberCommand{Email: c.Email, Token: c.Name, Life: time.Duration(c.Days) * 24 * time.Hour})
	if err != nil {
		return err
	}
	p.print(result.Token)
	p.note(p.say.T("cli.user.token_once"))
	return nil
}

// Run makes an address to sign in by and prints it alone.
func (c *userLinkCommand) Run(p *program) error {
	result, err := p.member(c.storeFlags, &app.MemberCommand{Email: c.Email, Link: true})
	if err != nil {
		return err
	}
	p.print(result.Link)
	p.note(p.say.T("cli.user.link_once"))
	return nil
}

// Run forgets the second factor of somebody who has lost it.
func (c *userResetCommand) Run(p *program) error {
	result, err := p.member(c.storeFlags, &app.MemberCommand{Email: c.Email, Reset: true})
	if err != nil {
		return err
	}
	p.print(p.describe(result.Member))
	p.note(p.say.T("cli.user.reset_done"))
	return nil
}

// Run lists who holds a role.
func (c *userListCommand) Run(p *program) error {
	cfg, err := c.load(p.env)
	if err != nil {
		return err
	}
	result, err := app.DoCommand(p.ctx, cfg, app.Options{}, app.Command{Staff: true})
	if err != nil {
		return err
	}
	if len(result.Staff) == 0 {
		p.note(p.say.T("cli.user.nobody"))
		return nil
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 3, ' ', 0)
	for _, m := range result.Staff {
		fmt.Fprintf(w, "%s\t%s\t%s\n", m.Email, m.PenName, p.roles(m.Grants))
	}
	return w.Flush()
}

// Run erases the account with an address, at once and for good.
func (c *userEraseCommand) Run(p *program) error {
	cfg, err := c.load(p.env)
	if err != nil {
		return err
	}
	result, err := app.DoCommand(p.ctx, cfg, app.Options{}, app.Command{Erase: &app.EraseCommand{Email: c.Email, Keep: c.KeepTexts}})
	if err != nil {
		return err
	}
	done := "cli.erase.removed"
	if c.KeepTexts {
		done = "cli.erase.kept"
	}
	p.print(p.say.T(done, "Receipt", result.Receipt))
	p.note(p.say.T("cli.erase.list_hint"))
	return nil
}

// Run lists the accounts that were erased, one a line, for rozmova restore --erased.
func (c *userErasedCommand) Run(p *program) error {
	cfg, err := c.load(p.env)
	if err != nil {
		return err
	}
	result, err := app.DoCommand(p.ctx, cfg, app.Options{}, app.Command{Erased: true})
	if err != nil {
		return err
	}
	for _, e := range result.Accounts {
		p.print(e.String())
	}
	return nil
}

func (p *program) member(flags storeFlags, m *app.MemberCommand) (*app.Result, error) {
	cfg, err := flags.load(p.env)
	if err != nil {
		return nil, err
	}
	return app.DoCommand(p.ctx, cfg, app.Options{}, app.Command{Member: m})
}

// slug refuses what cannot be the address of a section.
func (p *program) slug(s rozmova.Slug) error {
	if s == "" || s.Valid() {
		return nil
	}
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: "publish.slug_malformed", Field: "section", Args: map[string]any{"Key": "section", "Slug": string(s)}}
}

// describe tells who somebody is, in a line.
func (p *program) describe(m *app.Member) string {
	if len(m.Grants) == 0 {
		return p.say.T("cli.user.is_reader", "Name", m.PenName, "Email", m.Email)
	}
	return p.say.T("cli.user.is_staff", "Name", m.PenName, "Email", m.Email, "Roles", p.roles(m.Grants))
}

func (p *program) roles(grants []rozmova.Grant) string {
	list := make([]string, len(grants))
	for i, g := range grants {
		list[i] = string(g.Role)
		if g.Section != "" {
			list[i] += " (" + string(g.Section) + ")"
		}
	}
	return strings.Join(list, ", ")
}
