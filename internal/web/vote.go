package web

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

// vote takes a reader's word on a comment: what the form does not name stays as it is. Whoever is not signed in is asked to,
// and comes back to the comment.
func (s *Server) vote(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	back := backPath(r, "")
	r.PostForm.Set("back", at(cmp.Or(back, "/comments/"+id.String()), "c-"+id.String())) // for whoever is refused, too
	if v.reader == nil && !wantsFragment(r) {
		return s.seeOther(w, r, "/sign-in?for=vote&next="+url.QueryEscape(r.PostForm.Get("back")))
	}
	if v.reader != nil && !s.votes.Allow(r, time.Now()) {
		return &rozmova.Error{Kind: rozmova.TooMany, Reason: "too_many", Args: map[string]any{"Seconds": 60}}
	}
	change, err := readVote(r)
	if err != nil {
		return err
	}
	one, err := s.o.Discussion.Revote(r.Context(), v.reader, id, change)
	if err != nil {
		return err
	}
	if wantsFragment(r) {
		return writeJSON(w, votesOf(one.Node))
	}
	return s.seeOther(w, r, at(cmp.Or(back, "/stories/"+string(one.Story.Slug)+"/branch/"+id.String()), "c-"+id.String()))
}

// readVote gives what a form asks to be made of a vote. What it does not name stays as it is.
func readVote(r *http.Request) (change func(rozmova.Vote) rozmova.Vote, err error) {
	opinion, err := rozmova.ParseOpinion(r.PostFormValue("opinion"))
	if err != nil {
		return nil, err
	}
	respect := r.PostFormValue("respect")
	switch respect {
	case "0", "1", "":
	default:
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "vote.respect", Field: "respect"}
	}
	return func(v rozmova.Vote) rozmova.Vote {
		if r.PostForm.Has("opinion") {
			v.Opinion = opinion
		}
		if r.PostForm.Has("respect") {
			v.Respect = respect == "1"
		}
		return v
	}, nil
}

// votesJSON is what the island is told after a vote. The totals are null where this reader may not see them.
type votesJSON struct {
	Agree    *int   `json:"agree"`
	Disagree *int   `json:"disagree"`
	Respect  *int   `json:"respect"`
	Voters   *int   `json:"voters"`
	Opinion  string `json:"opinion"` // the reader's own: agree, disagree or empty
	Mine     bool   `json:"mine"`    // the reader respects the comment
}

func votesOf(n *discussion.Node) votesJSON {
	told := votesJSON{Opinion: n.Vote.Opinion.String(), Mine: n.Vote.Respect}
	if n.Totals {
		t := n.Votes
		told.Agree, told.Disagree, told.Respect, told.Voters = &t.Agree, &t.Disagree, &t.Respect, &t.Voters
	}
	return told
}

// writeJSON answers the island with a value.
func writeJSON(w http.ResponseWriter, value any) error {
	b, err := json.Marshal(value)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(b)
	return nil
}
