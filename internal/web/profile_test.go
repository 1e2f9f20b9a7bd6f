package web_test

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"net/url"

	"github.com/rozmova/rozmova/internal/store"
)

// upload sends a file as a browser's form does.
func (br *browser) upload(path, name string, body []byte, headers ...string) *reply {
	br.b.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	br.b.must(form.WriteField("nonce", "x"))
	part, err := form.CreateFormFile("picture", name)
	br.b.must(err)
	_, err = part.Write(body)
	br.b.must(err)
	br.b.must(form.Close())
	r := httptest.NewRequest(http.MethodPost, "http://news.example"+path, &b)
	return br.do(r, append([]string{"Content-Type", form.FormDataContentType(), "Sec-Fetch-Site", "same-origin"}, headers...)...)
}

// drawing is a picture of so many pixels, followed by bytes that say nothing.
func (b *bureau) drawing(side, more int) []byte {
	b.t.Helper()
	var out bytes.Buffer
	b.must(png.Encode(&out, image.NewGray(image.Rect(0, 0, side, side))))
	return append(out.Bytes(), make([]byte, more)...)
}

// happened tells the pages what the log has, as the program does.
func (b *bureau) happened() {
	b.t.Helper()
	b.must(b.db.View(b.t.Context(), func(tx *store.Tx) error {
		events, err := tx.Events(0, 1000)
		b.web.Happened(events)
		return err
	}))
}

var pictureSrc = regexp.MustCompile(`<img class="avatar" src="(/pictures/[^"]+)"`)

// TestAPictureOfOnesOwn is sent by form, stands beside the comments of those who are signed in and of those who are not, and is
// gone when it is removed.
func TestAPictureOfOnesOwn(t *testing.T) {
	b := newBureau(t)
	b.say("reader", "Думка.", nil)
	me, nobody := b.browser("reader"), b.browser("")
	nobody.get("/stories/mist").must("before", 200, `<span class="avatar a`).mustNot("before", "/pictures/")
	me.get("/me/profile").must("the form", 200, `enctype="multipart/form-data"`, `class="avatar large a`, b.words("profile.picture_made"))
	b.later(2e9)
	answer := me.upload("/me/profile/picture", "../../я.png", b.drawing(300, 100<<10)).must("the upload", 303)
	me.get(answer.to()).must("after it", 200, b.words("profile.done.picture"), b.words("profile.picture_remove"))
	b.happened()
	var src string
	for name, page := range map[string]*reply{"who is signed in": me.get("/stories/mist"), "nobody": nobody.get("/stories/mist")} {
		m := pictureSrc.FindStringSubmatch(page.body)
		if m == nil {
			t.Fatalf("%s sees no picture", name)
		}
		src = m[1]
	}
	if strings.Contains(src, b.readers["reader"].ID.String()) {
		t.Errorf("the address of the picture says whose it is: %s", src)
	}
	got := nobody.get(src).must("the picture", 200)
	for name, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "public, max-age=3600",
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.header.Get(name), want)
		}
	}
	if !strings.HasPrefix(got.body, "\xff\xd8\xff") || len(got.header.Values("Set-Cookie")) > 0 {
		t.Errorf("it begins with %.10q, cookies %v", got.body, got.header.Values("Set-Cookie"))
	}
	nobody.get(src, "If-None-Match", got.header.Get("ETag")).must("asked once more", 304)
	for _, none := range []string{"/pictures/.jpg", "/pictures/x", "/pictures/" + b.readers["reader"].ID.String() + ".jpg", strings.TrimSuffix(src, ".jpg"), "/pictures/" + strings.Repeat("a", 100) + ".jpg"} {
		nobody.get(none).must(none, 404)
	}
	answer = me.post("/me/profile/picture/remove", nil).must("removing", 303)
	me.get(answer.to()).must("after that", 200, b.words("profile.done.picture_removed"))
	gone := nobody.get(src, "If-None-Match", got.header.Get("ETag")).must("the picture afterwards", 404)
	if got := gone.header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("that it is gone may be kept: %q", got)
	}
}

// TestPicturesThatAreRefused: each gets a clear answer beside the form, and what is there stays.
func TestPicturesThatAreRefused(t *testing.T) {
	b := newBureau(t)
	me := b.browser("reader")
	me.upload("/me/profile/picture", "a.png", b.drawing(30, 0)).must("a good one", 303)
	for _, tt := range []struct {
		name string
		file []byte
		want string
		args []any
	}{
		{"photo.png", []byte("<!doctype html><script>alert(1)</script>"), "error.picture.not_a_picture", nil},
		{"photo.jpg", nil, "error.picture.not_a_picture", nil},
		{"", b.drawing(30, 0), "error.picture.none", nil},
		{"large.png", b.drawing(30, 4<<20), "error.picture.too_large", []any{"Bytes", 4}},
		{"larger.png", b.drawing(30, 9<<20), "error.picture.too_large", []any{"Bytes", 4}},
		{"high.png", b.drawing(4200, 0), "error.picture.too_many_pixels", []any{"Pixels", 16}},
	} {
		me.upload("/me/profile/picture", tt.name, tt.file).must(tt.name, 422, b.words(tt.want, tt.args...), `id="upload"`, b.words("profile.picture_remove"))
	}
	me.post("/me/profile/picture", url.Values{"picture": {"x"}}).must("no file at all", 422, b.words("error.picture.none"))
	b.browser("").upload("/me/profile/picture", "a.png", b.drawing(30, 0)).must("nobody's", 303)
	me.upload("/me/profile/picture", "a.png", b.drawing(30, 0), "Sec-Fetch-Site", "cross-site").must("from another site", 403)
	me.upload("/me/profile", "a.png", b.drawing(30, 100<<10)).must("to a form that takes none", 303) // it is not read
	me.post("/me/profile", url.Values{"x": {strings.Repeat("x", 70<<10)}}).must("a large form without a picture", 413)
	me.get("/me/profile").must("afterwards", 200, b.words("profile.picture_remove"))
}

// TestEnglishPictures: the route has its own bound in every language of the interface.
func TestEnglishPictures(t *testing.T) {
	b := newBureau(t)
	if to := b.browser("reader").upload("/en/me/profile/picture", "a.png", b.drawing(30, 200<<10)).must("the upload", 303).to(); to != "/en/me/profile?done=picture" {
		t.Errorf("it leads to %s", to)
	}
}

// TestWhatOthersSee: a reader says which parts of the profile others see, sees them all, and is shown what others see.
func TestWhatOthersSee(t *testing.T) {
	b := newBureau(t)
	b.say("reader", "Думка читача.", nil)
	me, other, nobody := b.browser("reader"), b.browser("other"), b.browser("")
	path := "/readers/" + b.readers["reader"].ID.String()
	joined, said, respect := b.words("profile.joined"), b.words("profile.said"), b.words("profile.respect")
	for name, br := range map[string]*browser{"the reader": me, "another": other, "nobody": nobody} {
		page := br.get(path).must(name, 200, b.readers["reader"].PenName, joined, said, "Думка читача.", respect, `<meta name="robots" content="noindex">`)
		if hide := strings.Contains(page.body, path+"/mute"); hide != (name == "another") {
			t.Errorf("%s is offered to mute: %v", name, hide)
		}
	}
	me.post("/me/profile", url.Values{"joined": {"1"}}).must("hiding", 303)
	b.happened()
	me.get(path).must("the reader", 200, joined, "Думка читача.", respect, b.words("profile.veiled"))
	me.get("/me/profile").must("the form", 200, `name="joined" value="1" checked`, `name="comments" value="1"><span>`, `name="respect" value="1"><span>`)
	for name, br := range map[string]*browser{"another": other, "nobody": nobody, "a moderator": b.browser("moderator")} {
		br.get(path).must(name, 200, joined).mustNot(name, said, "Думка читача.", respect, b.words("profile.veiled"))
	}
	me.post("/me/profile", url.Values{}).must("hiding all", 303)
	b.happened()
	nobody.get(path).must("nobody", 200, b.words("profile.bare")).mustNot("nobody", joined, said, respect)
	me.get("/me/profile").must("how others see it", 200, b.words("profile.bare"))
	nobody.get("/stories/mist").must("under the story", 200, "Думка читача.")
}

// TestProfilePages: nobody's, those that are empty, and muting from there.
func TestProfilePages(t *testing.T) {
	b := newBureau(t)
	other := b.browser("other")
	for _, none := range []string{"/readers/x", "/readers/" + b.story.ID.String()} {
		other.get(none).must(none, 404)
	}
	path := "/readers/" + b.readers["reader"].ID.String()
	page := other.get(path).must("an empty one", 200, b.words("profile.none"))
	back := other.post(path+"/mute", page.hidden("/mute")).must("muting", 303)
	other.get(back.to()).must("after that", 200, b.words("profile.unmute"), b.words("page.done.muted"))
	b.browser("reader").get(path).must("one's own", 200, b.words("profile.none_own"))
	other.get(path+"?before=rubbish").must("from a place that is none", 200, b.words("profile.none"))
	for range 21 {
		b.say("reader", "Слово.", nil)
		b.later(1e9)
	}
	b.happened()
	first := b.browser("").get(path).must("the first page", 200, b.words("profile.older"))
	if n := strings.Count(first.body, "Слово."); n != 20 {
		t.Errorf("%d comments on a page, want 20", n)
	}
	more := regexp.MustCompile(`href="([^"]*)" rel="next"`).FindStringSubmatch(first.body)
	last := b.browser("").get(more[1]).must("the second", 200, b.words("profile.latest"))
	if n := strings.Count(last.body, "Слово."); n != 1 {
		t.Errorf("%d comments on the second page, want 1", n)
	}
}

// TestFormerNamesAreForModerators: they and the reader see on a profile what else the reader was called; nobody else does.
func TestFormerNamesAreForModerators(t *testing.T) {
	b := newBureau(t)
	was := b.readers["reader"].PenName
	b.later(60 * 24 * time.Hour)
	_, err := b.members.Rename(t.Context(), b.readers["reader"], "Мавка лісова")
	b.must(err)
	b.later(60 * 24 * time.Hour)
	_, err = b.members.Rename(t.Context(), b.readers["reader"], "Мавка польова")
	b.must(err)
	path := "/readers/" + b.readers["reader"].ID.String()
	for _, who := range []string{"moderator", "reader"} {
		b.browser(who).get(path).must(who, 200, "Мавка польова", b.words("pen_name.former"), "Мавка лісова")
	}
	for _, who := range []string{"", "other", "editor"} {
		b.browser(who).get(path).must("as "+who, 200, "Мавка польова").mustNot("as "+who, b.words("pen_name.former"), "Мавка лісова", was)
	}
}

// TestNamesLeadToProfiles under the story, and names that nobody stands behind do not.
func TestNamesLeadToProfiles(t *testing.T) {
	b := newBureau(t)
	c := b.say("reader", "Думка.", nil)
	link := `<a href="/readers/` + b.readers["reader"].ID.String() + `" rel="nofollow">`
	b.browser("").get("/stories/mist").must("nobody", 200, link)
	b.browser("other").get("/stories/mist").must("another", 200, link)
	_, err := b.discussion.Withdraw(t.Context(), b.readers["reader"], c.ID)
	b.must(err)
	b.happened()
	b.browser("").get("/stories/mist").must("taken back", 200).mustNot("taken back", link, `<span class="avatar`)
}
