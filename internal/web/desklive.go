package web

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/live"
)

// mostTouched is how many cards one message of the desk's stream tells of; of more at once only the counts are told.
const mostTouched = 20

// tellDesk tells the open pages of the desk of a batch of events, at once.
func (s *Server) tellDesk(events []rozmova.Event) {
	if s.o.Site == nil || !s.o.Hub.Watched(s.o.Site.ID) {
		return
	}
	var touched []rozmova.ID[rozmova.Comment]
	seq := int64(0)
	for _, e := range events {
		if !concernsDesk(e.Kind) {
			continue
		}
		seq = e.Seq
		if e.Kind == rozmova.QueueChanged {
			e.Comment = e.Ref // it names no comment elsewhere, for readers' pages are not concerned
		}
		if !e.Comment.IsZero() && !slices.Contains(touched, e.Comment) && len(touched) < mostTouched {
			touched = append(touched, e.Comment)
		}
	}
	if seq > 0 {
		s.o.Hub.Publish(s.o.Site.ID, &live.Message{Seq: seq, Kind: uint8(rozmova.QueueChanged), Data: touched})
	}
}

// concernsDesk reports whether an event may change what waits for a person, or who works on it.
func concernsDesk(k rozmova.EventKind) bool {
	switch k {
	case rozmova.CommentPending, rozmova.CommentPublished, rozmova.CommentEdited, rozmova.CommentWithdrawn, rozmova.CommentHeld, rozmova.CommentRemoved,
		rozmova.CommentRestored, rozmova.CommentErased, rozmova.NoticeReceived, rozmova.NoticeAnswered, rozmova.DecisionFinal, rozmova.DecisionUndone,
		rozmova.AppealReceived, rozmova.AppealHeard, rozmova.BranchChanged, rozmova.QueueChanged:
		return true
	}
	return false
}

// deskLive streams to a moderator how many wait in each list, and what becomes of the cards that others work on.
func (s *Server) deskLive(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	first, err := s.deskNews(r.Context(), v, nil)
	if err != nil {
		return err
	}
	leave, ok := s.streams.Enter(live.Origin(r))
	if !ok {
		return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "live.too_many"}
	}
	defer leave()
	sub, err := s.o.Hub.Subscribe(s.o.Site.ID)
	if err != nil {
		return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "live.too_many", Err: err}
	}
	defer sub.Close()
	ctx, cancel := context.WithTimeout(r.Context(), longestBell)
	defer cancel()
	stream, err := live.Open(w)
	if err != nil {
		return err
	}
	if err := stream.Send(live.Event(nil, "desk", 0, first)); err != nil {
		return nil // gone already
	}
	stream.Serve(r.WithContext(ctx), sub, 0, func(m *live.Message) []byte {
		reader, _, err := s.o.Membership.Visitor(ctx, v.secret)
		if err != nil {
			cancel()
			return nil
		}
		now := *v
		now.reader = reader // a role may have been taken since
		ctx, done := context.WithTimeout(ctx, 5*time.Second)
		defer done()
		news, err := s.deskNews(ctx, &now, m.Data.([]rozmova.ID[rozmova.Comment]))
		if err != nil {
			return nil
		}
		return live.Event(nil, "desk", m.Seq, news)
	})
	return nil
}

// deskNews is a message of the desk's stream: the counts of the lists and, of some cards, whether they wait and who works on them.
func (s *Server) deskNews(ctx context.Context, v *visit, touched []rozmova.ID[rozmova.Comment]) ([]byte, error) {
	counts, err := s.deskCounts(ctx, v.reader)
	if err != nil {
		return nil, err
	}
	type list struct {
		N    int    `json:"n"`
		Text string `json:"text"`
	}
	type card struct {
		ID       string `json:"id"`
		By       string `json:"by"`
		Name     string `json:"name"`
		Waits    bool   `json:"waits"`
		Revision int    `json:"revision"`
	}
	news := struct {
		Lists map[string]list `json:"lists"`
		Cards []card          `json:"cards,omitempty"`
	}{Lists: map[string]list{}}
	for _, c := range counts {
		news.Lists[c.Key] = list{c.Count, s.printer(v.lang).Number(int64(c.Count))}
	}
	for _, id := range touched {
		st, err := s.cardState(ctx, v.reader, id)
		if err != nil {
			continue // of another section
		}
		news.Cards = append(news.Cards, card{id.String(), st.by, st.name, st.waits, st.revision})
	}
	return json.Marshal(news)
}
