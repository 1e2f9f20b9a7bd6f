package web

import (
	"errors"
	"net/http"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

// waysDone are the words for what has just happened on the page of the ways in.
var waysDone = map[string]string{
	"address": "ways.done.address", "address_removed": "ways.done.address_removed",
	"device": "ways.done.device", "devices": "ways.done.devices", "token": "ways.done.token",
	"passkey_added": "passkey.done.added", "passkey_named": "passkey.done.named", "passkey_removed": "passkey.done.removed",
	"linked": "provider.done.linked", "unlinked": "provider.done.unlinked",
}

// ways shows a reader's ways in and the browsers that are signed in.
func (s *Server) ways(w http.ResponseWriter, r *http.Request) error {
	return s.showWays(w, r, http.StatusOK, WaysPage{})
}

func (s *Server) showWays(w http.ResponseWriter, r *http.Request, code int, page WaysPage) error {
	v := visitOf(r.Context())
	page.Frame = s.frame(r, s.printer(v.lang).T("ways.title"))
	page.Path = "/me/ways"
	if id := waysDone[r.URL.Query().Get("done")]; id != "" {
		page.Flash = &Flash{Text: s.printer(v.lang).T(id)}
	}
	ways, err := s.o.Membership.Ways(r.Context(), v.reader)
	if err != nil {
		return err
	}
	page.Last, page.Guest = len(ways) < 2, v.reader.Guest
	for _, one := range ways {
		if one.Kind == membership.ByCode {
			page.Email = one.Label
		}
	}
	devices, err := s.o.Membership.Devices(r.Context(), v.reader, v.secret)
	if err != nil {
		return err
	}
	for _, d := range devices {
		page.Devices = append(page.Devices, DeviceLine{d.ID, d.Name, string(d.Way), d.Since, d.Seen, d.Current})
	}
	tokens, err := s.o.Membership.Tokens(r.Context(), v.reader)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		page.Tokens = append(page.Tokens, TokenLine{t.ID, t.Name, t.Created, t.Expires})
	}
	if err := s.fillWays(r, &page.PasskeyPart, &page.ProviderPart); err != nil {
		return err
	}
	return s.show(w, r, code, "ways", &page)
}

// askAddress sends a code to an address that shall be the reader's.
func (s *Server) askAddress(w http.ResponseWriter, r *http.Request) error {
	page := WaysPage{Typed: r.PostFormValue("email"), Code: asksAgain(r)}
	err := s.askCode(w, r, s.asking(r, membership.Link), page.Typed)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showWays(w, r, code, page)
	}
	if err != nil {
		return err
	}
	page.Code, page.Resent = true, page.Code
	return s.showWays(w, r, http.StatusOK, page)
}

// enterAddress takes the code that was sent to the new address.
func (s *Server) enterAddress(w http.ResponseWriter, r *http.Request) error {
	_, err := s.takeCode(w, r, s.asking(r, membership.Link))
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page := WaysPage{Typed: r.PostFormValue("email"), Code: !errors.Is(err, rozmova.Conflict), Errors: errs}
		return s.showWays(w, r, code, page)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/me/ways?done=address")
}

func (s *Server) removeAddress(w http.ResponseWriter, r *http.Request) error {
	err := s.o.Membership.RemoveAddress(r.Context(), visitOf(r.Context()).reader)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showWays(w, r, code, WaysPage{Errors: errs})
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/me/ways?done=address_removed")
}

// endDevice signs one browser out.
func (s *Server) endDevice(w http.ResponseWriter, r *http.Request) error {
	if err := s.o.Membership.EndDevice(r.Context(), visitOf(r.Context()).reader, r.PathValue("id")); err != nil {
		return err
	}
	return s.seeOther(w, r, "/me/ways?done=device#devices")
}

// endDevices signs every browser out, the one that asks too unless it is to stay.
func (s *Server) endDevices(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	keep := ""
	if r.PostFormValue("keep") != "" {
		keep = v.secret
	}
	err := s.o.Membership.SignOutEverywhere(r.Context(), v.reader, keep, browserOf(r))
	if err != nil {
		return err
	}
	if keep == "" {
		s.setCookie(w, "")
		w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
		return s.seeOther(w, r, "/")
	}
	return s.seeOther(w, r, "/me/ways?done=devices#devices")
}

// endToken takes a token of the API out of use.
func (s *Server) endToken(w http.ResponseWriter, r *http.Request) error {
	if err := s.o.Membership.EndToken(r.Context(), visitOf(r.Context()).reader, r.PathValue("id")); err != nil {
		return err
	}
	return s.seeOther(w, r, "/me/ways?done=token#tokens")
}
