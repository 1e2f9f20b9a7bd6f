package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

func (s *Server) correctForm(w http.ResponseWriter, r *http.Request) error {
	page, err := s.correctPage(r)
	if err != nil {
		return err
	}
	if r.URL.Query().Get("done") == "corrected" {
		page.Flash = &Flash{Text: s.printer(page.Lang).T("corrections.done"), Href: "/stories/" + string(page.Story.Slug), Label: s.printer(page.Lang).T("addition.look")}
	}
	if key := r.URL.Query().Get("statement"); key != "" {
		page.Form.Target = "st-" + key
	}
	return s.show(w, r, http.StatusOK, "desk-correct", page)
}

// correctPage reads a story for an editor of its section who is to correct it.
func (s *Server) correctPage(r *http.Request) (*CorrectPage, error) {
	v := visitOf(r.Context())
	story, err := s.o.Newsroom.ToEdit(r.Context(), v.reader, rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return nil, err
	}
	page := &CorrectPage{
		DeskFrame: s.deskFrame(r, "stories", s.printer(v.lang).T("corrections.desk_title")), Story: refOf(story), Revision: story.Revision,
		Statements: ViewNotes(story), Kinds: correctionKinds, Form: CorrectForm{Kind: rozmova.Corrected},
	}
	page.Made = viewCorrections(story, page.Statements)
	for _, d := range story.Developments {
		page.Facts = append(page.Facts, FactChoice{d.Key, d.What, d.Value})
	}
	return page, nil
}

// correct makes a correction, or shows what it would change. What was typed is shown again where it was refused.
func (s *Server) correct(w http.ResponseWriter, r *http.Request) error {
	v, slug := visitOf(r.Context()), rozmova.Slug(r.PathValue("slug"))
	form := CorrectForm{
		Kind: rozmova.CorrectionKind(r.PostFormValue("kind")), Target: r.PostFormValue("target"), Wrong: r.PostFormValue("wrong"), Right: r.PostFormValue("right"),
		Date: r.PostFormValue("date"), Text: r.PostFormValue("text"), Where: r.PostFormValue("where"),
	}
	seen, err := strconv.Atoi(r.PostFormValue("seen"))
	if err != nil {
		seen = 0
	}
	fix := newsroom.Fix{Date: form.Date, Seen: seen, Correction: rozmova.Correction{Kind: form.Kind, Text: form.Text, Wrong: form.Wrong, Right: form.Right, InPlace: form.In()}}
	if key, ok := strings.CutPrefix(form.Target, "st-"); ok {
		fix.Statement = key
	} else if key, ok := strings.CutPrefix(form.Target, "fact-"); ok {
		fix.Development = key
	} else if form.Target != "" {
		fix.Statement = form.Target // which there is not
	}
	if r.PostFormValue("say") != "preview" {
		if _, err = s.o.Newsroom.Correct(r.Context(), v.reader, slug, fix); err == nil {
			return s.seeOther(w, r, "/desk/stories/"+string(slug)+"/corrections?done=corrected")
		}
	}
	again := errors.Is(err, rozmova.Conflict) // whoever sends it again has been told, and sees the differences
	code := http.StatusOK
	var errs FieldErrors
	if err != nil {
		ok := false
		if errs, code, ok = s.formError(w, r, err); !ok {
			return err
		}
	}
	page, wrong := s.correctPage(r)
	if wrong != nil {
		return wrong
	}
	page.Form, page.Errors = form, errs
	if err == nil || again {
		fix.Again = true
		before, after, err := s.o.Newsroom.PreviewFix(r.Context(), v.reader, slug, fix)
		switch more, _, ok := s.formError(w, r, err); {
		case err == nil:
			page.Preview, page.Retracts = true, after.State == rozmova.RetractedNote && before.State != after.State
			page.Changes = changedBlocks(before, after)
		case ok:
			page.Errors = append(page.Errors, more...)
			if code == http.StatusOK {
				code = http.StatusUnprocessableEntity
			}
		default:
			return err
		}
	}
	return s.show(w, r, code, "desk-correct", page)
}

// changedBlocks gives the parts of a story that two revisions have otherwise, dated facts among them.
func changedBlocks(before, after *rozmova.Story) []DiffBlock {
	all := DiffStories(before, after)
	for _, d := range after.Developments {
		for _, old := range before.Developments {
			if old.Key == d.Key {
				all = append(all, DiffBlock{"paragraph", DiffWords(old.What+": "+old.Value, d.What+": "+d.Value)})
			}
		}
	}
	return slices.DeleteFunc(all, func(b DiffBlock) bool {
		return !slices.ContainsFunc(b.Runs, func(run DiffRun) bool { return run.Gone() || run.Added() })
	})
}
