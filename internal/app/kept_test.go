package app

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

// TestAKeptPageTakesNothingFromAQuery: who asks for a page first must not write into what all the others get.
func TestAKeptPageTakesNothingFromAQuery(t *testing.T) {
	a := start(t, demo(t), Options{})
	publish(t, a.Config, "Kept")
	for _, path := range []string{"/", "/en/", "/stories/kept", "/en/stories/kept", "/stories/kept/revisions", "/rules", "/feed.atom"} {
		for _, query := range []string{"?done=reported&poison=1", "?after=&poison=1", "?reply=%3Fpoison=1"} {
			get(t, a.url+path+query)
			code, body := get(t, a.url+path)
			if code != http.StatusOK || strings.Contains(body, "poison") || strings.Contains(body, `class="flash`) {
				t.Errorf("%s, asked for as %s before: %d, and shows what that address said", path, query, code)
			}
		}
	}
}

// TestAnOldFormCanBeSentAgain: whoever goes back to a form that was sent, and writes something else, can send that.
func TestAnOldFormCanBeSentAgain(t *testing.T) {
	a := start(t, demo(t), Options{})
	publish(t, a.Config, "Kept")
	reader, err := a.Membership.Invite(t.Context(), "olena@example.com", "Olena", "en")
	if err != nil {
		t.Fatal(err)
	}
	link, err := a.Membership.Link(t.Context(), reader, time.Hour, 1)
	if err != nil {
		t.Fatal(err)
	}
	reading, err := a.Newsroom.Read(t.Context(), rozmova.Slug("kept"))
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}
	post := func(path string, form url.Values) (int, string) {
		t.Helper()
		response, err := client.PostForm(a.url+path, form)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		var b strings.Builder
		if err := response.Write(&b); err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, b.String()
	}
	post("/sign-in/link", url.Values{"token": {link}})
	path := "/threads/" + reading.Story.Thread.String() + "/comments"
	if code, body := post(path, url.Values{"nonce": {"one"}, "body": {"first"}}); code != http.StatusOK {
		t.Fatalf("the first: %d\n%.500s", code, body)
	}
	code, body := post(path, url.Values{"nonce": {"one"}, "body": {"second"}})
	next := regexp.MustCompile(`name="nonce" value="([^"]+)"`).FindStringSubmatch(body)
	if code != http.StatusConflict || next == nil {
		t.Fatalf("the old form: %d\n%.500s", code, body)
	}
	if code, body := post(path, url.Values{"nonce": {next[1]}, "body": {"second"}}); code != http.StatusOK {
		t.Errorf("what the page offers to send again: %d\n%.500s", code, body)
	}
}
