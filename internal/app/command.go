package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/attribution"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// A Command is what the command line asks of a newsroom. It is done by the server of the store's folder while one runs,
// through a socket in that folder, and by the asking process itself while none does. Exactly one field is set.
type Command struct {
	Publish  *PublishCommand  `json:"publish,omitempty"`
	Member   *MemberCommand   `json:"member,omitempty"`
	Staff    bool             `json:"staff,omitempty"` // list who holds a role
	Erase    *EraseCommand    `json:"erase,omitempty"`
	Erased   bool             `json:"erased,omitempty"` // list the accounts that were erased
	Civility *CivilityCommand `json:"civility,omitempty"`
	Export   *ExportCommand   `json:"export,omitempty"`
	Verify   *VerifyCommand   `json:"verify,omitempty"`
}

// A PublishCommand publishes one file.
type PublishCommand struct {
	Name     string `json:"name"` // as it is to be told in messages; - for standard input
	Content  []byte `json:"content"`
	Headline string `json:"headline,omitempty"`
	Language string `json:"language,omitempty"`
	Draft    bool   `json:"draft,omitempty"`
	Replace  bool   `json:"replace,omitempty"`
}

// A MemberCommand invites somebody, gives or takes a role, and hands out what they sign in with.
type MemberCommand struct {
	Email  string          `json:"email"`
	Name   string          `json:"name,omitempty"`
	Locale rozmova.Locale  `json:"locale,omitempty"`
	Invite bool            `json:"invite,omitempty"` // make the reader where there is none
	Give   []rozmova.Grant `json:"give,omitempty"`
	Take   []rozmova.Grant `json:"take,omitempty"`
	Token  string          `json:"token,omitempty"` // name of a new API token
	Life   time.Duration   `json:"life,omitempty"`  // of the token; 0: it does not run out
	Reset  bool            `json:"reset,omitempty"` // forget the second factor, and sign out everywhere
	Link   bool            `json:"link,omitempty"`  // a sign-in link, good once within a day
}

// A Result is what came of a Command.
type Result struct {
	URL        string             `json:"url,omitempty"` // of the story
	Slug       rozmova.Slug       `json:"slug,omitempty"`
	New        bool               `json:"new,omitempty"`
	Changed    bool               `json:"changed,omitempty"`
	Draft      bool               `json:"draft,omitempty"`
	Revision   int                `json:"revision,omitempty"`
	Paragraphs int                `json:"paragraphs,omitempty"`
	Statements int                `json:"statements,omitempty"`
	Suggested  int                `json:"suggested,omitempty"` // statements that the finder suggests where nobody has marked any
	Sources    int                `json:"sources,omitempty"`
	LeftOut    []newsroom.LeftOut `json:"left_out,omitempty"`

	Member *Member  `json:"member,omitempty"`
	Staff  []Member `json:"staff,omitempty"`
	Token  string   `json:"token,omitempty"`
	Link   string   `json:"link,omitempty"` // address to open

	Civility *CivilityResult `json:"civility,omitempty"`
	Export   *ExportResult   `json:"export,omitempty"`
	Verify   *VerifyResult   `json:"verify,omitempty"`

	Erased   int                 `json:"erased,omitempty"`  // how many accounts were
	Receipt  string              `json:"receipt,omitempty"` // number of the erasure
	Accounts []membership.Erased `json:"accounts,omitempty"`
}

// A Member is a reader as the operator sees one.
type Member struct {
	PenName string          `json:"pen_name"`
	Email   string          `json:"email"`
	Grants  []rozmova.Grant `json:"grants"`
}

// Do carries a command out in this process.
func (c *Core) Do(ctx context.Context, command Command) (*Result, error) {
	switch {
	case command.Publish != nil:
		return c.doPublish(ctx, command.Publish)
	case command.Member != nil:
		return c.doMember(ctx, command.Member)
	case command.Civility != nil:
		done, err := c.doCivility(ctx, command.Civility)
		return &Result{Civility: done}, err
	case command.Export != nil:
		done, err := c.doExport(ctx, command.Export)
		return &Result{Export: done}, err
	case command.Verify != nil:
		done, err := c.doVerify(ctx, command.Verify)
		return &Result{Verify: done}, err
	case command.Erase != nil:
		return c.doErase(ctx, command.Erase)
	case command.Erased:
		accounts, err := c.Membership.ErasedAccounts(ctx)
		return &Result{Accounts: accounts}, err
	case command.Staff:
		staff, err := c.Membership.Staff(ctx)
		r := &Result{}
		for _, s := range staff {
			m, e := c.member(ctx, s)
			err = errors.Join(err, e)
			r.Staff = append(r.Staff, m)
		}
		return r, err
	}
	return nil, errors.New("empty command")
}

func (c *Core) doPublish(ctx context.Context, p *PublishCommand) (*Result, error) {
	draft, err := newsroom.Parse(p.Name, p.Content, newsroom.ParseOptions{Headline: p.Headline, Language: p.Language})
	if err != nil {
		return nil, err
	}
	done, err := c.Newsroom.Publish(ctx, rozmova.ID[rozmova.Reader]{}, draft, newsroom.PublishOptions{Draft: p.Draft, Replace: p.Replace})
	if err != nil {
		return nil, err
	}
	s := done.Story
	r := &Result{
		URL: c.Config.Origin() + "/stories/" + string(s.Slug), Slug: s.Slug, New: done.New, Changed: done.Changed, Draft: !s.Shown(),
		Revision: done.Revision, Paragraphs: len(s.Body), Statements: len(s.Statements), Sources: len(s.Sources), LeftOut: draft.LeftOut,
	}
	if len(s.Statements) == 0 {
		r.Suggested = len(attribution.Find(rozmova.PlainText(s.Body), attribution.Options{Lang: string(s.Language)}).Statements)
	}
	return r, nil
}

func (c *Core) doMember(ctx context.Context, m *MemberCommand) (*Result, error) {
	locale := m.Locale
	if locale == "" {
		locale = c.Site.Languages[0]
	}
	var r *rozmova.Reader
	var err error
	if m.Invite {
		r, err = c.Membership.Invite(ctx, m.Email, m.Name, locale, m.Give...)
	} else if r, err = c.Membership.ByEmail(ctx, m.Email); err == nil && len(m.Give) > 0 {
		r, err = c.Membership.Invite(ctx, m.Email, "", locale, m.Give...)
	}
	if errors.Is(err, rozmova.NotFound) {
		err = &rozmova.Error{Kind: rozmova.NotFound, Reason: "reader.missing", Args: map[string]any{"Email": m.Email}}
	}
	if err != nil {
		return nil, err
	}
	for _, g := range m.Take {
		if err := c.Membership.Revoke(ctx, r, g); errors.Is(err, rozmova.NotFound) {
			return nil, &rozmova.Error{Kind: rozmova.NotFound, Reason: "role.not_held", Args: map[string]any{"Email": m.Email, "Role": string(g.Role)}}
		} else if err != nil {
			return nil, err
		}
	}
	if len(m.Take) > 0 {
		if r, err = c.Membership.ByEmail(ctx, m.Email); err != nil {
			return nil, err
		}
	}
	if m.Reset {
		if err := c.Membership.ResetSecond(ctx, r); err != nil {
			return nil, err
		}
	}
	result := &Result{}
	if m.Token != "" {
		if result.Token, err = c.Membership.NewToken(ctx, r, m.Token, m.Life); err != nil {
			return nil, err
		}
		if err := c.Moderation.NoteAudit(ctx, nil, "token.made", "reader", r.ID, nil); err != nil {
			return nil, err
		}
	}
	if m.Link {
		if err := c.Moderation.NoteAudit(ctx, nil, "link.made", "reader", r.ID, nil); err != nil {
			return nil, err
		}
		if result.Link, err = c.SignInLink(ctx, r, 24*time.Hour, 1); err != nil {
			return nil, err
		}
	}
	member, err := c.member(ctx, r)
	result.Member = &member
	return result, err
}

// SignInLink gives an address that signs a reader in, so many times within the time given.
func (c *Core) SignInLink(ctx context.Context, r *rozmova.Reader, life time.Duration, uses int) (string, error) {
	secret, err := c.Membership.Link(ctx, r, life, uses)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s%s?token=%s", c.Config.Origin(), localPath(r.Locale, "/sign-in/link"), secret), nil
}

func (c *Core) member(ctx context.Context, r *rozmova.Reader) (Member, error) {
	email, err := c.Membership.Email(ctx, r)
	if errors.Is(err, rozmova.NotFound) {
		err = nil
	}
	return Member{PenName: r.PenName, Email: email, Grants: r.Grants}, err
}
