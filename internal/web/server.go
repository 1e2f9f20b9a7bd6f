// Package web is the door of the pages: it reads a request into a value, asks a desk, and renders a value. It decides
// nothing. Every page works without JavaScript.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/live"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// Options are what the pages are made from.
type Options struct {
	Site       *rozmova.Site
	Origin     string // scheme://host of addresses: canonical ones, feeds, cookies
	Owner      string // who publishes the site; may be empty
	Contact    string // e-mail address of the newsroom; may be empty
	Location   *time.Location
	Sections   []SectionLabel // in the order they are shown; a section that is not here goes by its slug
	Bundle     *i18n.Bundle
	Log        *slog.Logger
	Newsroom   *newsroom.Desk
	Discussion *discussion.Desk
	Moderation *moderation.Desk
	Membership *membership.Desk
	Alerts     *alerts.Desk
	PushKey    string // by which browsers know who pushes (VAPID); empty: push is not offered
	Hub        *live.Hub
	CacheBytes int64 // of kept pages; 0 keeps none
	OnCache    func(hit bool, bytes int64)
	SignIns    int // tries from one network address in a minute
	Streams    int // from one network address at once

	Demo    bool
	Letters func() []Letter // of the demo's mailbox, the latest first
}

// A SectionLabel names a section in each language.
type SectionLabel struct {
	Slug rozmova.Slug
	Name map[rozmova.Locale]string
}

// A Server answers requests for pages.
type Server struct {
	o          Options
	render     *Renderer
	assets     *Assets
	kept       *kept
	words      *memo[words] // of comments, as HTML
	squeezer   *squeezer
	signIns    *live.Limiter
	acts       *live.Limiter // renaming, editing, withdrawing, reporting: three times as many as sign-ins
	votes      *live.Limiter // with so many to spare that all who live behind one address can vote
	previews   *live.Limiter // of texts and of names, as fast as several people type
	searches   *live.Limiter
	streams    *live.Counter
	houseRules houseRules
	secure     bool   // addresses are https
	cookie     string // name of the session's cookie
	handler    http.Handler
}

// The names of the session's cookie. A browser takes the second one from this host alone, over https.
const (
	plainCookie  = "rozmova"
	secureCookie = "__Host-rozmova"
)

// mostWords is how many bytes of comments' words are kept as HTML; those that a page has just shown are in Renderer.said too.
const mostWords = 2 << 20

// New bundles the assets, parses the templates and lays the routes.
func New(o Options) (*Server, error) {
	assets, err := BuildAssets()
	if err != nil {
		return nil, err
	}
	render, err := NewRenderer(o.Bundle, assets, o.Location)
	if err != nil {
		return nil, err
	}
	squeezer, err := newSqueezer()
	if err != nil {
		return nil, err
	}
	if o.OnCache == nil {
		o.OnCache = func(bool, int64) {}
	}
	s := &Server{
		o: o, render: render, assets: assets, kept: newKept(o.CacheBytes, o.OnCache), words: newMemo[words](mostWords), squeezer: squeezer,
		signIns: live.NewLimiter(o.SignIns), acts: live.NewLimiter(3 * o.SignIns),
		votes: live.NewLimiter(60 * o.SignIns), previews: live.NewLimiter(60 * o.SignIns), searches: live.NewLimiter(6 * o.SignIns),
		streams: live.NewCounter(o.Streams),
		secure:  strings.HasPrefix(o.Origin, "https://"), cookie: plainCookie,
	}
	if s.secure {
		s.cookie = secureCookie
	}
	s.handler = s.routes()
	return s, nil
}

// ServeHTTP answers a request for a page.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Happened is told of what happened, in the order of the log: kept pages go that show what changed, and open pages hear of
// it.
func (s *Server) Happened(events []rozmova.Event) {
	defer s.tellDesk(events)
	for _, e := range events {
		if e.Kind == rozmova.AlertRaised || e.Kind == rozmova.AlertsRead { // of one reader, and on no kept page
			if s.o.Hub.Watched(e.Ref) {
				s.o.Hub.Publish(e.Ref, &live.Message{Seq: e.Seq, Kind: uint8(e.Kind), Data: e})
			}
			continue
		}
		if e.Kind != rozmova.DecisionFinal && e.Kind != rozmova.AppealHeard { // no page shows that nobody can undo it any more
			s.kept.happened(e)
		}
		if e.Kind == rozmova.SiteChanged {
			s.houseRules.forget()
		}
		if e.Kind == rozmova.CommentErased || e.Kind == rozmova.ReaderErased {
			s.words.forget()
			s.render.said.forget()
		}
		if !e.Thread.IsZero() && s.o.Hub.Watched(e.Thread) {
			s.o.Hub.Publish(e.Thread, &live.Message{Seq: e.Seq, Kind: uint8(e.Kind), Data: e})
		}
	}
}

// A visit is one request with what the pages need to know of it.
type visit struct {
	lang   rozmova.Locale  // of the interface
	path   string          // without the language's prefix, with the query
	reader *rozmova.Reader // nil: nobody is signed in
	secret string          // of the session; empty for none
	locked []rozmova.Grant // roles of the reader that wait for a second factor
}

type visitKey struct{}

func visitOf(ctx context.Context) *visit {
	v, _ := ctx.Value(visitKey{}).(*visit)
	if v == nil {
		v = &visit{lang: rozmova.Locale(i18n.Languages()[0]), path: "/"}
	}
	return v
}
