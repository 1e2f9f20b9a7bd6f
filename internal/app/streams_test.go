package app

import (
	"net/http"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

// TestStreamsFromOneNetworkAreBounded: at either door, so that nobody takes the places of all the others.
func TestStreamsFromOneNetworkAreBounded(t *testing.T) {
	cfg := demo(t)
	cfg.Limits.StreamsPerAddr = 2
	a := start(t, cfg, Options{})
	publish(t, a.Config, "Watched")
	reading, err := a.Newsroom.Read(t.Context(), rozmova.Slug("watched"))
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for _, path := range []string{"/threads/" + reading.Story.Thread.String() + "/live", "/api/v1/threads/" + reading.Story.Thread.String() + "/events"} {
		open := func() *http.Response {
			t.Helper()
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.url+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			response, err := client.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = response.Body.Close() })
			return response
		}
		first, second := open(), open()
		if third := open(); first.StatusCode != 200 || second.StatusCode != 200 || third.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s: %d, %d, %d; want two streams and no third", path, first.StatusCode, second.StatusCode, third.StatusCode)
		}
		_ = first.Body.Close()
		for began := time.Now(); open().StatusCode != http.StatusOK; time.Sleep(5 * time.Millisecond) {
			if time.Since(began) > 5*time.Second {
				t.Fatalf("%s: a place is never free again", path)
			}
		}
	}
}
