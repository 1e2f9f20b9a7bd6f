package web

import (
	"math"
	"net/http"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
)

// AbusePage shows what looks like abuse by numbers. Each open signal's form posts to /desk/abuse/{id}. Page: abuse.
type AbusePage struct {
	DeskFrame
	Closed  bool // those that somebody has closed
	Signals []SignalView
}

// A SignalView is a signal with its evidence in words.
type SignalView struct {
	ID       rozmova.ID[rozmova.Signal]
	Kind     string
	At       time.Time
	Acted    string // nothing, hold, ignore
	Score    int    // percent
	Facts    []string
	People   []SignalPerson // of evasion the new account first
	Comments []SignalComment
	State    int // 2 confirmed, 3 dismissed
	By       string
	ClosedAt time.Time
}

// A SignalPerson is an account that a signal names.
type SignalPerson struct {
	ID     rozmova.ID[rozmova.Reader]
	Name   string
	Joined time.Time
}

// A SignalComment is a comment that a signal rests on.
type SignalComment struct {
	Story   StoryRef
	Comment CommentView
}

// shownPeople is how many accounts of a signal are named.
const shownPeople = 12

func (s *Server) abuse(w http.ResponseWriter, r *http.Request) error {
	closed := r.URL.Query().Has("closed")
	v := visitOf(r.Context())
	cards, err := s.o.Moderation.Signals(r.Context(), v.reader, !closed)
	if err != nil {
		return err
	}
	page := &AbusePage{DeskFrame: s.deskFrame(r, "abuse", s.printer(v.lang).T("abuse.title")), Closed: closed}
	for i := range cards {
		page.Signals = append(page.Signals, s.viewSignal(v, &cards[i]))
	}
	return s.show(w, r, http.StatusOK, "abuse", page)
}

func (s *Server) viewSignal(v *visit, card *moderation.SignalCard) SignalView {
	sig := card.Signal
	view := SignalView{
		ID: sig.ID, Kind: sig.Kind, At: sig.At, Acted: sig.Acted, Score: int(math.Round(sig.Score * 100)), Facts: s.signalFacts(v.lang, card),
		State: sig.State, ClosedAt: sig.Closed,
	}
	if by := card.People[sig.By]; by != nil {
		view.By = by.PenName
	}
	for _, id := range card.Evidence.Readers {
		if p := card.People[id]; p != nil && len(view.People) < shownPeople {
			view.People = append(view.People, SignalPerson{p.ID, p.PenName, p.Joined})
		}
	}
	for _, c := range card.Comments {
		story := card.Stories[c.Story]
		if c.State == rozmova.Withdrawn || c.State == rozmova.Erased {
			continue
		}
		cv := s.viewComment(v, story, &discussion.Node{Comment: c, Author: card.People[c.Author]}, rozmova.Closed)
		cv.May = CommentMay{}
		view.Comments = append(view.Comments, SignalComment{refOf(story), cv})
	}
	return view
}

// signalFacts puts the evidence of a signal into words.
func (s *Server) signalFacts(lang rozmova.Locale, card *moderation.SignalCard) []string {
	p, e := s.printer(lang), &card.Evidence
	span := func() string { return p.T("abuse.fact.when", "From", p.DateTime(e.From), "To", p.DateTime(e.To)) }
	var facts []string
	say := func(n int, key string) {
		if n > 0 {
			facts = append(facts, p.T(key, "N", n))
		}
	}
	switch card.Signal.Kind {
	case moderation.FloodSignal:
		say(e.Total, "abuse.fact.copies")
		say(e.Threads, "abuse.fact.threads")
		say(int(math.Floor(e.Alike*100)), "abuse.fact.alike")
		facts = append(facts, span())
	case moderation.LinkSignal:
		facts = append(facts, p.T("abuse.fact.host", "Host", e.Host))
		say(e.Total, "abuse.fact.links")
		facts = append(facts, span())
	case moderation.EvasionSignal:
		say(e.Origin, "abuse.fact.barred_here")
		say(int(math.Floor(e.Alike*100)), "abuse.fact.name")
		facts = append(facts, p.T("abuse.fact.joined", "When", p.DateTime(e.From)))
	case moderation.DiscountSignal:
		say(e.Total, "abuse.fact.discount")
		facts = append(facts, p.T("abuse.fact.counted", "Number", int(math.Round(e.Counted))))
		say(e.Fewer, "abuse.fact.fewer")
		if e.Voices > 1 {
			say(e.Voices, "abuse.fact.voices")
		}
		facts = append(facts, span())
	case moderation.FallSignal:
		facts = append(facts, p.T("abuse.fact.fell", "Before", e.Before, "Now", e.Now))
		say(e.Fewer, "abuse.fact.fall")
		say(e.Newcomers, "abuse.fact.newcomers")
		facts = append(facts, span())
	default:
		say(e.Total, "abuse.fact."+card.Signal.Kind)
		say(e.Newcomers, "abuse.fact.newcomers")
		say(e.Origin, "abuse.fact.origin")
		facts = append(facts, span())
	}
	return facts
}

func (s *Server) closeSignal(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Signal](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	say := r.PostFormValue("say")
	if say != "confirm" && say != "dismiss" {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "signal.say", Field: "say"}
	}
	if err := s.o.Moderation.CloseSignal(r.Context(), visitOf(r.Context()).reader, id, say == "confirm"); err != nil {
		return err
	}
	return s.seeOther(w, r, "/desk/abuse")
}
