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

// TestCommentsLeaveTheSitemapAlone: it may hold tens of thousands of stories, and a comment changes none of them.
func TestCommentsLeaveTheSitemapAlone(t *testing.T) {
	k, made := newKept(20_000, func(bool, int64) {}), 0
	ask := func() {
		askKept(t, k, "sitemap", func() (*readyPage, [][16]byte, error) {
			made++
			return keptOf("sitemap", theStories)()
		})
	}
	story, comment := rozmova.ID[rozmova.Story]{7}, rozmova.ID[rozmova.Comment]{8}
	ask()
	for _, kind := range []rozmova.EventKind{rozmova.CommentPublished, rozmova.CommentRemoved, rozmova.NoticeReceived} {
		k.happened(rozmova.Event{Kind: kind, Story: story, Comment: comment})
	}
	ask()
	if made != 1 {
		t.Errorf("made %d times after comments, want once", made)
	}
	k.happened(rozmova.Event{Kind: rozmova.StoryUnpublished, Story: story})
	ask()
	if made != 2 {
		t.Errorf("made %d times after a story went, want twice", made)
	}
}

// A page that cannot be made anew because the store is away is served as it was; one that is gone is not.
func TestAKeptPageOutlivesAnAbsentStore(t *testing.T) {
	k := newKept(1<<20, func(bool, int64) {})
	story := [16]byte{7}
	first := &readyPage{plain: &coded{}}
	made := func(p *readyPage, err error) func() (*readyPage, [][16]byte, error) {
		return func() (*readyPage, [][16]byte, error) { return p, [][16]byte{story}, err }
	}
	get := func(build func() (*readyPage, [][16]byte, error)) (*readyPage, error) {
		return k.get(t.Context(), "/stories/x", build)
	}
	if _, err := get(made(first, nil)); err != nil {
		t.Fatal(err)
	}
	changed := rozmova.Event{Kind: rozmova.CommentPublished, Story: rozmova.ID[rozmova.Story](story)}
	k.happened(changed)
	away := &rozmova.Error{Kind: rozmova.Unavailable, Reason: "store.away"}
	if got, err := get(made(nil, away)); got != first || err != nil {
		t.Errorf("while the store is away: %v, %v; want the page as it was", got, err)
	}
	k.happened(rozmova.Event{Kind: rozmova.CommentRemoved, Story: rozmova.ID[rozmova.Story](story)})
	if got, err := get(made(nil, away)); got != nil || err == nil {
		t.Errorf("after words were removed: %v, %v; want no page", got, err)
	}
}
