package web

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// TestAssetBudget holds what a first visit may load.
func TestAssetBudget(t *testing.T) {
	_, assets, _ := newRenderer(t)
	for name, most := range map[string]int{"app.js": 15 << 10, "app.css": 12 << 10} {
		x := assets.byName[strings.TrimPrefix(assets.URL(name), "/assets/")]
		t.Logf("%s: %d bytes, gzip %d, brotli %d", name, len(x.plain), len(x.gzip), len(x.br))
		if len(x.gzip) > most {
			t.Errorf("%s: %d bytes compressed, want at most %d", name, len(x.gzip), most)
		}
	}
}

func TestAssetAnswers(t *testing.T) {
	_, assets, _ := newRenderer(t)
	for _, tt := range []struct {
		path, accept, coding string
		status               int
	}{
		{assets.URL("app.js"), "", "", 200},
		{assets.URL("app.js"), "gzip, deflate", "gzip", 200},
		{assets.URL("app.js"), "gzip, br;q=0", "gzip", 200},
		{assets.URL("app.css"), "gzip;q=0.5, br", "br", 200},
		{assets.URL("app.css"), "gzip;q=0, br;q=0.0", "", 200},
		{assets.URL("icon.svg"), "brotli", "", 200},
		{"/assets/app.js", "br", "", 404},
		{"/assets/", "", "", 404},
	} {
		r := httptest.NewRequest("GET", tt.path, nil)
		r.Header.Set("Accept-Encoding", tt.accept)
		w := httptest.NewRecorder()
		assets.ServeHTTP(w, r)
		if w.Code != tt.status || w.Header().Get("Content-Encoding") != tt.coding {
			t.Errorf("%s for %q: %d %q, want %d %q", tt.path, tt.accept, w.Code, w.Header().Get("Content-Encoding"), tt.status, tt.coding)
		}
		if tt.status == 200 && !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s may not be kept for ever: %q", tt.path, w.Header().Get("Cache-Control"))
		}
	}
}
