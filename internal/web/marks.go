package web

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// marks shows the statements of a story with the card that is asked for, or the first that nobody decided about.
func (s *Server) marks(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	work, err := s.o.Newsroom.Working(r.Context(), v.reader, rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return err
	}
	items := markItems(work)
	at := r.URL.Query().Get("card")
	if !slices.ContainsFunc(items, func(i MarkItem) bool { return i.ID == at }) && !dismissed(work, at) {
		at = nextOpen(items, at)
	}
	return s.showMarks(w, r, http.StatusOK, work, at, nil)
}

// nextOpen gives the first item behind one, around the end of the list, that nobody decided about; empty for none.
func nextOpen(items []MarkItem, behind string) string {
	from := slices.IndexFunc(items, func(i MarkItem) bool { return i.ID == behind }) + 1
	for n := range items {
		item := items[(from+n)%len(items)]
		if item.ID != behind && newsroom.MarkState(item.State).Open() {
			return item.ID
		}
	}
	return ""
}

// showMarks shows the page, or the part of it that a script puts in. change may put back what was typed.
func (s *Server) showMarks(w http.ResponseWriter, r *http.Request, code int, work *newsroom.Working, at string, change func(*MarksPage)) error {
	page := s.marksPage(r, work, at)
	if change != nil {
		change(page)
	}
	if !wantsFragment(r) {
		return s.show(w, r, code, "marks", page)
	}
	html, err := s.render.Fragment(string(visitOf(r.Context()).lang), "marks-work", page)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	_, err = bytes.NewReader(html).WriteTo(w)
	return err
}

// mark does what a form of the page says. Behind what decides about an item stands the next that nobody decided about.
func (s *Server) mark(w http.ResponseWriter, r *http.Request) error {
	v, slug := visitOf(r.Context()), rozmova.Slug(r.PathValue("slug"))
	id, do := r.PostFormValue("card"), r.PostFormValue("do")
	turn, _ := strconv.Atoi(r.PostFormValue("turn")) // malformed: that of a card nobody has
	before, err := s.o.Newsroom.Working(r.Context(), v.reader, slug)
	if err != nil {
		return err
	}
	items := markItems(before)
	work, at, err := s.doMark(r, slug, before, id, do, turn)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		work, err2 := s.o.Newsroom.Working(r.Context(), v.reader, slug)
		if err2 != nil {
			return err2
		}
		return s.showMarks(w, r, code, work, id, func(page *MarksPage) { page.typed(r, do, errs, errors.Is(err, rozmova.Conflict)) })
	}
	if err != nil {
		return err
	}
	if at == "" { // it is decided about
		now := markItems(work)
		place := slices.IndexFunc(items, func(i MarkItem) bool { return i.ID == id })
		for n := range items { // in the order that the editor saw
			item := items[(place+1+n)%len(items)]
			if i := slices.IndexFunc(now, func(i MarkItem) bool { return i.ID == item.ID && i.ID != id }); i >= 0 && newsroom.MarkState(now[i].State).Open() {
				at = item.ID
				break
			}
		}
		if at == "" {
			at = nextOpen(now, id)
		}
	}
	if wantsFragment(r) {
		return s.showMarks(w, r, http.StatusOK, work, at, nil)
	}
	path := "/desk/stories/" + string(slug) + "/statements"
	if at != "" {
		path += "?card=" + at + "#card"
	}
	return s.seeOther(w, r, path)
}

// doMark does one thing and gives the item that stays open; empty: that one is decided about.
func (s *Server) doMark(r *http.Request, slug rozmova.Slug, before *newsroom.Working, id, do string, turn int) (work *newsroom.Working, at string, err error) {
	desk, ctx, by := s.o.Newsroom, r.Context(), visitOf(r.Context()).reader
	broken := &rozmova.Error{Kind: rozmova.Invalid, Reason: "request.broken"}
	switch do {
	case "mark":
		key, _ := strings.CutPrefix(id, "st-")
		work, key, err = desk.Mark(ctx, by, slug, key, r.PostFormValue("new"))
		return work, "st-" + key, err
	case "silence":
		work, err = desk.AddSilence(ctx, by, slug, silenceCard(r))
		return work, id, err
	case "silence_drop":
		work, err = desk.DropSilence(ctx, by, slug, r.PostFormValue("key"))
		return work, id, err
	}
	kind, key, _ := strings.Cut(id, "-")
	switch kind + " " + do {
	case "st confirm":
		work, err = desk.Confirm(ctx, by, slug, key, turn, statementCard(r))
	case "st fill":
		work, err = desk.FillCard(ctx, by, slug, key, turn, statementCard(r))
		at = id
	case "st back":
		m := before.Statement(key)
		if m == nil {
			return nil, "", rozmova.NotFound
		}
		work, err = desk.FillCard(ctx, by, slug, key, turn, before.CardOf(m))
		at = id
	case "st wrong":
		work, err = desk.Dismiss(ctx, by, slug, key, turn)
	case "st split":
		work, err = desk.Split(ctx, by, slug, key, turn, r.PostFormValue("words"))
		at = id
	case "st extend":
		work, err = desk.Extend(ctx, by, slug, key, turn, r.PostFormValue("words"))
		at = id
	case "st join":
		work, err = desk.Join(ctx, by, slug, key, turn)
		at = id
	case "dev confirm":
		work, err = desk.ConfirmDate(ctx, by, slug, key, turn, dateCard(r))
	case "dev wrong":
		work, err = desk.DismissDate(ctx, by, slug, key, turn)
	case "out confirm", "out wrong":
		number, wrong := strconv.Atoi(key)
		if wrong != nil {
			return nil, "", broken
		}
		work, err = desk.LeaveOut(ctx, by, slug, number, strings.ReplaceAll(r.PostFormValue("piece"), "\r\n", "\n"), do == "wrong")
	default:
		return nil, "", broken
	}
	return work, at, err
}

func statementCard(r *http.Request) newsroom.StatementCard {
	f := r.PostFormValue
	return newsroom.StatementCard{
		Mode: rozmova.Mode(f("mode")), Cue: f("cue"), Speaker: f("speaker"), Kind: rozmova.SourceKind(f("kind")), Role: f("role"), Unnamed: f("unnamed"), Via: f("via"), Link: f("link"),
		Read: f("read"), Side: f("side"), Topic: f("topic"), Record: rozmova.Record(f("record")), Evidence: f("evidence"), Within: f("within"), Enter: f("enter") != "",
	}
}

func dateCard(r *http.Request) newsroom.DateCard {
	f := r.PostFormValue
	return newsroom.DateCard{What: f("what"), Value: f("value"), Date: f("date"), Before: f("before"), BeforeDate: f("before_date"), Source: f("source"), BeforeSource: f("before_source")}
}

func silenceCard(r *http.Request) newsroom.SilenceCard {
	f := r.PostFormValue
	return newsroom.SilenceCard{Who: f("who"), Kind: rozmova.SourceKind(f("silence_kind")), Role: f("silence_role"), Said: rozmova.SilenceKind(f("said")), At: f("at"), Side: f("silence_side"), Topic: f("silence_topic")}
}

// typed puts back what was typed, with what is wrong with it. Of a card that somebody else changed meanwhile both are there: what they
// wrote stands in the list.
func (page *MarksPage) typed(r *http.Request, do string, errs FieldErrors, conflict bool) {
	page.Errors, page.Sent = errs, "card"
	switch do {
	case "mark":
		page.Sent, page.NewWords = "mark", r.PostFormValue("new")
		return
	case "silence", "silence_drop":
		page.Sent, page.Silence = "silence", silenceCard(r)
		return
	}
	if page.At == nil {
		return
	}
	switch {
	case page.At.Kind == "statement" && (do == "confirm" || do == "fill"):
		page.At.Form = statementCard(r)
	case page.At.Kind == "date" && do == "confirm":
		page.At.Date = dateCard(r)
	}
	page.At.Words = r.PostFormValue("words")
	if !conflict {
		page.At.Turn, _ = strconv.Atoi(r.PostFormValue("turn"))
	}
}
