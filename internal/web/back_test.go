package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzBackPath: whatever a form says, the browser is sent to a page of this site.
func FuzzBackPath(f *testing.F) {
	for _, seed := range []string{"", "/", "/stories/x?a=b#c", "/en", "/en/", "/en/en/x", "//evil.example", "/\\evil.example", "/en//evil.example", "https://evil.example", "/x\n", "/%2f/evil.example", "/?next=//x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, said string) {
		r := httptest.NewRequest(http.MethodPost, "/order", strings.NewReader(url.Values{"back": {said}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		back := backPath(r, "/fallback")
		for _, to := range []string{LocalPath("uk", back), LocalPath("en", changed(back, "done", "x")), at(back, "c-1")} {
			base, _ := url.Parse("https://news.example/order")
			u, err := base.Parse(to)
			if err != nil || u.Host != "news.example" || u.Scheme != "https" || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
				t.Errorf("%q leads to %q (%v)", said, to, err)
			}
		}
	})
}
