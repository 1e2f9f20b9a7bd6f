package web_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

func TestVoting(t *testing.T) {
	b := newBureau(t)
	c := b.say("other", "Думка.", nil)
	path, stands := "/comments/"+c.ID.String()+"/vote", "/stories/mist/branch/"+c.ID.String()+"#c-"+c.ID.String()
	reader := b.browser("reader")
	mine := func(what string, want rozmova.Vote) {
		t.Helper()
		one, err := b.discussion.Comment(t.Context(), b.readers["reader"], c.ID)
		b.must(err)
		if one.Node.Vote != want {
			t.Errorf("%s: the vote is %+v, want %+v", what, one.Node.Vote, want)
		}
	}
	for _, tt := range []struct {
		name, field, value string
		want               rozmova.Vote
	}{
		{"an opinion", "opinion", "agree", rozmova.Vote{Opinion: rozmova.Agree}},
		{"the same again", "opinion", "agree", rozmova.Vote{Opinion: rozmova.Agree}},
		{"respect besides", "respect", "1", rozmova.Vote{Opinion: rozmova.Agree, Respect: true}},
		{"another opinion", "opinion", "disagree", rozmova.Vote{Opinion: rozmova.Disagree, Respect: true}},
		{"no opinion", "opinion", "none", rozmova.Vote{Respect: true}},
		{"no respect", "respect", "0", rozmova.Vote{}},
	} {
		if to := reader.post(path, url.Values{tt.field: {tt.value}}).must(tt.name, 303).to(); to != stands {
			t.Errorf("%s leads to %s, want %s", tt.name, to, stands)
		}
		mine(tt.name, tt.want)
	}
	told := reader.fragment(path, url.Values{"opinion": {"agree"}, "respect": {"1"}}).must("the island", 200)
	var now struct {
		Agree, Disagree, Respect, Voters int
		Opinion                          string
		Mine                             bool
	}
	b.must(json.Unmarshal([]byte(told.body), &now))
	if now.Agree != 1 || now.Disagree != 0 || now.Respect != 1 || now.Voters != 1 || now.Opinion != "agree" || !now.Mine {
		t.Errorf("the island is told %s", told.body)
	}
	for field, value := range map[string]string{"opinion": "love", "respect": "many"} {
		reader.fragment(path, url.Values{field: {value}}).must(field+" "+value, 422, "body."+field)
	}
	mine("after what is no vote", rozmova.Vote{Opinion: rozmova.Agree, Respect: true})
	other := b.browser("other")
	other.fragment(path, url.Values{"opinion": {"agree"}}).must("one's own", 409, b.words("error.vote.own"))
	other.post(path, url.Values{"opinion": {"agree"}, "back": {"/stories/mist?order=newest"}}).must("one's own, without script", 409,
		b.words("error.vote.own"), `href="/stories/mist?order=newest#c-`+c.ID.String()+`"`)
	reader.fragment("/comments/nonsense/vote", url.Values{"opinion": {"agree"}}).must("no such comment", 404)
}

// TestOneAddressHasItsShare: those who live behind one address can all vote and look at what they write; a program cannot
// go on for ever.
func TestOneAddressHasItsShare(t *testing.T) {
	b := newBureau(t)
	c := b.say("other", "Думка.", nil)
	reader, vote, preview := b.browser("reader"), "/comments/"+c.ID.String()+"/vote", "/threads/"+b.story.Thread.String()+"/preview"
	until := func(path string, form url.Values) (n int) {
		for n = range 5000 {
			if got := reader.fragment(path, form); got.code != 200 {
				got.must(path, 429)
				break
			}
		}
		return n
	}
	if n := until(vote, url.Values{"respect": {"1"}}); n < 1000 || n > 3000 {
		t.Errorf("%d votes were taken", n)
	}
	if n := until(preview, url.Values{"body": {"Слова."}}); n < 1000 || n > 3000 {
		t.Errorf("%d previews were given", n)
	}
	form := url.Values{"body": {"Слова."}, "preview": {"1"}}
	got := reader.post(b.comments(), form)
	for range 100 { // a slow machine may have saved up one more
		if got.code == 429 {
			break
		}
		until(preview, url.Values{"body": {"Слова."}})
		got = reader.post(b.comments(), form)
	}
	got.must("without script", 429, "Слова.")
	form.Del("preview")
	reader.post(b.comments(), form).must("the comment itself", 303)
}

// TestVoteSignedOut: it leads through the sign-in back to the comment, wherever it stood, and nowhere else.
func TestVoteSignedOut(t *testing.T) {
	b := newBureau(t)
	c := b.say("other", "Думка.", nil)
	path, visitor := "/comments/"+c.ID.String()+"/vote", b.browser("")
	visitor.fragment(path, url.Values{"opinion": {"agree"}}).must("the island", 401)
	for back, want := range map[string]string{
		"":                                "/comments/" + c.ID.String(),
		"/stories/mist?order=newest":      "/stories/mist?order=newest",
		"/stories/mist?after=x#c-y":       "/stories/mist?after=x",
		"/en/stories/mist":                "/stories/mist",
		"//evil.example/":                 "/comments/" + c.ID.String(),
		"https://evil.example/":           "/comments/" + c.ID.String(),
		"/\\evil.example":                 "/comments/" + c.ID.String(),
		"/en//evil.example":               "/comments/" + c.ID.String(),
		"/" + strings.Repeat("x", 1<<12):  "/comments/" + c.ID.String(),
		"javascript:alert(1)":             "/comments/" + c.ID.String(),
		"/stories/mist\r\nSet-Cookie: a=": "/comments/" + c.ID.String(),
	} {
		to, err := url.Parse(visitor.post(path, url.Values{"opinion": {"agree"}, "back": {back}}).must(back, 303).to())
		b.must(err)
		if got := to.Query().Get("next"); to.Path != "/sign-in" || got != want+"#c-"+c.ID.String() {
			t.Errorf("from %q: to %s and then %s, want %s", back, to.Path, got, want)
		}
	}
	visitor.get(visitor.post(path, url.Values{"respect": {"1"}}).to()).must("the sign-in", 200, b.words("membership.vote_after"))
	one, err := b.discussion.Comment(t.Context(), b.readers["reader"], c.ID)
	b.must(err)
	if one.Node.Votes != (rozmova.Votes{}) {
		t.Errorf("nobody voted: %+v", one.Node.Votes)
	}
}

func TestMuting(t *testing.T) {
	b := newBureau(t)
	reader, other := b.browser("reader"), "/readers/"+b.readers["other"].ID.String()
	reader.get("/me").must("nobody yet", 200, b.words("membership.muted_none"))
	to := reader.post(other+"/mute", url.Values{"next": {"/stories/mist?order=newest"}}).must("mute", 303).to()
	reader.get(to).must("where one was", 200, b.words("page.done.muted"))
	list := reader.get("/me").must("the list", 200, "Читач 2").hidden(other + "/unmute")
	reader.get(reader.post(other+"/unmute", list).must("unmute", 303).to()).must("the list again", 200, b.words("membership.muted_none"), b.words("page.done.unmuted"))
	reader.fragment(other+"/mute", nil).must("the island", 200, `"muted":true`, "Читач 2")
	reader.post("/readers/"+b.readers["reader"].ID.String()+"/mute", url.Values{"back": {"/stories/mist"}}).must("oneself", 409, b.words("error.mute.self"), `href="/stories/mist"`)
	reader.post("/readers/nonsense/mute", nil).must("nobody", 404)
	if to := b.browser("").post(other+"/mute", url.Values{"next": {"/stories/mist"}}).must("signed out", 303).to(); to != "/sign-in?next=%2Fstories%2Fmist" {
		t.Errorf("signed out: to %s", to)
	}
}

func TestOrder(t *testing.T) {
	b := newBureau(t)
	for range 2 {
		b.say("other", "Думка.", nil)
	}
	visitor := b.browser("")
	to := visitor.post("/order", url.Values{"order": {"newest"}, "next": {"/en/stories/mist?after=x&order=oldest&statement=s1"}}).must("order", 303).to()
	if to != "/stories/mist?statement=s1#discussion" || visitor.cookies["rz_order"] != "newest" {
		t.Errorf("to %s with %v", to, visitor.cookies)
	}
	visitor.get("/stories/mist").must("the story", 200, `data-order="newest"`)
	visitor.post("/order", url.Values{"order": {"loudest"}}).must("no order", 422)
	if visitor.cookies["rz_order"] != "newest" {
		t.Errorf("then %v", visitor.cookies)
	}
	if to := visitor.post("/order", url.Values{"order": {"oldest"}, "next": {"//evil.example"}}).to(); to != "/#discussion" {
		t.Errorf("to %s", to)
	}
	visitor.fragment("/order", url.Values{"order": {"respected"}}).must("the island", 204)
	visitor.post("/order", url.Values{"order": {""}}).must("the site's own", 303)
	if order, ok := visitor.cookies["rz_order"]; ok {
		t.Errorf("the site's own order is kept as %q", order)
	}
}

func TestParticipants(t *testing.T) {
	b := newBureau(t)
	b.say("other", "Думка.", nil)
	at, visitor := "/threads/"+b.story.Thread.String()+"/participants?q=", b.browser("reader")
	for prefix, want := range map[string]string{
		"ЧИТ": `["Читач 2"]`, "Іри": "[]", "%_": "[]", "\xff": "[]", strings.Repeat("ч", 1000): "[]",
	} {
		if got := visitor.get(at+url.QueryEscape(prefix), "Rozmova-Fragment", "1").must(prefix, 200); got.body != want {
			t.Errorf("%.20q: %s, want %s", prefix, got.body, want)
		}
	}
	visitor.get("/threads/nonsense/participants?q=a", "Rozmova-Fragment", "1").must("no such discussion", 404)
}
