package web_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/live"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/web"
)

func postingAt(b *bureau, text string) discussion.Posting {
	return discussion.Posting{Thread: b.story.Thread, Body: text, Locale: "uk"}
}

// newMatrix is a bureau in which roles wait for a second factor, with somebody of every kind, and as good as without limits.
func newMatrix(t *testing.T) *matrix {
	t.Helper()
	b := newBureau(t)
	m := &matrix{bureau: b, people: map[string]*rozmova.Reader{"reader": b.readers["reader"], "author": b.readers["other"]}, state: rozmova.Published}
	site := &rozmova.Site{}
	b.must(b.db.View(t.Context(), func(tx *store.Tx) (err error) {
		site, err = tx.FirstSite()
		return err
	}))
	b.members = membership.New(b.db, membership.Options{
		Now: b.clock, Site: site, SecondFactor: true, GuestsPerHour: 1000, GuestsInAll: 1000, CodesPerHour: 100000, CodesPerMin: 100000, Origin: "http://news.example",
		Settings: config.Membership{Guests: "held"}, SendCode: noCode,
	})
	for who, g := range map[string]rozmova.Grant{
		"elsewhere": {Role: rozmova.Moderator, Section: "sport"}, "moderator": {Role: rozmova.Moderator}, "senior": {Role: rozmova.Senior},
		"editor": {Role: rozmova.Editor}, "admin": {Role: rozmova.Admin}, "waiting": {Role: rozmova.Admin}, "helper": {Role: rozmova.Editor},
	} {
		r, err := b.members.Invite(t.Context(), who+"@example.org", "", "uk", g)
		b.must(err)
		m.people[who] = r
	}
	for _, who := range []string{"suspended"} {
		r, err := b.members.Invite(t.Context(), who+"@example.org", "", "uk")
		b.must(err)
		m.people[who] = r
	}
	in, err := b.members.JoinAsGuest(t.Context(), membership.Browser{Origin: "192.0.2.7"}, "Перехожий", "uk")
	b.must(err)
	m.people["guest"] = in.Reader
	hub := live.NewHub(100000)
	t.Cleanup(hub.Close)
	desk := moderation.New(b.db, moderation.Options{Now: b.clock, Site: site, Words: b.bundle})
	b.discussion = discussion.New(b.db, discussion.Options{Now: b.clock, Site: site, Settings: rozmova.ThreadSettings{PerMinute: 100000}, Moderation: desk,
		Judge: func(*civility.Input) rozmova.Verdict { return rozmova.Verdict{Language: "uk", Model: "m1"} }, TimeLimit: time.Minute})
	b.web, err = web.New(web.Options{
		Site: site, Origin: "http://news.example", Location: time.UTC, Bundle: b.bundle, Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})),
		Newsroom: newsroom.New(b.db, newsroom.Options{Now: b.clock, Site: site}), Discussion: b.discussion, Moderation: desk, Membership: b.members,
		Alerts: alerts.New(b.db, alerts.Options{Now: b.clock, Site: site}), Hub: hub, CacheBytes: 1 << 20, SignIns: 100000, Streams: 100000, Demo: true,
		Letters: func() []web.Letter { return nil },
	})
	b.must(err)
	m.judges = desk
	m.appeals()
	noticed := m.write(rozmova.Published)
	_, m.notice, err = desk.Notify(t.Context(), nil, moderation.NoticeForm{
		Comment: noticed.ID, Text: "Тут названо адресу людини.", Category: "STATEMENT_CATEGORY_VIOLENCE", Country: "UA", GoodFaith: true, Language: "uk",
	})
	b.must(err)
	m.addition = rozmova.NewID[rozmova.Addition](b.clock())
	b.must(b.db.Update(t.Context(), func(tx *store.Tx) error {
		for _, e := range []*rozmova.Entry{{Kind: rozmova.Person, Slug: "yurii-ushakov", Name: "Юрій Ушаков"}, {Kind: rozmova.Outlet, Slug: "holos", Name: "Голос"}} {
			e.ID, e.Site, e.Created, e.Changed = rozmova.NewID[rozmova.Entry](b.clock()), site.ID, b.clock(), b.clock()
			if err := tx.AddEntry(e, nil); err != nil {
				return err
			}
		}
		return tx.AddAddition(&rozmova.Addition{ID: m.addition, Site: site.ID, Story: b.story.ID, Body: []rozmova.Block{}, State: rozmova.AdditionPublished, At: b.clock(), Changed: b.clock()})
	}))
	m.comment = m.write(rozmova.Published)
	m.decision, err = desk.Decide(t.Context(), m.people["moderator"], moderation.Ruling{Comment: m.comment.ID, Action: rozmova.Remove, Rule: "respect", Facts: "образа"})
	b.must(err)
	now := b.clock()
	b.must(b.db.Update(t.Context(), func(tx *store.Tx) error {
		m.signal = rozmova.NewID[rozmova.Signal](now)
		if _, err := tx.PutSignal(&rozmova.Signal{ID: m.signal, Site: site.ID, Kind: "flood", Key: "k", Doc: []byte("{}"), Acted: "nothing", At: now, State: 1}); err != nil {
			return err
		}
		for _, who := range []string{"suspended", "helper"} {
			m.sanction = rozmova.NewID[rozmova.Sanction](now)
			if err := tx.AddSanction(&rozmova.Sanction{
				ID: m.sanction, Site: site.ID, Reader: m.people[who].ID, Decision: m.decision.ID, Rung: rozmova.SuspensionRung, Rule: "respect",
				Starts: now, Ends: now.AddDate(0, 1, 0),
			}); err != nil {
				return err
			}
		}
		return nil
	}))
	return m
}
