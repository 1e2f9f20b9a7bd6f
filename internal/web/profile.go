package web

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/richtext"
)

// picturePath is where a picture is sent to. It is the one form that may be larger than maxForm.
const picturePath = "/me/profile/picture"

// maxPicture is the largest form with a picture that is read, in bytes: the picture and what a browser writes around it.
const maxPicture = membership.MaxPicture + 64<<10

// pictureTime is how long a picture may take to arrive, which on a poor line is longer than other forms may.
const pictureTime = 2 * time.Minute

// profileDone are the words for what has just happened to a profile.
var profileDone = map[string]string{
	"profile": "profile.done.profile", "picture": "profile.done.picture", "picture_removed": "profile.done.picture_removed",
}

// profileRoutes lays the routes of profiles and pictures.
func (s *Server) profileRoutes(mux *http.ServeMux) {
	mux.Handle("GET /readers/{id}", s.page(s.profile)) // not kept ready: what is hidden is hidden at once
	mux.Handle("GET /me/profile", s.reader(s.profileForm))
	mux.Handle("POST /me/profile", s.acting(s.setProfile))
	mux.Handle("POST "+picturePath, s.acting(s.setPicture))
	mux.Handle("POST "+picturePath+"/remove", s.acting(s.removePicture))
}

// profile shows what everybody may know of a reader.
func (s *Server) profile(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	id, err := rozmova.ParseID[rozmova.Reader](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	before := r.URL.Query().Get("before")
	p, err := s.o.Membership.Profile(r.Context(), v.reader, id, before)
	if errors.Is(err, rozmova.Invalid) { // an old address or a broken one: the latest
		before = ""
		p, err = s.o.Membership.Profile(r.Context(), v.reader, id, "")
	}
	if err != nil {
		return err
	}
	page := &ReaderPage{Frame: s.frame(r, p.Reader.PenName), ProfileCard: viewProfile(p), ID: id, Own: p.Own}
	page.Path = page.Here()
	if before != "" {
		page.Path, page.First = page.Here()+"?before="+url.QueryEscape(before), page.Here()
	}
	page.Veiled = p.Own && p.Hidden != 0
	for _, l := range p.Lines {
		line := ProfileLine{
			ID: l.Comment.ID, Story: refOf(l.Story), Excerpt: typeset(l.Comment.Language, richtext.Excerpt(l.Comment.Body, excerptRunes)),
			Language: l.Comment.Language, Created: l.Comment.Created,
		}
		if p.Shows(rozmova.HideRespect) {
			line.Respect = l.Comment.Votes.Respect
		}
		page.Lines = append(page.Lines, line)
	}
	if p.Next != "" {
		page.More = page.Here() + "?before=" + url.QueryEscape(p.Next)
	}
	if v.reader != nil && !p.Own {
		muted, err := s.o.Discussion.Muted(r.Context(), v.reader)
		if err != nil {
			return err
		}
		page.Mute = true
		page.Muted = slices.ContainsFunc(muted, func(m *rozmova.Reader) bool { return m.ID == id })
	}
	if page.Former, err = s.formerNames(r, id); err != nil && !errors.Is(err, rozmova.Forbidden) {
		return err
	}
	return s.show(w, r, http.StatusOK, "reader", page)
}

func viewProfile(p *membership.Profile) ProfileCard {
	card := ProfileCard{
		PenName: p.Reader.PenName, Avatar: AvatarView{p.Reader.PenName, p.Reader.Picture}, Joined: p.Joined,
		Comments: p.Comments, Respect: p.Respect, Commented: p.Shows(rozmova.HideComments), Respected: p.Shows(rozmova.HideRespect),
	}
	for _, g := range p.Reader.Grants {
		if !slices.Contains(card.Roles, g.Role) {
			card.Roles = append(card.Roles, g.Role)
		}
	}
	return card
}

func (s *Server) profileForm(w http.ResponseWriter, r *http.Request) error {
	return s.showProfile(w, r, http.StatusOK, nil)
}

func (s *Server) showProfile(w http.ResponseWriter, r *http.Request, code int, errs FieldErrors) error {
	v := visitOf(r.Context())
	others, err := s.o.Membership.Profile(r.Context(), nil, v.reader.ID, "")
	if errors.Is(err, rozmova.NotFound) {
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "profile.guest"}
	}
	if err != nil {
		return err
	}
	page := &ProfilePage{
		Frame: s.frame(r, s.printer(v.lang).T("profile.title")), ID: v.reader.ID, Votes: others.Votes,
		ShowJoined: others.Hidden&rozmova.HideJoined == 0, ShowComments: others.Hidden&rozmova.HideComments == 0, ShowRespect: others.Hidden&rozmova.HideRespect == 0,
		Picture: others.Reader.Picture != "", Others: viewProfile(others), Megabytes: membership.MaxPicture >> 20, Errors: errs,
	}
	page.Path = "/me/profile"
	return s.show(w, r, code, "profile", page)
}

// setProfile takes what others shall see: a part whose box is not ticked is hidden.
func (s *Server) setProfile(w http.ResponseWriter, r *http.Request) error {
	var hidden rozmova.Hidden
	for field, part := range map[string]rozmova.Hidden{
		"joined": rozmova.HideJoined, "comments": rozmova.HideComments, "respect": rozmova.HideRespect,
	} {
		if r.PostFormValue(field) == "" {
			hidden |= part
		}
	}
	if err := s.o.Membership.SetHidden(r.Context(), visitOf(r.Context()).reader, hidden); err != nil {
		return err
	}
	return s.seeOther(w, r, "/me/profile?done=profile")
}

func (s *Server) setPicture(w http.ResponseWriter, r *http.Request) error {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(pictureTime)) // where it cannot be set, the server's holds
	picture, err := picturePart(r)
	if err == nil {
		_, err = s.o.Membership.SetPicture(r.Context(), visitOf(r.Context()).reader, picture)
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = &rozmova.Error{Kind: rozmova.Invalid, Reason: "picture.too_large", Field: "picture", Args: map[string]any{"Bytes": membership.MaxPicture >> 20}, Err: err}
	}
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showProfile(w, r, code, errs)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/me/profile?done=picture")
}

// picturePart finds the picture in a form. It is read as it comes, and kept nowhere.
func picturePart(r *http.Request) (io.Reader, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "picture.none", Field: "picture", Err: err}
	}
	for {
		var part *multipart.Part
		part, err = form.NextPart()
		if err != nil {
			break
		}
		if part.FormName() == "picture" && part.FileName() != "" {
			return part, nil
		}
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, err
	}
	return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "picture.none", Field: "picture", Err: err}
}

func (s *Server) removePicture(w http.ResponseWriter, r *http.Request) error {
	if err := s.o.Membership.RemovePicture(r.Context(), visitOf(r.Context()).reader); err != nil {
		return err
	}
	return s.seeOther(w, r, "/me/profile?done=picture_removed")
}

// picture gives a reader's own picture by its version. Others may keep it for an hour and no longer: it may be taken away.
func (s *Server) picture(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	version, ok := strings.CutSuffix(r.PathValue("file"), ".jpg")
	var body []byte
	err := error(rozmova.NotFound)
	if ok && version != "" && len(version) <= 64 {
		body, err = s.o.Membership.Picture(r.Context(), version)
	}
	if err != nil {
		code := status(err)
		if code == http.StatusInternalServerError && r.Context().Err() == nil {
			s.o.Log.Error("picture failed", "error", err)
		}
		h.Set("Cache-Control", "no-store")
		http.Error(w, http.StatusText(code), code)
		return
	}
	h.Set("Content-Type", "image/jpeg")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("ETag", `"`+version+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}
