package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// registerPage is how many entries one page of the register shows.
const registerPage = 50

// registerRoutes lays the routes of the register of those who are quoted, which editors keep.
func (s *Server) registerRoutes(mux *http.ServeMux) {
	mux.Handle("GET /desk/register", s.reader(s.register))
	mux.Handle("GET /desk/register/find", s.reader(s.findEntries))
	mux.Handle("GET /desk/register/new", s.reader(s.entryForm))
	mux.Handle("POST /desk/register/new", s.acting(s.addEntry))
	mux.Handle("GET /desk/register/{slug}", s.reader(s.entryForm))
	mux.Handle("POST /desk/register/{slug}", s.acting(s.changeEntry))
	mux.Handle("POST /desk/register/{slug}/merge", s.acting(s.mergeEntry))
}

// writesStories reports whether somebody is an editor of any section.
func writesStories(p *rozmova.Reader) bool { return p.Has(rozmova.Editor, "") }

// entryKinds are the kinds of entries as they are offered.
var entryKinds = []rozmova.SourceKind{rozmova.Person, rozmova.Organisation, rozmova.Outlet, rozmova.Document}

func (s *Server) register(w http.ResponseWriter, r *http.Request) error {
	v, q := visitOf(r.Context()), r.URL.Query()
	if err := s.o.Newsroom.MayRegister(v.reader); err != nil {
		return err
	}
	p := s.printer(v.lang)
	page := &RegisterPage{DeskFrame: s.deskFrame(r, "register", p.T("register.title")), Query: q.Get("q"), Kind: rozmova.SourceKind(q.Get("kind")), Kinds: entryKinds}
	if !slices.Contains(entryKinds, page.Kind) {
		page.Kind = ""
	}
	after := rozmova.Slug(q.Get("after"))
	if !after.Valid() {
		after = ""
	}
	list, more, err := s.o.Newsroom.Entries(r.Context(), page.Kind, page.Query, after, registerPage)
	if err != nil {
		return err
	}
	for _, e := range list {
		page.Entries = append(page.Entries, EntryRow{Entry: *e.Entry, Role: s.o.Newsroom.RoleNow(e.Entry), Statements: e.Statements, Path: EntryPath(e.Entry)})
	}
	if page.Query == "" && page.Kind == "" && after == "" {
		if err := s.unnamed(r, page); err != nil {
			return err
		}
	}
	if more && page.Query == "" {
		page.Next = "/desk/register?" + url.Values{"kind": {string(page.Kind)}, "after": {string(list[len(list)-1].Slug)}}.Encode()
	}
	page.First = after != ""
	if q.Get("done") != "" && slices.Contains([]string{"added", "changed", "merged"}, q.Get("done")) {
		page.Flash = &Flash{Text: p.T("register.done_" + q.Get("done"))}
	}
	return s.show(w, r, http.StatusOK, "register", page)
}

// unnamedDays is over how many days the shares of unnamed sources are told.
const unnamedDays = 90

// unnamed fills in how much rests on sources that are not named.
func (s *Server) unnamed(r *http.Request, page *RegisterPage) error {
	v := visitOf(r.Context())
	shares, err := s.o.Newsroom.Unnamed(r.Context(), v.reader, s.o.Newsroom.Ago(unnamedDays*24*time.Hour))
	for _, share := range shares {
		row := UnnamedRow{Section: s.sectionLink(v.lang, share.Section).Name, Unnamed: share.Unnamed, All: share.Statements, Reasons: share.Reasons}
		row.Share = viewShare(s.printer(v.lang), moderation.ShareOf(share.Unnamed, share.Statements)).Percent
		row.Length = 100 * share.Unnamed / share.Statements
		page.Unnamed = append(page.Unnamed, row)
	}
	return err
}

// findEntries gives the entries of which a name begins with what was typed, as JSON, for a field that offers them.
func (s *Server) findEntries(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	list, err := s.o.Newsroom.FindEntries(r.Context(), visitOf(r.Context()).reader, q.Get("q"), rozmova.SourceKind(q.Get("kind")), 8)
	if err != nil {
		return err
	}
	type option struct {
		ID   rozmova.ID[rozmova.Entry] `json:"id"`
		Name string                    `json:"name"`
		Kind rozmova.SourceKind        `json:"kind"`
		Role string                    `json:"role,omitempty"`
		Link string                    `json:"link,omitempty"`
		Side string                    `json:"side,omitempty"`
	}
	options := make([]option, len(list))
	for i, e := range list {
		options[i] = option{e.ID, e.Name, e.Kind, s.o.Newsroom.RoleNow(e), e.Link, e.Side}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-store")
	return json.NewEncoder(w).Encode(options)
}

// entryForm shows an entry to be changed, or an empty form for a new one.
func (s *Server) entryForm(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	if err := s.o.Newsroom.MayRegister(v.reader); err != nil {
		return err
	}
	slug := rozmova.Slug(r.PathValue("slug"))
	if slug == "" {
		return s.showEntry(w, r, http.StatusOK, &rozmova.Entry{Kind: rozmova.Person, Name: r.URL.Query().Get("name")}, nil, "")
	}
	e, err := s.o.Newsroom.Entry(r.Context(), slug)
	if err != nil {
		return err
	}
	return s.showEntry(w, r, http.StatusOK, e, nil, r.URL.Query().Get("into"))
}

// entryOf reads the form of an entry.
func entryOf(r *http.Request) *rozmova.Entry {
	field := r.PostFormValue
	e := &rozmova.Entry{
		Kind: rozmova.SourceKind(field("kind")), Name: field("name"), Aliases: strings.Split(field("aliases"), "\n"), Forms: strings.Split(field("forms"), "\n"),
		Side: field("side"), Link: field("link"), About: field("about"),
	}
	roles, from, until := r.PostForm["role"], r.PostForm["from"], r.PostForm["until"]
	for i := range roles {
		role := rozmova.DatedRole{Role: roles[i]}
		if i < len(from) {
			role.From = from[i]
		}
		if i < len(until) {
			role.Until = until[i]
		}
		if role != (rozmova.DatedRole{}) {
			e.Roles = append(e.Roles, role)
		}
	}
	if seen, err := strconv.ParseInt(field("seen"), 10, 64); err == nil {
		e.Changed = time.UnixMicro(seen).UTC()
	}
	return e
}

func (s *Server) addEntry(w http.ResponseWriter, r *http.Request) error {
	e := entryOf(r)
	err := s.o.Newsroom.AddEntry(r.Context(), visitOf(r.Context()).reader, e)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showEntry(w, r, code, entryOf(r), errs, "")
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/desk/register?"+url.Values{"done": {"added"}, "q": {e.Name}}.Encode())
}

func (s *Server) changeEntry(w http.ResponseWriter, r *http.Request) error {
	if err := s.o.Newsroom.MayRegister(visitOf(r.Context()).reader); err != nil {
		return err
	}
	old, err := s.o.Newsroom.Entry(r.Context(), rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return err
	}
	e := entryOf(r)
	e.ID = old.ID
	err = s.o.Newsroom.ChangeEntry(r.Context(), visitOf(r.Context()).reader, e)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		again := entryOf(r)
		again.ID, again.Slug = old.ID, old.Slug
		if code == http.StatusConflict {
			again.Changed = old.Changed // whoever sends it again has been told
		}
		return s.showEntry(w, r, code, again, errs, "")
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/desk/register?"+url.Values{"done": {"changed"}, "q": {e.Name}}.Encode())
}

// mergeEntry makes one entry stand for this one; before that it shows both.
func (s *Server) mergeEntry(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	if err := s.o.Newsroom.MayRegister(v.reader); err != nil {
		return err
	}
	e, err := s.o.Newsroom.Entry(r.Context(), rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return err
	}
	typed := strings.TrimSpace(r.PostFormValue("into"))
	into, err := s.o.Newsroom.Resolve(r.Context(), typed, e.Kind)
	if err != nil {
		return err
	}
	if into == nil {
		text := s.printer(v.lang).T("register.merge_unknown", "Name", typed)
		return s.showEntry(w, r, http.StatusUnprocessableEntity, e, FieldErrors{{"into", text}}, typed)
	}
	if r.PostFormValue("say") != "merge" {
		return s.showMerge(w, r, e, into)
	}
	err = s.o.Newsroom.MergeEntries(r.Context(), v.reader, e.ID, into.ID)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showEntry(w, r, code, e, errs, typed)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/desk/register?"+url.Values{"done": {"merged"}, "q": {into.Name}}.Encode())
}

func (s *Server) showMerge(w http.ResponseWriter, r *http.Request, from, into *rozmova.Entry) error {
	page := &MergePage{DeskFrame: s.deskFrame(r, "register", s.printer(visitOf(r.Context()).lang).T("register.merge")), From: *from, Into: *into}
	for i, e := range []*rozmova.Entry{from, into} {
		list, _, err := s.o.Newsroom.Said(r.Context(), e, "", saidPage)
		if err != nil {
			return err
		}
		for _, u := range list {
			if i == 0 {
				page.FromSaid += len(u.Statements)
			} else {
				page.IntoSaid += len(u.Statements)
			}
		}
	}
	return s.show(w, r, http.StatusOK, "register-merge", page)
}

func (s *Server) showEntry(w http.ResponseWriter, r *http.Request, code int, e *rozmova.Entry, errs FieldErrors, into string) error {
	p := s.printer(visitOf(r.Context()).lang)
	title := p.T("register.new")
	if e.Slug != "" {
		title = e.Name
	}
	page := &EntryPage{DeskFrame: s.deskFrame(r, "register", title), Entry: *e, Kinds: entryKinds, Errors: errs, Into: into}
	page.Aliases, page.Forms = strings.Join(e.Aliases, "\n"), strings.Join(e.Forms, "\n")
	page.Roles = append(slices.Clone(e.Roles), rozmova.DatedRole{}, rozmova.DatedRole{})
	if e.Slug != "" {
		page.Public, page.Seen = EntryPath(e), e.Changed.UnixMicro()
		page.Recognised = newsroom.RecognisedAs(e)
		list, _, err := s.o.Newsroom.Said(r.Context(), e, "", saidPage)
		if err != nil {
			return err
		}
		for _, u := range list {
			page.Said = append(page.Said, viewSaid(e, u))
		}
	}
	return s.show(w, r, code, "register-entry", page)
}
