package web

import (
	"fmt"
	"html/template"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
)

// TestPlaceCorrections: corrections at 1½, 2½ and 9 among comments at 1, 2, 3; a number is a comment, a letter a correction. beyond is
// when the first comment of the next page was written; 0 for none.
func TestPlaceCorrections(t *testing.T) {
	at := func(minutes float64) time.Time { return sampleTime.Add(time.Duration(minutes * float64(time.Minute))) }
	for _, tt := range []struct {
		order  string
		roots  []float64
		prev   bool
		beyond float64
		want   string
	}{
		{"oldest", []float64{1, 2, 3}, false, 0, "1 a 2 b 3 c"},
		{"oldest", []float64{1, 2, 3}, false, 9, "1 a 2 b 3"},
		{"oldest", []float64{1, 2, 3}, false, 9.5, "1 a 2 b 3 c"},
		{"oldest", []float64{4, 5}, true, 10, "4 5 c"},
		{"oldest", []float64{9, 10}, true, 0, "c 9 10"},
		{"oldest", []float64{10, 11}, true, 0, "10 11"},
		{"oldest", nil, false, 0, "a b c"},
		{"newest", []float64{3, 2, 1}, false, 0, "c 3 b 2 a 1"},
		{"newest", []float64{10}, false, 9, "10"},
		{"newest", []float64{10}, false, 8, "10 c"},
		{"newest", []float64{9, 3}, true, 2, "9 c 3 b"},
		{"newest", []float64{2, 1}, true, 0, "2 a 1"},
		{"newest", []float64{1}, true, 0, "1"},
		{"newest", []float64{10, 0}, false, 0, "10 c b a 0"},
		{"respected", []float64{2, 1}, false, 0, "a b c: 2 1"},
		{"answered", []float64{2, 1}, true, 0, "2 1"},
		{"", []float64{2}, false, 0, "a b c: 2"},
	} {
		d := &Discussion{Order: tt.order}
		if tt.prev {
			d.Prev = "/before"
		}
		for _, m := range tt.roots {
			d.Comments = append(d.Comments, CommentView{Created: at(m), Excerpt: fmt.Sprint(m)})
		}
		var list []CorrectionView
		for i, m := range []float64{1.5, 2.5, 9} {
			list = append(list, CorrectionView{Correction: rozmova.Correction{At: at(m), Text: string(rune('a' + i))}})
		}
		var beyond time.Time
		if tt.beyond > 0 {
			d.Next, beyond = "/behind", at(tt.beyond)
		}
		d.placeCorrections(list, beyond)
		var got []string
		put := func(list []CorrectionView) {
			for _, c := range list {
				got = append(got, c.Text)
			}
		}
		if put(d.Corrections); len(d.Corrections) > 0 {
			got[len(got)-1] += ":"
		}
		for i, c := range d.Comments {
			put(d.Before(i))
			got = append(got, c.Excerpt)
		}
		put(d.Behind())
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("%s %v (before %t, beyond %v): %s, want %s", tt.order, tt.roots, tt.prev, tt.beyond, got, tt.want)
		}
	}
}

// TestCorrectionsBetweenPages: whichever way the pages are turned, each correction stands on one of them, and on one only, even
// where it was made in the moment of a comment.
func TestCorrectionsBetweenPages(t *testing.T) {
	const pages, perPage = 4, 5
	for _, order := range []string{"oldest", "newest"} {
		root := func(i int) time.Time { // the i-th in order, at even minutes
			if order == "newest" {
				i = pages*perPage - 1 - i
			}
			return sampleTime.Add(time.Duration(2*i) * time.Minute)
		}
		var list []CorrectionView
		for n := range 2*pages*perPage + 3 {
			list = append(list, CorrectionView{Number: n, Correction: rozmova.Correction{At: sampleTime.Add(time.Duration(n-2) * time.Minute)}})
		}
		seen := map[int]int{}
		for page := range pages {
			d, beyond := &Discussion{Order: order}, time.Time{}
			if page > 0 {
				d.Prev = "/"
			}
			if page < pages-1 {
				d.Next, beyond = "/", root((page+1)*perPage)
			}
			for i := range perPage {
				d.Comments = append(d.Comments, CommentView{Created: root(page*perPage + i)})
			}
			d.placeCorrections(list, beyond)
			for _, some := range d.Between {
				for _, c := range some {
					seen[c.Number]++
				}
			}
		}
		for _, c := range list {
			if seen[c.Number] != 1 {
				t.Errorf("%s: correction %d stands in %d places", order, c.Number, seen[c.Number])
			}
		}
	}
}

func TestPlacePicks(t *testing.T) {
	body := []rozmova.Block{
		{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: "перший id=\"p-1\" <p id='p-1'>"}}},
		{Kind: rozmova.Item, Spans: []rozmova.Span{{Text: "у списку"}}},
		{Kind: rozmova.Item, Spans: []rozmova.Span{{Text: "теж"}}},
		{Kind: rozmova.Pause},
		{Kind: rozmova.Paragraph, Quote: 1, Spans: []rozmova.Span{{Text: "цитата"}}},
		{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: "останній"}}},
	}
	html := richtext.HTML(body, richtext.Options{Lang: "uk", BlockIDs: true})
	for block, want := range map[int]string{0: "p-0", 1: "p-2", 2: "p-2", 3: "p-3", 4: "p-4", 5: "p-5", 6: "", -1: ""} {
		pick := sampleComment(1, 0, "x", "x")
		parts := placePicks(html, []CommentView{pick}, map[rozmova.ID[rozmova.Comment]]int{pick.ID: block})
		if want == "" {
			if parts != nil {
				t.Errorf("block %d: %v", block, parts)
			}
			continue
		}
		var whole template.HTML
		for _, p := range parts {
			whole += p.Body
		}
		if whole != html {
			t.Fatalf("block %d: the body has become %s", block, whole)
		}
		first := string(parts[0].Body)
		if at := strings.LastIndex(first, ` id="p-`); !strings.HasPrefix(first[at+5:], want+`"`) || len(parts[0].Picks) != 1 {
			t.Errorf("behind block %d it stands behind %s", block, first)
		}
		for _, tag := range []string{"ul", "blockquote", "li", "p"} {
			if strings.Count(first, "<"+tag+" ")+strings.Count(first, "<"+tag+">") != strings.Count(first, "</"+tag+">") {
				t.Errorf("behind block %d a <%s> is cut", block, tag)
			}
		}
	}
}

func TestSameBlock(t *testing.T) {
	blocks := func(words string) (body []rozmova.Block) {
		for w := range strings.FieldsSeq(words) {
			body = append(body, rozmova.Block{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: w}}})
		}
		return body
	}
	for _, tt := range []struct {
		earlier, later string
		block, want    int
	}{
		{"a b c", "a b c", 1, 1}, {"a b c", "x a b c", 1, 2}, {"a b c", "a c", 1, -1}, {"a a a", "x a a a", 2, 2}, {"a", "a", 7, -1},
	} {
		if got := sameBlock(blocks(tt.earlier), tt.block, blocks(tt.later)); got != tt.want {
			t.Errorf("block %d of %q in %q: %d, want %d", tt.block, tt.earlier, tt.later, got, tt.want)
		}
	}
}

func TestMarkRuns(t *testing.T) {
	for _, tt := range []struct {
		text  string
		marks [][2]int
		want  []MarkedRun
	}{
		{"про мости й міст", [][2]int{{4, 9}, {12, 16}}, []MarkedRun{{"про ", false}, {"мости", true}, {" й ", false}, {"міст", true}}},
		{"міст", [][2]int{{0, 4}}, []MarkedRun{{"міст", true}}},
		{"міст", nil, []MarkedRun{{"міст", false}}},
		{"міст", [][2]int{{2, 9}, {3, 3}, {-1, 2}}, []MarkedRun{{"міст", false}}},
		{"", nil, nil},
	} {
		if diff := cmp.Diff(tt.want, markRuns(tt.text, tt.marks)); diff != "" {
			t.Errorf("%q %v: %s", tt.text, tt.marks, diff)
		}
	}
}

func TestLatestVotes(t *testing.T) {
	one, two := rozmova.ID[rozmova.Comment]{1}, rozmova.ID[rozmova.Comment]{2}
	got := latest([]rozmova.Event{
		{Seq: 1, Kind: rozmova.CommentPublished, Comment: one}, {Seq: 2, Kind: rozmova.VotesChanged, At: sampleTime}, {Seq: 3, Kind: rozmova.CommentEdited, Comment: one},
		{Seq: 4, Kind: rozmova.VotesChanged, At: sampleTime.Add(time.Minute)}, {Seq: 5, Kind: rozmova.CommentPublished, Comment: two}, {Seq: 6, Kind: rozmova.ThreadChanged},
	})
	want := []rozmova.Event{
		{Seq: 3, Kind: rozmova.CommentEdited, Comment: one}, {Seq: 4, Kind: rozmova.VotesChanged, At: sampleTime},
		{Seq: 5, Kind: rozmova.CommentPublished, Comment: two}, {Seq: 6, Kind: rozmova.ThreadChanged},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestLatestHeat: how heated a branch is does not hide what became of the comment that it begins with.
func TestLatestHeat(t *testing.T) {
	root := rozmova.ID[rozmova.Comment]{1}
	got := latest([]rozmova.Event{
		{Seq: 1, Kind: rozmova.CommentPublished, Comment: root}, {Seq: 2, Kind: rozmova.BranchChanged, Comment: root}, {Seq: 3, Kind: rozmova.CommentRemoved, Comment: root},
		{Seq: 4, Kind: rozmova.BranchChanged, Comment: root},
	})
	want := []rozmova.Event{{Seq: 3, Kind: rozmova.CommentRemoved, Comment: root}, {Seq: 4, Kind: rozmova.BranchChanged, Comment: root}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestKeptPageHasItsHour: a page is made anew once its hour has come, though nothing happened.
func TestKeptPageHasItsHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, made := newKept(3_000, func(bool, int64) {}), 0
		due := time.Now().Add(time.Hour)
		ask := func() string {
			return askKept(t, k, "x", func() (*readyPage, [][16]byte, error) {
				made++
				p := &readyPage{plain: newCoded(fmt.Append(nil, made), "t", "")}
				if time.Now().Before(due) {
					p.due = due
				}
				return p, nil, nil
			})
		}
		ask()
		time.Sleep(time.Hour - time.Millisecond)
		if got := ask(); got != "1" {
			t.Errorf("before its hour: page %s", got)
		}
		time.Sleep(time.Millisecond)
		for range 2 {
			if got := ask(); got != "2" {
				t.Errorf("from its hour on: page %s", got)
			}
		}
	})
}

// TestVotesTouchTheirStoryAlone: there may be one such event a second in each of many discussions.
func TestVotesTouchTheirStoryAlone(t *testing.T) {
	story, other := rozmova.ID[rozmova.Story]{7}, rozmova.ID[rozmova.Story]{8}
	pages := map[string][16]byte{"story": story, "other": other, "front": everything, "sitemap": theStories}
	for kind, want := range map[rozmova.EventKind]string{
		rozmova.VotesChanged: "story", rozmova.CommentFeatured: "story", rozmova.CommentPublished: "front story", rozmova.ThreadChanged: "front sitemap story",
	} {
		k := newKept(20_000, func(bool, int64) {})
		for key, tag := range pages {
			askKept(t, k, key, keptOf("old", tag))
		}
		e := rozmova.Event{Kind: kind, Story: story}
		if kind != rozmova.VotesChanged && kind != rozmova.ThreadChanged {
			e.Comment = rozmova.ID[rozmova.Comment]{9}
		}
		k.happened(e)
		var got []string
		for _, key := range []string{"front", "other", "sitemap", "story"} {
			if askKept(t, k, key, keptOf("new", pages[key])) == "new" {
				got = append(got, key)
			}
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("event %d: made anew %s, want %s", kind, got, want)
		}
	}
}
