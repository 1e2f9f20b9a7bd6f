package web

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rozmova/rozmova"
)

func keptOf(body string, tags ...[16]byte) func() (*readyPage, [][16]byte, error) {
	return func() (*readyPage, [][16]byte, error) {
		return &readyPage{plain: newCoded([]byte(body), "t", "")}, tags, nil
	}
}

func askKept(t *testing.T, k *kept, key string, build func() (*readyPage, [][16]byte, error)) string {
	t.Helper()
	p, err := k.get(context.Background(), key, build)
	if err != nil {
		t.Fatal(err)
	}
	return string(p.plain.body)
}

func TestKeptStaysInBounds(t *testing.T) {
	k := newKept(20_000, func(bool, int64) {})
	for i := range 1000 {
		askKept(t, k, fmt.Sprint(i), keptOf(strings.Repeat("x", 500)))
		if k.bytes > k.most {
			t.Fatalf("%d bytes after %d pages, want at most %d", k.bytes, i+1, k.most)
		}
	}
	var sum int64
	for _, at := range k.pages {
		sum += at.Value.(*keptPage).ready.size()
	}
	if sum != k.bytes || len(k.pages) != k.order.Len() {
		t.Errorf("%d bytes in %d pages (%d in order), counted %d", sum, len(k.pages), k.order.Len(), k.bytes)
	}
	if _, err := k.get(context.Background(), "none", func() (*readyPage, [][16]byte, error) { return nil, nil, rozmova.NotFound }); !errors.Is(err, rozmova.NotFound) {
		t.Errorf("got %v", err)
	}
	if k.pages["none"] != nil {
		t.Error("a page that is not there has a place")
	}
}

// TestKeptPageHeardOfWhileMade: an event that comes while a page is made, with others crowding it out, still counts.
func TestKeptPageHeardOfWhileMade(t *testing.T) {
	story := rozmova.ID[rozmova.Story]{7}
	k := newKept(3_000, func(bool, int64) {})
	tries := 0
	got := askKept(t, k, "story", func() (*readyPage, [][16]byte, error) {
		tries++
		if tries == 1 {
			for i := range 20 {
				askKept(t, k, fmt.Sprint(i), keptOf(strings.Repeat("x", 500)))
			}
			k.happened(rozmova.Event{Kind: rozmova.CommentRemoved, Story: story})
			return keptOf("with the words that were removed", story)()
		}
		return keptOf("without them", story)()
	})
	if got != "without them" {
		t.Errorf("served %q", got)
	}
	if len(k.begun) != 0 {
		t.Errorf("%d pages are being made", len(k.begun))
	}
}

func TestKeptPageThatPanics(t *testing.T) {
	k := newKept(3_000, func(bool, int64) {})
	if _, err := k.get(context.Background(), "x", func() (*readyPage, [][16]byte, error) { panic("template") }); err == nil {
		t.Error("no error")
	}
	if got := askKept(t, k, "x", keptOf("made")); got != "made" {
		t.Errorf("then %q", got)
	}
}

// TestKeptPageIsRenewed: the first change shows at once, those right behind it together, a second later.
func TestKeptPageIsRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		story := rozmova.ID[rozmova.Story]{7}
		k := newKept(3_000, func(bool, int64) {})
		changed := rozmova.Event{Kind: rozmova.StoryChanged, Story: story}
		for i, want := range []string{"0", "1", "1", "1"} {
			if got := askKept(t, k, "x", keptOf(fmt.Sprint(i), story)); got != want {
				t.Errorf("change %d: got page %s, want %s", i, got, want)
			}
			k.happened(changed)
		}
		time.Sleep(renewEvery)
		if got := askKept(t, k, "x", keptOf("4", story)); got != "4" {
			t.Errorf("a second later: got page %s", got)
		}
	})
}
