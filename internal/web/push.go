package web

import (
	_ "embed"
	"encoding/json"
	"net/http"

	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/membership"
)

// A PushPart lets readers switch push on in the browser they sit at, and off in any: POST /me/push, /me/push/{id}/remove.
type PushPart struct {
	Key     string // by which the browser knows who pushes (VAPID), base64url; empty: push is not offered
	Devices []alerts.PushDevice
}

// worker is the service worker. It stands apart from the bundles: browsers fetch it again by itself, under its one address.
//
//go:embed ui/push/worker/sw.js
var worker []byte

// pushRoutes lays the routes of Web Push.
func (s *Server) pushRoutes(mux *http.ServeMux) {
	mux.Handle("POST /me/push", s.acting(s.pushOn))
	mux.Handle("POST /me/push/{id}/remove", s.reader(s.pushOff))
}

// workerRoutes lays the routes of the service worker and of the manifest, without which telephones of one maker push nothing.
func (s *Server) workerRoutes(outer *http.ServeMux) {
	outer.HandleFunc("GET /sw.js", func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/javascript; charset=utf-8")
		h.Set("Cache-Control", "no-cache")
		h.Set("Service-Worker-Allowed", "/")
		_, _ = w.Write(worker) // nobody is left to be told
	})
	outer.HandleFunc("GET /manifest.webmanifest", s.manifest)
}

// pushPart is the part of the alerts' page that is about push.
func (s *Server) pushPart(r *http.Request) (part PushPart, err error) {
	if s.o.PushKey == "" {
		return part, nil
	}
	part.Key = s.o.PushKey
	part.Devices, err = s.o.Alerts.PushDevices(r.Context(), visitOf(r.Context()).reader)
	return part, err
}

// pushOn switches push on in the browser that asks.
func (s *Server) pushOn(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	err := s.o.Alerts.Subscribe(r.Context(), v.reader, alerts.Subscription{
		Endpoint: r.PostFormValue("endpoint"), P256dh: r.PostFormValue("p256dh"), Auth: r.PostFormValue("auth"), Locale: v.lang,
		Device: browserOf(r).Device(), Session: membership.SessionKey(v.secret),
	})
	if err != nil {
		return err
	}
	if wantsFragment(r) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return s.seeOther(w, r, "/me/alerts?done=push_on")
}

// pushOff switches push off in a browser.
func (s *Server) pushOff(w http.ResponseWriter, r *http.Request) error {
	if err := s.o.Alerts.Unsubscribe(r.Context(), visitOf(r.Context()).reader, r.PathValue("id")); err != nil {
		return err
	}
	if wantsFragment(r) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return s.seeOther(w, r, "/me/alerts?done=push_off")
}

// manifest describes the site to systems that put it among their programs (W3C Web Application Manifest).
func (s *Server) manifest(w http.ResponseWriter, _ *http.Request) {
	type icon struct {
		Src   string `json:"src"`
		Sizes string `json:"sizes"`
		Type  string `json:"type"`
	}
	doc, err := json.Marshal(map[string]any{
		"id": "/", "name": s.o.Site.Name, "short_name": s.o.Site.Name, "start_url": "/", "scope": "/", "display": "standalone",
		"background_color": "#fdfcf9", "theme_color": "#fdfcf9", "icons": []icon{{s.assets.URL("icon.svg"), "any", "image/svg+xml"}},
	})
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/manifest+json")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(doc) // nobody is left to be told
}
