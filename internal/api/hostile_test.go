package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
)

func TestHostileBodies(t *testing.T) {
	h := newHouse(t)
	post := "/threads/" + h.seed.Thread.String() + "/comments"
	own := "/comments/" + h.comment(rozmova.Published, "Слово").ID.String()
	vote := "/comments/" + h.postAs("other", "Слово") + "/vote"
	tests := []struct {
		name, method, path, body string
		status                   int
		reason, location         string
	}{
		{"unknown field", "POST", post, `{"body":"a","state":2}`, 422, "field.unknown", "body.state"},
		{"an author", "POST", post, `{"author":"x","body":"a"}`, 422, "field.unknown", "body.author"},
		{"letter case", "POST", post, `{"Body":"a"}`, 422, "field.unknown", "body.Body"},
		{"field twice", "POST", post, `{"body":"a","body":"b"}`, 422, "field.twice", "body.body"},
		{"field twice, escaped", "POST", post, `{"body":"a","\u0062ody":"b"}`, 422, "field.twice", "body.body"},
		{"missing", "POST", post, `{}`, 422, "field.missing", "body.body"},
		{"null", "POST", post, `{"body":null}`, 422, "field.type", "body.body"},
		{"number", "POST", post, `{"body":1}`, 422, "field.type", "body.body"},
		{"object", "POST", post, `{"body":{"$ne":""}}`, 422, "field.type", "body.body"},
		{"NaN", "PUT", own, `{"body":"a","revision":NaN}`, 422, "request.json", ""},
		{"fraction", "PUT", own, `{"body":"a","revision":1.5}`, 422, "field.type", "body.revision"},
		{"too great", "PUT", own, `{"body":"a","revision":1e999}`, 422, "field.type", "body.revision"},
		{"zero", "PUT", own, `{"body":"a","revision":0}`, 422, "field.type", "body.revision"},
		{"negative", "PUT", own, `{"body":"a","revision":-1}`, 422, "field.type", "body.revision"},
		{"string for number", "PUT", own, `{"body":"a","revision":"1"}`, 422, "field.type", "body.revision"},
		{"array", "POST", post, `[{"body":"a"}]`, 422, "request.json", ""},
		{"string", "POST", post, `"body"`, 422, "request.json", ""},
		{"open", "POST", post, `{"body":"a"`, 422, "request.json", ""},
		{"behind it", "POST", post, `{"body":"a"} {}`, 422, "request.json", ""},
		{"nothing", "POST", post, ` `, 422, "request.json", ""},
		{"not UTF-8", "POST", post, "{\"body\":\"a\xff\"}", 422, "request.json", ""},
		{"deep", "POST", post, `{"body":` + strings.Repeat("[", 30_000) + strings.Repeat("]", 30_000) + "}", 422, "request.json", ""},
		{"no text", "POST", post, `{"body":" \u200b\u202e "}`, 422, "comment.empty", "body.body"},
		{"long", "POST", post, `{"body":"` + strings.Repeat("a", 5001) + `"}`, 422, "comment.too_long", "body.body"},
		{"links", "POST", post, `{"body":"` + strings.Repeat("https://a.example ", 6) + `"}`, 422, "comment.too_many_links", "body.body"},
		{"parent elsewhere", "POST", post, `{"body":"a","parent":"` + rozmova.NewID[rozmova.Comment](h.now).String() + `"}`, 422, "comment.parent_missing", "body.parent"},
		{"parent malformed", "POST", post, `{"body":"a","parent":"'; drop table comment"}`, 422, "comment.parent_missing", "body.parent"},
		{"statement of no story", "POST", post, `{"body":"a","statement":"s99"}`, 422, "comment.statement_missing", "body.statement"},
		{"opinion unknown", "PUT", vote, `{"opinion":"maybe","respect":true}`, 422, "vote.opinion", "body.opinion"},
		{"opinion empty", "PUT", vote, `{"opinion":"","respect":true}`, 422, "vote.opinion", "body.opinion"},
		{"opinion a number", "PUT", vote, `{"opinion":1,"respect":true}`, 422, "field.type", "body.opinion"},
		{"opinion missing", "PUT", vote, `{"respect":true}`, 422, "field.missing", "body.opinion"},
		{"respect null", "PUT", vote, `{"opinion":null,"respect":null}`, 422, "field.type", "body.respect"},
		{"respect as text", "PUT", vote, `{"opinion":null,"respect":"true"}`, 422, "field.type", "body.respect"},
		{"voters", "PUT", vote, `{"opinion":null,"respect":true,"voters":9}`, 422, "field.unknown", "body.voters"},
		{"largest", "POST", post, sized(64 << 10), 422, "comment.too_long", "body.body"},
		{"too large", "POST", post, sized(64<<10 + 1), 413, "request.too_large", ""},
		{"much too large", "POST", post, sized(10 << 20), 413, "request.too_large", ""},
	}
	for _, tt := range tests {
		a := h.ask("author", tt.method, tt.path, tt.body)
		p := problem(t, a)
		if a.StatusCode != tt.status || p.Reason != tt.reason || p.location() != tt.location {
			t.Errorf("%s: %d %s at %q, want %d %s at %q", tt.name, a.StatusCode, p.Reason, p.location(), tt.status, tt.reason, tt.location)
		}
		if p.Detail == "" || strings.Contains(p.Detail, "⟦") {
			t.Errorf("%s is told as %q", tt.name, p.Detail)
		}
	}
}

// sized gives a body of so many bytes.
func sized(n int) string { return `{"body":"` + strings.Repeat("a", n-11) + `"}` }

// A told problem as a client reads it.
type told struct {
	Type, Title, Reason, Detail string
	Status                      int
	Errors                      []struct{ Location, Message string }
	RequestID                   string `json:"request_id"`
	When                        *time.Time
}

func (p told) location() string {
	if len(p.Errors) == 0 {
		return ""
	}
	return p.Errors[0].Location
}

func problem(t testing.TB, a answer) told {
	t.Helper()
	var p told
	d := json.NewDecoder(strings.NewReader(a.text))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil || a.Header.Get("Content-Type") != "application/problem+json" || p.Status != a.StatusCode {
		t.Errorf("no problem document: %v: %d %s: %.300s", err, a.StatusCode, a.Header.Get("Content-Type"), a.text)
	}
	return p
}

func TestContentTypes(t *testing.T) {
	h := newHouse(t)
	for kind, want := range map[string]int{
		"application/json": 201, "application/json; charset=UTF-8": 201, "": 415, "text/plain": 415, "application/json; charset=utf-16": 415,
		"application/x-www-form-urlencoded": 415, "multipart/form-data; boundary=x": 415, "application/json;": 201, "a/b/c": 415, "application/problem+json": 415,
	} {
		r := httptest.NewRequest(http.MethodPost, origin+"/api/v1/threads/"+h.seed.Thread.String()+"/comments", strings.NewReader(`{"body":"`+kind+` так"}`))
		r.Header.Set("Authorization", "Bearer "+h.tokens["other"])
		if kind != "" {
			r.Header.Set("Content-Type", kind)
		}
		if got := h.do(r); got.StatusCode != want {
			t.Errorf("Content-Type %q: %d, want %d", kind, got.StatusCode, want)
		}
	}
}

func TestHostileParameters(t *testing.T) {
	h := newHouse(t)
	thread := "/threads/" + h.seed.Thread.String()
	for path, location := range map[string]string{
		"/stories?limit=0": "query.limit", "/stories?limit=101": "query.limit", "/stories?limit=1e2": "query.limit",
		"/stories?limit=NaN": "query.limit", "/stories?limit=99999999999999999999": "query.limit", "/stories?after=%00": "query.after",
		"/stories?after=AAAA": "query.after", thread + "/comments?sort=best": "query.sort", thread + "/comments?sort=oldest;drop": "query.sort",
		thread + "/comments?after='": "query.after", thread + "/events?after=-1": "query.after", thread + "/events?after=x": "query.after",
		thread + "/comments?before='": "query.before", thread + "/comments?sort=respected&after=AAAA": "query.after",
		"/search": "query.q", "/search?q=%22%20-*%20(": "query.q",
		"/search?q=%D0%BC%D1%96%D1%81%D1%82&before=AAAA": "query.before", "/search?q=a&limit=51": "query.limit",
		"/search?q=" + strings.Repeat("a", 401):       "query.q",
		"/stories?section=" + strings.Repeat("a", 81): "query.section",
	} {
		a := h.ask("", http.MethodGet, path, "")
		if p := problem(t, a); a.StatusCode != 422 || p.location() != location {
			t.Errorf("%s: %d at %q, want 422 at %q", path, a.StatusCode, p.location(), location)
		}
		if strings.Contains(a.text, "drop") || strings.Contains(a.text, "99999999999999999999") {
			t.Errorf("%s: what was sent is said again: %s", path, a.text)
		}
	}
	long := h.ask("author", http.MethodPost, thread+"/comments", `{"body":"a"}`, "Idempotency-Key", strings.Repeat("k", 256))
	if p := problem(t, long); p.location() != "header.Idempotency-Key" {
		t.Errorf("a key too long: %s", long.text)
	}
}

// FuzzBodies holds for any body: it is refused by a problem document, or what it becomes has no element but a comment's.
func FuzzBodies(f *testing.F) {
	for _, seed := range []string{`{"body":"Слово"}`, `{"body":"<img src=x onerror=alert(1)>"}`, `{"body":"a","parent":""}`, `{"body":"\ud800"}`, `{"body":"[a](javascript:alert(1))","body":1}`, `{}`, `[`, "\xff"} {
		f.Add([]byte(seed))
	}
	h := newHouse(f)
	post := "/threads/" + h.seed.Thread.String() + "/comments"
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequest(http.MethodPost, origin+"/api/v1"+post, bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+h.tokens["author"])
		h.later(60e9) // or the rate limit would be all that is tested
		a := h.do(r)
		if a.StatusCode >= 500 {
			t.Fatalf("%q: %d: %s", body, a.StatusCode, a.text)
		}
		if a.StatusCode >= 400 {
			problem(t, a)
			return
		}
		var c struct{ ID, Body, HTML, Markdown string }
		a.decode(t, &c)
		if !utf8.ValidString(a.text) || c.Body == "" {
			t.Fatalf("%q became %s", body, a.text)
		}
		for _, evil := range []string{"<img", "<script", "<iframe", "href=\"javascript:", " onerror=\"", " style=\""} {
			if strings.Contains(strings.ToLower(c.HTML), evil) {
				t.Fatalf("%q became %s", body, c.HTML)
			}
		}
	})
}

func TestABodyThatBreaksOff(t *testing.T) {
	h := newHouse(t)
	s := h.serve()
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = fmt.Fprintf(conn, "POST /api/v1/threads/%s/comments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"body\":\"a\"}",
		h.seed.Thread, h.tokens["author"])
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusBadRequest {
		t.Errorf("a body that broke off: %d, want 400", resp.StatusCode)
	}
	if list := h.ask("", http.MethodGet, "/threads/"+h.seed.Thread.String()+"/comments", ""); strings.Contains(list.text, `"id"`) {
		t.Errorf("and yet there is a comment: %s", list.text)
	}
}
