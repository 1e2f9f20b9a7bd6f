package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
)

// maxForm is the largest form that is read, in bytes.
const maxForm = 64 << 10

// routes lists what may be asked for. Every page is there in each language of the interface: /en/… is /… in English.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()

	// Everybody. These are kept ready for those who are not signed in.
	mux.Handle("GET /{$}", s.keep(s.front))
	mux.Handle("GET /sections/{section}", s.keep(s.section, "before"))
	mux.Handle("GET /stories/{slug}", s.keep(s.story, orderPart, "after", "before", additionsPart))
	mux.Handle("GET /stories/{slug}/branch/{root}", s.keep(s.branch))
	mux.Handle("GET /stories/{slug}/revisions", s.keep(s.revisions))
	mux.Handle("GET /stories/{slug}/revisions/{n}", s.keep(s.revision))
	mux.Handle("GET /stories/{slug}/changes", s.keep(s.changes, "since"))
	mux.Handle("GET /rules", s.keep(s.rules))
	s.rulesRoutes(mux)

	mux.Handle("GET /search", s.page(s.search))
	mux.Handle("GET /comments/{id}", s.page(s.permalink))
	mux.Handle("GET /comments/{id}/revisions", s.keep(s.commentRevisions))
	mux.Handle("GET /threads/{thread}/live", s.page(s.live))
	mux.Handle("GET /sign-in", s.page(s.signInForm))
	mux.Handle("POST /sign-in", s.page(s.signIn))
	mux.Handle("POST /sign-in/code", s.page(s.enterCode))
	mux.Handle("GET /sign-in/link", s.page(s.linkForm))
	mux.Handle("POST /sign-in/link", s.page(s.followLink))
	mux.Handle("POST /threads/{thread}/comments", s.page(s.postComment)) // keeps the text through the sign-in
	mux.Handle("POST /threads/{thread}/preview", s.page(s.preview))
	mux.Handle("GET /threads/{thread}/participants", s.reader(s.participants))
	mux.Handle("POST /comments/{id}/vote", s.page(s.vote)) // leads back to the comment through the sign-in
	mux.Handle("GET /order", s.keep(s.orders))
	mux.Handle("POST /order", s.page(s.order))

	// Readers who are signed in.
	mux.Handle("POST /sign-out", s.page(s.signOut))
	mux.Handle("GET /welcome", s.reader(s.welcomeForm))
	mux.Handle("POST /welcome", s.acting(s.welcome))
	mux.Handle("GET /me", s.reader(s.me))
	mux.Handle("GET /comments/{id}/edit", s.reader(s.editForm))
	mux.Handle("POST /comments/{id}/edit", s.acting(s.edit))
	mux.Handle("GET /comments/{id}/withdraw", s.reader(s.withdrawForm))
	mux.Handle("POST /comments/{id}/withdraw", s.acting(s.withdraw))
	mux.Handle("GET /comments/{id}/report", s.page(s.reportForm)) // leads visitors on
	mux.Handle("POST /comments/{id}/report", s.acting(s.report))
	mux.Handle("POST /readers/{id}/mute", s.acting(s.mute))
	mux.Handle("POST /readers/{id}/unmute", s.acting(s.unmute))

	s.wayRoutes(mux)
	s.nameRoutes(mux)
	s.passkeyRoutes(mux)
	s.providerRoutes(mux)
	s.guestRoutes(mux)
	s.profileRoutes(mux)
	s.alertRoutes(mux)
	s.pushRoutes(mux)
	s.ownDataRoutes(mux)
	s.policyRoutes(mux)
	s.workingRoutes(mux)
	s.nudgeRoutes(mux)
	s.sanctionRoutes(mux)
	s.noticeRoutes(mux)
	s.appealRoutes(mux)
	s.deskRoutes(mux)
	s.qualityRoutes(mux)
	s.publicRoutes(mux)
	s.staffRoutes(mux)
	s.abuseRoutes(mux)
	s.registerRoutes(mux)
	s.additionRoutes(mux)
	s.correctionRoutes(mux)

	// Editors.
	mux.Handle("GET /comments/{id}/feature", s.reader(s.featureForm))
	mux.Handle("POST /comments/{id}/feature", s.reader(s.feature))
	mux.Handle("POST /comments/{id}/unfeature", s.reader(s.unfeature))
	mux.Handle("GET /stories/{slug}/discussion", s.reader(s.settingsForm))
	mux.Handle("POST /stories/{slug}/discussion", s.reader(s.settings))

	if s.o.Demo {
		mux.Handle("GET /mailbox", s.page(s.mailbox))
		mux.Handle("GET /mailbox/{id}", s.page(s.letter))
	}
	mux.Handle("/", s.page(func(http.ResponseWriter, *http.Request) error { return rozmova.NotFound }))

	// What has no language of the interface.
	outer := http.NewServeMux()
	outer.Handle("GET /assets/", s.assets)
	outer.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, s.assets.URL("icon.svg"), http.StatusFound)
	})
	s.peopleRoutes(mux, outer)
	s.statementRoutes(mux, outer)
	outer.Handle("GET /feed.atom", s.keep(s.feed))
	outer.Handle("GET /feed.rss", s.keep(s.feed))
	outer.Handle("GET /feed.json", s.keep(s.feed))
	outer.Handle("GET /sections/{section}/feed.atom", s.keep(s.feed))
	outer.Handle("GET /sections/{section}/feed.rss", s.keep(s.feed))
	outer.Handle("GET /sections/{section}/feed.json", s.keep(s.feed))
	outer.Handle("GET /stories/{slug}/comments.atom", s.keep(s.commentFeed))
	outer.Handle("GET /stories/{slug}/comments.rss", s.keep(s.commentFeed))
	outer.Handle("GET /stories/{slug}/comments.json", s.keep(s.commentFeed))
	outer.Handle("GET /readers/{id}/answers.atom", s.keep(s.answerFeed))
	outer.Handle("GET /readers/{id}/answers.rss", s.keep(s.answerFeed))
	outer.Handle("GET /readers/{id}/answers.json", s.keep(s.answerFeed))
	outer.Handle("GET /corrections.atom", s.keep(s.correctionFeed))
	outer.Handle("GET /corrections.rss", s.keep(s.correctionFeed))
	outer.Handle("GET /corrections.json", s.keep(s.correctionFeed))
	outer.Handle("GET /sitemap.xml", s.keep(s.sitemap))
	outer.Handle("GET /news-sitemap.xml", s.keep(s.newsSitemap))
	outer.HandleFunc("GET /robots.txt", s.robots)
	s.bareRoutes(outer)
	csrf := http.NewCrossOriginProtection()
	csrf.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, &rozmova.Error{Kind: rozmova.Forbidden, Reason: "request.cross_origin"})
	}))
	outer.Handle("/", s.interfaces(csrf.Handler(mux)))

	return s.headers(outer)
}

// interfaces takes the language of the interface off the path. Only the front page asks Accept-Language.
func (s *Server) interfaces(next http.Handler) http.Handler {
	languages := i18n.Languages()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang, path := languages[0], r.URL.Path
		for _, l := range languages[1:] {
			if rest, ok := strings.CutPrefix(path, "/"+l+"/"); ok {
				lang, path = l, "/"+rest
			} else if path == "/"+l {
				http.Redirect(w, r, path+"/", http.StatusMovedPermanently)
				return
			}
		}
		if path == "/" && lang == languages[0] && r.URL.RawQuery == "" {
			w.Header().Add("Vary", "Accept-Language") // for shared caches, also where this one browser sent none
		}
		if path == "/" && lang == languages[0] && r.URL.RawQuery == "" && r.Header.Get("Accept-Language") != "" {
			if want := i18n.Negotiate(r.Header.Get("Accept-Language")); want != lang && !s.chose(r) {
				http.Redirect(w, r, "/"+want+"/", http.StatusFound)
				return
			}
		}
		v := &visit{lang: rozmova.Locale(lang), path: path}
		if r.URL.RawQuery != "" {
			v.path += "?" + r.URL.RawQuery
		}
		inner := r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		u := *r.URL
		u.Path, u.RawPath = path, ""
		inner.URL = &u
		next.ServeHTTP(w, inner)
		r.Pattern = inner.Pattern // for those who measure outside
	})
}

// chose reports whether the browser comes to the front page from another page of this site: then its language was chosen.
func (s *Server) chose(r *http.Request) bool {
	return r.Header.Get("Sec-Fetch-Site") == "same-origin" || strings.HasPrefix(r.Header.Get("Referer"), s.o.Origin+"/")
}

// policy is the Content-Security-Policy of every page: scripts and styles from here alone, none in the page itself.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types rozmova rozmova-desk rozmova-worker"

func (s *Server) headers(next http.Handler) http.Handler {
	fixed := []struct {
		name  string // as http.CanonicalHeaderKey writes it
		value []string
	}{
		{"Content-Security-Policy", []string{policy}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		{"Referrer-Policy", []string{"strict-origin-when-cross-origin"}},
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
		{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
		{"Permissions-Policy", []string{"camera=(), geolocation=(), microphone=(), payment=(), usb=()"}},
		{"Strict-Transport-Security", []string{"max-age=31536000; includeSubDomains"}},
	}
	if !s.secure {
		fixed = fixed[:len(fixed)-1]
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for i := range fixed {
			h[fixed[i].name] = fixed[i].value
		}
		if r.Method == http.MethodPost {
			most := int64(maxForm)
			switch path := withoutLanguage(r.URL.Path); {
			case path == picturePath:
				most = maxPicture
			case isEvidencePath(path):
				most = maxEvidenceForm
			case strings.HasPrefix(path, "/desk/stories/"):
				most = maxStoryForm
			}
			r.Body = http.MaxBytesReader(w, r.Body, most)
		}
		next.ServeHTTP(w, r)
	})
}
