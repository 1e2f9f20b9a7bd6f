package web

import (
	"net/http"
	"strconv"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
)

// blockWords is how many runes of a block are shown to choose it by.
const blockWords = 80

func (s *Server) featureForm(w http.ResponseWriter, r *http.Request) error {
	return s.showFeature(w, r, http.StatusOK, FeaturePage{Block: rozmova.Never})
}

// showFeature shows the page on which an editor picks a comment.
func (s *Server) showFeature(w http.ResponseWriter, r *http.Request, code int, page FeaturePage) error {
	v := visitOf(r.Context())
	one, err := s.one(r)
	if err != nil {
		return err
	}
	if !v.reader.HasFor(rozmova.Editor, one.Story.Section) {
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.editor_needed"}
	}
	reading, err := s.o.Newsroom.Read(r.Context(), one.Story.Slug)
	if err != nil {
		return err
	}
	page.Frame, page.Story = s.frame(r, one.Story.Headline), refOf(one.Story)
	page.Comment = s.viewComment(v, one.Story, one.Node, rozmova.Closed)
	page.Blocks = blockChoices(reading.Story.Body)
	return s.show(w, r, code, "feature", &page)
}

// blockChoices are the blocks behind which a comment may stand: those with words, but for the inside of a list.
func blockChoices(body []rozmova.Block) []BlockChoice {
	var choices []BlockChoice
	for i := range body {
		if i+1 < len(body) && body[i].Kind == rozmova.Item && body[i+1].Kind == rozmova.Item {
			continue
		}
		if words := richtext.Excerpt(body[i:i+1], blockWords); words != "" {
			choices = append(choices, BlockChoice{i, words})
		}
	}
	return choices
}

func (s *Server) feature(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	block := rozmova.Never
	if chosen := r.PostFormValue("block"); chosen != "" {
		if block, err = strconv.Atoi(chosen); err != nil || block < rozmova.Never {
			err = &rozmova.Error{Kind: rozmova.Invalid, Reason: "feature.block", Field: "block"}
		}
	}
	if err == nil {
		err = s.o.Discussion.Feature(r.Context(), visitOf(r.Context()).reader, id, block)
	}
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showFeature(w, r, code, FeaturePage{Block: block, Errors: errs})
	}
	if err != nil {
		return err
	}
	return s.featured(w, r, id, "featured")
}

func (s *Server) unfeature(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	if err := s.o.Discussion.Unfeature(r.Context(), visitOf(r.Context()).reader, id); err != nil {
		return err
	}
	return s.featured(w, r, id, "unfeatured")
}

// featured sends an editor back to where the comment stands.
func (s *Server) featured(w http.ResponseWriter, r *http.Request, id rozmova.ID[rozmova.Comment], done string) error {
	one, err := s.one(r)
	if err != nil {
		return err
	}
	back := backPath(r, "/stories/"+string(one.Story.Slug)+"/branch/"+id.String())
	return s.seeOther(w, r, at(changed(back, "done", done), "c-"+id.String()))
}
