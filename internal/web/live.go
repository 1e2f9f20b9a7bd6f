package web

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/live"
)

// mostMissed is how many events a page that comes back is sent; beyond that it is told to load itself anew.
const mostMissed = 200

// live streams what happens in a thread to one open page, in HTML, rendered once for each language.
func (s *Server) live(w http.ResponseWriter, r *http.Request) error {
	thread, err := rozmova.ParseID[rozmova.Thread](r.PathValue("thread"))
	if err != nil {
		return rozmova.NotFound
	}
	if _, _, err := s.o.Discussion.Thread(r.Context(), thread); err != nil {
		return err
	}
	lang := r.URL.Query().Get("lang")
	if !slices.Contains(i18n.Languages(), lang) {
		lang = i18n.Languages()[0]
	}
	after := lastSeen(r)
	leave, ok := s.streams.Enter(live.Origin(r))
	if !ok {
		return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "live.too_many"}
	}
	defer leave()
	sub, err := s.o.Hub.Subscribe(thread) // before reading what was missed, so that nothing falls between
	if err != nil {
		return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "live.too_many", Err: err}
	}
	defer sub.Close()
	missed, err := s.o.Discussion.Events(r.Context(), thread, after, mostMissed)
	if err != nil {
		return err
	}
	stream, err := live.Open(w)
	if err != nil {
		return err
	}
	var first []byte
	if len(missed) == mostMissed {
		first = live.Event(nil, "resync", 0, []byte("{}"))
	} else {
		for _, e := range latest(missed) {
			first = append(first, s.liveEvent(lang, e)...)
		}
	}
	if len(missed) > 0 {
		after = missed[len(missed)-1].Seq
	}
	if err := stream.Send(first); err != nil {
		return nil // gone already
	}
	stream.Serve(r, sub, after, func(m *live.Message) []byte {
		return m.Render(lang, func(m *live.Message) []byte { return s.liveEvent(lang, m.Data.(rozmova.Event)) })
	})
	return nil
}

// lastSeen is the position up to which a page knows the log: what the browser says when it comes back, or the address.
func lastSeen(r *http.Request) int64 {
	fromPage, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
	fromBrowser, _ := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64)
	return max(fromPage, fromBrowser)
}

// latest leaves of several events about one comment, or about one addition, only the last, and of several of votes one, as of those of places: what they
// tell is read as it is now.
func latest(events []rozmova.Event) []rozmova.Event {
	last := map[rozmova.ID[rozmova.Comment]]int64{}
	since := map[rozmova.EventKind]*rozmova.Event{} // of votes, and of places: the first, with the sequence of the last
	heat := map[rozmova.ID[rozmova.Comment]]int64{} // of the branch that a comment begins; it says nothing of the comment
	added := map[[16]byte]int64{}
	for _, e := range events {
		if e.Kind == rozmova.BranchChanged {
			heat[e.Comment] = e.Seq
			continue
		}
		if e.Kind == rozmova.AdditionChanged {
			added[e.Ref] = e.Seq
		}
		last[e.Comment] = e.Seq
		if e.Kind == rozmova.VotesChanged || e.Kind == rozmova.OrderChanged {
			if since[e.Kind] == nil {
				since[e.Kind] = &e
			}
			since[e.Kind].Seq = e.Seq
		}
	}
	left := slices.Clone(events)
	for kind, first := range since {
		left = slices.DeleteFunc(left, func(e rozmova.Event) bool { return e.Kind == kind && e.Seq != first.Seq })
		left[slices.IndexFunc(left, func(e rozmova.Event) bool { return e.Seq == first.Seq })] = *first
	}
	return slices.DeleteFunc(left, func(e rozmova.Event) bool {
		if e.Kind == rozmova.BranchChanged {
			return heat[e.Comment] != e.Seq
		}
		if e.Kind == rozmova.AdditionChanged {
			return added[e.Ref] != e.Seq
		}
		return !e.Comment.IsZero() && last[e.Comment] != e.Seq
	})
}

// liveEvent writes what an event means for an open page; nothing for one that the page does not show.
func (s *Server) liveEvent(lang string, e rozmova.Event) []byte {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	switch e.Kind {
	case rozmova.StoryChanged, rozmova.StoryUnpublished:
		return live.Event(nil, "story", e.Seq, []byte("{}"))
	case rozmova.VotesChanged:
		return s.votesEvent(ctx, e)
	case rozmova.BranchChanged:
		return s.branchEvent(ctx, lang, e)
	case rozmova.OrderChanged:
		return s.orderEvent(ctx, lang, e)
	case rozmova.AdditionChanged:
		return s.additionEvent(ctx, lang, e)
	case rozmova.ThreadChanged:
		return live.Event(nil, "resync", e.Seq, []byte(`{"why":"settings"}`))
	case rozmova.CommentFeatured:
		return live.Event(nil, "resync", e.Seq, []byte(`{"why":"picks"}`))
	case rozmova.CommentPublished, rozmova.CommentEdited, rozmova.CommentWithdrawn, rozmova.CommentHeld, rozmova.CommentRemoved,
		rozmova.CommentRestored, rozmova.CommentErased:
	default:
		return nil
	}
	one, err := s.o.Discussion.Comment(ctx, nil, e.Comment)
	if err != nil {
		return nil // out of sight again
	}
	v := &visit{lang: rozmova.Locale(lang)}
	html, err := s.render.Fragment(lang, "comment", s.viewComment(v, one.Story, one.Node, one.Terms.Mode))
	if err != nil {
		s.o.Log.Error("rendering a live comment", "error", err)
		return nil
	}
	n := one.Thread.Comments
	count, err := json.Marshal(map[string]any{
		"n": n, "text": s.printer(v.lang).T("comment.count", "N", n), "fresh": e.Kind == rozmova.CommentPublished || e.Kind == rozmova.CommentRestored,
	})
	if err != nil {
		return nil
	}
	return live.Event(live.Event(nil, "comment", e.Seq, html), "count", e.Seq, count)
}

// votesEvent writes the totals of the comments whose votes an event tells of; nothing where they are not for everybody.
func (s *Server) votesEvent(ctx context.Context, e rozmova.Event) []byte {
	tallies, err := s.o.Discussion.Tallies(ctx, e.Thread, e.At)
	if err != nil || len(tallies) == 0 {
		return nil
	}
	type line struct {
		ID       rozmova.ID[rozmova.Comment] `json:"id"`
		Agree    int                         `json:"agree"`
		Disagree int                         `json:"disagree"`
		Respect  int                         `json:"respect"`
		Voters   int                         `json:"voters"`
	}
	lines := make([]line, len(tallies))
	for i, t := range tallies {
		lines[i] = line{t.Comment, t.Votes.Agree, t.Votes.Disagree, t.Votes.Respect, t.Votes.Voters}
	}
	data, err := json.Marshal(lines)
	if err != nil {
		return nil
	}
	return live.Event(nil, "votes", e.Seq, data)
}

// branchEvent writes how heated a branch is now, with the words that its page shows of it.
func (s *Server) branchEvent(ctx context.Context, lang string, e rozmova.Event) []byte {
	one, err := s.o.Discussion.Comment(ctx, nil, e.Comment)
	if err != nil {
		return nil
	}
	html, err := s.render.Fragment(lang, "heat", one.Node.Heat)
	if err != nil {
		s.o.Log.Error("rendering the temperature of a branch", "error", err)
		return nil
	}
	data, err := json.Marshal(map[string]any{"id": e.Comment, "html": string(html)})
	if err != nil {
		return nil
	}
	return live.Event(nil, "heat", e.Seq, data)
}
