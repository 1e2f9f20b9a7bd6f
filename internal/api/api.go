// Package api is the door of programs: REST below /api/v1 with an OpenAPI description and problem documents (RFC 9457). It
// reads a request into a value, asks a desk, and writes a value; it decides nothing. Who asks is told by a bearer token
// alone: no cookie is ever read here, so that no other site can borrow a reader's session.
package api

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/live"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// Options are what the door needs. All desks, Hub, Site, Origin and Bundle must be there.
type Options struct {
	Newsroom   *newsroom.Desk
	Discussion *discussion.Desk
	Moderation *moderation.Desk
	Membership *membership.Desk
	Alerts     *alerts.Desk
	Hub        *live.Hub
	Site       *rozmova.Site
	Origin     string // scheme://host of addresses, without a slash at the end
	Bundle     *i18n.Bundle
	Log        *slog.Logger // nil: none
	Streams    int          // from one network address at once; 0: 500
	MaxBody    int64        // of a request, in bytes; 0: 64 KiB
	Version    string       // of the program, for the description

	Location *time.Location // of the times that problems tell in words; nil: UTC

	Analyze Analyze // the doors in others' wire formats
}

// An API answers programs. It is safe for use by many goroutines.
type API struct {
	o        Options
	mux      *http.ServeMux
	huma     huma.API
	openAPI  []byte
	streams  *live.Counter
	searches *live.Limiter
	bodies   map[string]bool // patterns of the operations that take a body
}

// searchesPerMinute is how often one network may search.
const searchesPerMinute = 60

// base is where all operations live.
const base = "/api/v1"

// New lays the routes and writes their description. It panics when the operations contradict each other, which is a fault
// of the program.
func New(o Options) *API {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.MaxBody == 0 {
		o.MaxBody = 64 << 10
	}
	if o.Streams == 0 {
		o.Streams = 500
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	a := &API{o: o, mux: http.NewServeMux(), streams: live.NewCounter(o.Streams), searches: live.NewLimiter(searchesPerMinute), bodies: map[string]bool{}}
	a.huma = humago.New(a.mux, a.describe())
	a.routes()
	var err error
	if a.openAPI, err = a.description(); err != nil {
		panic(fmt.Sprintf("describe the API: %v", err))
	}
	a.mux.HandleFunc("GET /openapi.json", a.serveDescription)
	return a
}

// routes lists the operations, by what they are about. Who may come is the word before the path; whether the thing asked
// for lets itself be read or changed is the desks' business.
func (a *API) routes() {
	add(a, anybody, "GET /stories", "list-stories", "List the stories, newest first", a.listStories)
	add(a, anybody, "GET /stories/{slug}", "get-story", "Read a story with its sources", a.getStory)
	add(a, anybody, "GET /stories/{slug}/annotations", "list-annotations", "Read who said what in a story as W3C Web Annotations", a.listAnnotations)
	add(a, anybody, "GET /people/{slug}", "get-person", "Read who is quoted: a person, an organisation, an outlet or a document", a.getPerson)
	add(a, anybody, "GET /people/{slug}/statements", "list-said", "List what they said, or what came through them, the newest story first", a.listSaid)
	add(a, anybody, "GET /stories/{slug}/additions", "list-additions", "List what was added to a developing story", a.listAdditions)

	add(a, anybody, "GET /threads/{id}", "get-thread", "Read a discussion's state", a.getThread)
	add(a, anybody, "GET /threads/{id}/comments", "list-comments", "List the comments of a discussion", a.listComments)
	add(a, readers, "POST /threads/{id}/comments", "post-comment", "Write a comment", a.postComment, body[PostBody])
	add(a, anybody, "GET /threads/{id}/events", "follow-thread", "Follow a discussion as it happens", a.follow, eventStream)
	add(a, editors, "GET /threads/{id}/settings", "get-settings", "Read how a discussion is kept", a.getSettings)
	add(a, editors, "PUT /threads/{id}/settings", "set-settings", "Set how a discussion is kept", a.setSettings, body[SettingsBody])

	add(a, anybody, "GET /comments/{id}", "get-comment", "Read a comment", a.getComment)
	add(a, readers, "PUT /comments/{id}", "edit-comment", "Change an own comment", a.editComment, body[EditBody])
	add(a, readers, "DELETE /comments/{id}", "withdraw-comment", "Take an own comment back, for good", a.withdrawComment)
	add(a, readers, "POST /comments/{id}/notices", "report-comment", "Report a comment", a.reportComment, body[NoticeBody])
	add(a, moderators, "POST /comments/{id}/decisions", "decide", "Decide about a comment", a.decide, body[DecisionBody])
	add(a, moderators, "GET /moderation/queue", "list-queue", "List the comments that wait for a person", a.listQueue)

	add(a, readers, "PUT /comments/{id}/vote", "vote", "Say what one makes of a comment", a.vote, body[VoteBody])
	add(a, readers, "DELETE /comments/{id}/vote", "unvote", "Take an own vote back", a.unvote)
	add(a, editors, "PUT /comments/{id}/feature", "feature-comment", "Put a comment among the newsroom's picks", a.feature, body[FeatureBody])
	add(a, editors, "DELETE /comments/{id}/feature", "unfeature-comment", "Take a comment out of the newsroom's picks", a.unfeature)

	add(a, anybody, "GET /search", "search", "Find comments and stories by their words", a.search)

	add(a, readers, "PUT /readers/{id}/mute", "mute-reader", "Keep a reader's words out of one's own sight", a.mute)
	add(a, readers, "DELETE /readers/{id}/mute", "unmute-reader", "See a muted reader's words again", a.unmute)
	add(a, readers, "GET /me/muted", "list-muted", "List whom one has muted", a.listMuted)

	add(a, readers, "GET /me/alerts", "list-alerts", "List what one is told", a.listAlerts)
	add(a, readers, "PUT /me/alerts/read", "read-alerts", "Mark alerts as read", a.readAlerts, body[ReadAlertsBody])
	add(a, readers, "GET /me/alerts/settings", "get-alert-settings", "Read by which channels alerts come", a.getAlertSettings)
	add(a, readers, "PUT /me/alerts/settings", "set-alert-settings", "Set by which channels alerts come", a.setAlertSettings, body[AlertSettingsBody])

	add(a, anybody, "GET /rules", "list-rules", "Read the house rules in force", a.listRules)
	add(a, anybody, "GET /readers/{id}", "get-reader", "Read what a reader lets others know", a.getReader)
	add(a, readers, "GET /me", "get-me", "Read who the token stands for", a.getMe)
}

// Handler answers below /api/v1, /openapi.json, and ExternalPaths.
func (a *API) Handler() http.Handler { return a.external(http.HandlerFunc(a.serve)) }

func (a *API) serveDescription(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(a.openAPI) // who has left is not served
}

// description gives the OpenAPI document, without the schemas of errors that huma makes for itself and we never send.
func (a *API) description() ([]byte, error) {
	schemas := a.huma.OpenAPI().Components.Schemas.Map()
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
	for _, s := range schemas {
		for _, p := range s.Properties {
			if p.Nullable && len(p.Enum) > 0 {
				p.Enum = append(p.Enum, nil) // an enum has to name null too
			}
		}
	}
	return json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
}
