package feed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"
)

func TestSitemap(t *testing.T) {
	alternates := []Alternate{{"uk", "https://news.example/stories/a"}, {"en", "https://news.example/stories/b?x=1&y=2"}}
	for name, urls := range map[string][]URL{
		"empty": nil,
		"usual": {
			{Loc: "https://news.example/"},
			{Loc: "https://news.example/stories/a", LastMod: day(9, 4), Alternates: alternates},
		},
		"hostile": {{Loc: "https://news.example/" + nasty, Alternates: []Alternate{{nasty, nasty}}}},
	} {
		var b bytes.Buffer
		if err := Sitemap(&b, urls); err != nil {
			t.Fatal(err)
		}
		wellFormed(t, b.Bytes())
		golden(t, name+".sitemap.xml", b.Bytes())
	}
}

// A sitemap that search engines would refuse is not written, not even its beginning.
func TestSitemapLimit(t *testing.T) {
	urls := make([]URL, MaxURLs+1)
	var b bytes.Buffer
	if err := Sitemap(&b, urls); !errors.Is(err, ErrTooManyURLs) || b.Len() != 0 {
		t.Errorf("%d addresses: %v and %d bytes, want ErrTooManyURLs and none", len(urls), err, b.Len())
	}
	if err := Sitemap(io.Discard, urls[1:]); err != nil {
		t.Errorf("%d addresses: %v", MaxURLs, err)
	}
}

func TestNewsSitemap(t *testing.T) {
	now := day(10, 12)
	item := func(title string, age time.Duration) NewsItem {
		return NewsItem{Loc: "https://news.example/" + title, Publication: "Розмова", Language: "uk", Title: title, Published: now.Add(-age)}
	}
	items := []NewsItem{
		item("old", NewsAge+time.Second), item("yesterday", 30*time.Hour), item("embargoed", -time.Second),
		item("now", 0), item("edge", NewsAge), item("hour & <one>", time.Hour),
	}
	var b bytes.Buffer
	if err := NewsSitemap(&b, items, now); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%q", wellFormed(t, b.Bytes())["urlset/url/news/title"])
	if want := fmt.Sprintf("%q", []string{"now", "hour & <one>", "yesterday", "edge"}); got != want {
		t.Errorf("titles %s, want %s", got, want)
	}
	if items[0].Title != "old" {
		t.Error("the caller's slice was sorted")
	}
	golden(t, "news.xml", b.Bytes())
}

func TestNewsSitemapLimit(t *testing.T) {
	now := day(10, 12)
	var items []NewsItem
	for i := range MaxNews + 5 { // the oldest first
		items = append(items, NewsItem{Title: fmt.Sprint(i), Published: now.Add(time.Duration(i-MaxNews-5) * time.Second)})
	}
	var b bytes.Buffer
	if err := NewsSitemap(&b, items, now); err != nil {
		t.Fatal(err)
	}
	titles := wellFormed(t, b.Bytes())["urlset/url/news/title"]
	if len(titles) != MaxNews || titles[0] != fmt.Sprint(MaxNews+4) || titles[MaxNews-1] != "5" {
		t.Errorf("%d titles from %s to %s, want the newest %d", len(titles), titles[0], titles[len(titles)-1], MaxNews)
	}
}
