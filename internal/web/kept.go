package web

import (
	"container/list"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

// renewEvery is how often one kept page is made anew at most; the old one is served meanwhile, except when words were taken
// out of sight.
const renewEvery = time.Second

// kept holds whole pages ready for those who are not signed in. Each is made by one request at a time. An event that
// touches what a page shows makes it stale; one that takes words out of sight makes it unfit to be served at all. The least
// used go when their bytes are too many.
type kept struct {
	most  int64
	told  func(hit bool, bytes int64)
	mu    sync.Mutex // guards all below
	bytes int64
	pages map[string]*list.Element // of *keptPage
	order *list.List               // the most recently used in front
	tags  map[[16]byte]map[*keptPage]struct{}
	begun map[*keptPage]struct{} // being made at the moment: their tags are not known yet
}

// A keptPage is one page in its place, whether or not it is made at the moment.
type keptPage struct {
	key     string
	making  chan struct{} // closed when the request that makes it has ended; nil while nobody does
	ready   *readyPage    // nil: not made, or unfit
	stale   bool
	renewed time.Time // when it last took the place of a stale one; zero: never, and the first time need not wait
	change  int       // counts what happened to it, so that a making sees that it came too late
	hidden  int       // counts those among them that took words out of sight
	tags    [][16]byte
}

// everything is the tag of pages that show parts of many stories.
var everything = [16]byte{1}

// theStories is the tag of pages that show which stories there are and nothing of what is said under them. There may be
// thousands in one: a comment is no reason to make it anew.
var theStories = [16]byte{2}

func newKept(most int64, told func(bool, int64)) *kept {
	return &kept{most: most, told: told, pages: map[string]*list.Element{}, order: list.New(), tags: map[[16]byte]map[*keptPage]struct{}{},
		begun: map[*keptPage]struct{}{}}
}

// get gives a page that is fit to be served, made by build if need be. The answer of build tells what the page shows.
func (k *kept) get(ctx context.Context, key string, build func() (*readyPage, [][16]byte, error)) (*readyPage, error) {
	for {
		k.mu.Lock()
		p := k.page(key)
		fresh := p.ready != nil && (!p.stale && !p.ready.overdue() || p.making != nil || time.Since(p.renewed) < renewEvery)
		if fresh {
			ready, bytes := p.ready, k.bytes
			k.mu.Unlock()
			k.told(true, bytes)
			return ready, nil
		}
		if making := p.making; making != nil {
			k.mu.Unlock()
			select {
			case <-making:
				continue
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		p.making = make(chan struct{})
		k.begun[p] = struct{}{}
		change, hidden := p.change, p.hidden
		k.mu.Unlock()
		ready, tags, err := whole(build)
		k.mu.Lock()
		close(p.making)
		p.making = nil
		delete(k.begun, p)
		late := p.hidden != hidden // words went out of sight while it was made
		if err != nil && p.ready != nil && status(err) >= http.StatusInternalServerError {
			// The store is away: what was true a moment ago is better than nothing, and nothing it shows was taken out of sight.
			ready, err, p.renewed = p.ready, nil, time.Now()
			k.mu.Unlock()
			return ready, nil
		}
		if err == nil && !late && k.most > 0 {
			k.put(p, ready, tags, p.change != change)
		} else if p.ready == nil {
			k.drop(p) // there is no such page: its place is for others
		}
		bytes := k.bytes
		k.mu.Unlock()
		k.told(false, bytes)
		if err != nil || !late {
			return ready, err
		}
	}
}

// whole calls build, and turns a panic in it into an error, so that those who wait for the page hear of it too.
func whole(build func() (*readyPage, [][16]byte, error)) (ready *readyPage, tags [][16]byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("making a page panicked: %v\n%s", p, debug.Stack())
		}
	}()
	return build()
}

// page finds the place for a key, or makes one.
func (k *kept) page(key string) *keptPage {
	if at := k.pages[key]; at != nil {
		k.order.MoveToFront(at)
		return at.Value.(*keptPage)
	}
	p := &keptPage{key: key}
	k.pages[key] = k.order.PushFront(p)
	k.shrink()
	return p
}

// put sets a page in its place. stale: something happened to it while it was made.
func (k *kept) put(p *keptPage, ready *readyPage, tags [][16]byte, stale bool) {
	k.untag(p)
	if p.ready != nil {
		k.bytes -= p.ready.size()
		p.renewed = time.Now()
	}
	p.ready, p.stale, p.tags = ready, stale, tags
	k.bytes += ready.size()
	for _, t := range tags {
		if k.tags[t] == nil {
			k.tags[t] = map[*keptPage]struct{}{}
		}
		k.tags[t][p] = struct{}{}
	}
	k.shrink()
}

// mostPlaces bounds the places that are kept for addresses, made or not.
const mostPlaces = 20_000

// shrink takes the least used pages away, but for those that are being made: they are told what happens meanwhile.
func (k *kept) shrink() {
	for at := k.order.Back(); at != k.order.Front() && (k.bytes > k.most || len(k.pages) > mostPlaces); {
		p := at.Value.(*keptPage)
		at = at.Prev()
		if p.making == nil {
			k.drop(p)
		}
	}
}

// drop takes a page and its place away.
func (k *kept) drop(p *keptPage) {
	if p.ready != nil {
		k.bytes -= p.ready.size()
	}
	k.untag(p)
	k.order.Remove(k.pages[p.key])
	delete(k.pages, p.key)
}

func (k *kept) untag(p *keptPage) {
	for _, t := range p.tags {
		delete(k.tags[t], p)
		if len(k.tags[t]) == 0 {
			delete(k.tags, t)
		}
	}
	p.tags = nil
}

// happened makes stale, or takes away, the pages that show what an event touches. A page that is being made at the moment
// is told as well: its place is known before it is made, its tags are not, so every such page counts as touched.
func (k *kept) happened(e rozmova.Event) {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := e.Kind == rozmova.SiteChanged || e.Kind == rozmova.ReaderRenamed || e.Kind == rozmova.ReaderChanged || e.Kind == rozmova.RoleGranted || e.Kind == rozmova.RoleRevoked || e.Kind == rozmova.ReaderErased
	touch := func(p *keptPage, hides bool) {
		p.change++
		p.stale = true
		if hides {
			p.hidden++
			if p.ready != nil {
				k.bytes -= p.ready.size()
				p.ready = nil
			}
		}
	}
	if all {
		for at := k.order.Front(); at != nil; at = at.Next() {
			touch(at.Value.(*keptPage), e.Kind.Hides())
		}
		return
	}
	for p := range k.begun {
		touch(p, e.Kind.Hides())
	}
	for _, t := range touched(e) {
		hides := e.Kind.Hides() && (e.Kind != rozmova.AdditionChanged || t == e.Story) // its words stand on its story's pages alone
		for p := range k.tags[t] {
			if p.making == nil {
				touch(p, hides)
			}
		}
	}
}

// touched gives the tags of the pages that an event touches. Votes and picks are shown with their story alone.
func touched(e rozmova.Event) [][16]byte {
	var tags [][16]byte
	if !e.Story.IsZero() {
		tags = append(tags, e.Story)
	}
	if e.Kind == rozmova.VotesChanged || e.Kind == rozmova.OrderChanged || e.Kind == rozmova.CommentFeatured {
		return tags
	}
	tags = append(tags, everything)
	if e.Comment.IsZero() {
		tags = append(tags, theStories)
	}
	return tags
}

// hide takes away the pages of a story in which words went out of sight, before whoever decided that is answered. The log
// tells of it too, to every process, a moment later.
func (k *kept) hide(story rozmova.ID[rozmova.Story]) {
	k.happened(rozmova.Event{Kind: rozmova.CommentRemoved, Story: story})
}

// orderPart is the part of a query that says in which order a discussion is wanted.
const orderPart = "order"

// keptQuery is what stays of a query in a page that others get too: those parts that change what the page shows. Whoever
// asks first must not write anything else into it.
func keptQuery(r *http.Request, parts []string) string {
	if r.URL.RawQuery == "" || len(parts) == 0 {
		return ""
	}
	asked, q := r.URL.Query(), url.Values{}
	for _, part := range parts {
		value := asked.Get(part)
		if _, err := discussion.ParseOrder(value); part == orderPart && err != nil {
			continue // as good as none: the site's order
		}
		if value != "" {
			q.Set(part, value)
		}
	}
	return q.Encode()
}

// formParts are the parts of a query that fill a form. Pages with them are made for the one who asks and not kept: there is no
// end of them.
var formParts = []string{"reply", "statement", "quote"}

func fillsForm(r *http.Request) bool {
	if r.URL.RawQuery == "" {
		return false
	}
	asked := r.URL.Query()
	return slices.ContainsFunc(formParts, asked.Has)
}

// keep is page for what everybody may see: those who are not signed in get it from the kept pages. parts are those of the
// query that change what the page shows; the others are as good as not there.
func (s *Server) keep(h keptHandler, parts ...string) http.Handler {
	forOne := s.page(func(w http.ResponseWriter, r *http.Request) error {
		a, err := h(r)
		if err != nil {
			return err
		}
		return s.answer(w, r, a)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie(s.cookie); err == nil || fillsForm(r) {
			forOne.ServeHTTP(w, r)
			return
		}
		v, query := visitOf(r.Context()), keptQuery(r, parts)
		key := string(v.lang) + " " + r.URL.Path
		if query != "" {
			key += "?" + query
		}
		if slices.Contains(parts, orderPart) {
			key += " " + string(orderOf(r)) // a cookie may say which
		}
		ready, err := s.kept.get(r.Context(), key, func() (*readyPage, [][16]byte, error) {
			// Others wait for this page: one who leaves must not spoil it for them.
			ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), 15*time.Second)
			defer cancel()
			public := *v
			public.path, _, _ = strings.Cut(v.path, "?")
			if query != "" {
				public.path += "?" + query
			}
			asked, u := r.WithContext(context.WithValue(ctx, visitKey{}, &public)), *r.URL
			u.RawQuery = query
			asked.URL = &u
			a, err := h(asked)
			if err != nil {
				return nil, nil, err
			}
			ready, err := s.makeReady(r, a)
			return ready, a.shows, err
		})
		if err != nil {
			s.fail(w, r, err)
			return
		}
		ready.serve(w, r)
	})
}
