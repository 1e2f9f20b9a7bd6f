package discussion_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// index brings the search index up to the end of the log.
func (k *talk) index() {
	k.t.Helper()
	ctx := context.Background()
	if err := k.db.Settled(ctx); err != nil {
		k.t.Fatal(err)
	}
	if err := k.desk.Index(ctx, k.events()); err != nil {
		k.t.Fatal(err)
	}
}

func (k *talk) events() (events []rozmova.Event) {
	k.t.Helper()
	err := k.db.View(context.Background(), func(tx *store.Tx) (err error) {
		events, err = tx.Events(0, 1<<20)
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return events
}

// found gives the texts of what is found, the story as its headline, from page to page.
func (k *talk) found(viewer *rozmova.Reader, q discussion.Query) (texts []string) {
	k.t.Helper()
	for range 1000 {
		hits, next, err := k.desk.Search(context.Background(), viewer, q)
		if err != nil {
			k.t.Fatalf("search %.60q: %v", q.Text, err)
		}
		for _, h := range hits {
			if h.Node == nil {
				texts = append(texts, h.Story.Headline)
				continue
			}
			texts = append(texts, h.Node.Source)
		}
		if q.Before = next; next == "" {
			return texts
		}
	}
	k.t.Fatalf("search %q has no end", q.Text)
	return nil
}

// TestSearchFindsWordsInEveryForm: the same on both engines, newest first.
func TestSearchFindsWordsInEveryForm(t *testing.T) {
	texts := []string{
		"Байден приїхав до Києва", "Зустріли Байдена на вокзалі", "Говорили з Байденом про міст", "Слово про Зеленського", "100% правда, а не 50 %",
		"Дитина з'їла п’ять «яблук»", "select * from comment; --", "Пошук \"цілої фрази\" не шукає", "Русский текст про мосты", "An English sentence about bridges",
		"підкреслення_тут і зірка*", "Києву добре",
	}
	queries := map[string][]int{
		"Байден": {2, 1, 0}, "байдена": {2, 1, 0}, "БАЙДЕНОМ": {2, 1, 0}, "Байдену Київ": {0}, "«Байден»": {2, 1, 0}, `"Байден" OR`: nil, "Байден -міст": {2},
		"Київ": {11, 0}, "100%": {4}, "%": nil, "_": nil, "*": nil, "яблуко": {5}, "п'ять": {5}, "comment": {6}, "'; drop table comment; --": nil, "bridge": {9},
		"мост": {8}, "міст Байдена": {2}, "NOT": nil, "немає такого": nil, "ні": nil,
	}
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		k := open(t, db, rozmova.ThreadSettings{PerMinute: 1000})
		for i, text := range texts {
			k.say(k.Readers[i%4], nil, text)
		}
		k.index()
		for query, want := range queries {
			if strings.ContainsAny(query, "%_*") && len(want) == 0 {
				_, _, err := k.desk.Search(t.Context(), nil, discussion.Query{Text: query})
				refused(t, query, err, rozmova.Invalid, "search.empty")
				continue
			}
			var texted []string
			for _, i := range want {
				texted = append(texted, texts[i])
			}
			for _, limit := range []int{0, 1, 2} {
				got := slices.DeleteFunc(k.found(nil, discussion.Query{Text: query, Limit: limit}), func(s string) bool { return s == k.Story.Headline })
				if !slices.Equal(got, texted) {
					t.Errorf("%q, %d at a time: found %q, want %q", query, limit, got, texted)
				}
			}
		}
		if got := k.found(nil, discussion.Query{Text: "МІСТ"}); !slices.Equal(got, []string{texts[2], k.Story.Headline}) {
			t.Errorf("the story is found with %q", got)
		}
		if got := k.found(nil, discussion.Query{Text: "відкрити річка"}); !slices.Equal(got, []string{k.Story.Headline}) {
			t.Errorf("words of headline and body find %q", got)
		}
	})
}

// TestNoQueryIsAnError: whatever is typed.
func TestNoQueryIsAnError(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.say(k.Readers[0], nil, "слово")
		k.index()
		for _, q := range []string{
			"", " ", "\x00", "\xff\xfe", "(((", `"`, "''", "AND", "OR NOT", "слово*", "слово^2", "-слово", "+", "слово AND (", "слово:слово", "{}[]", "\\", "слово\x00слово",
			strings.Repeat("слово ", 2000), strings.Repeat("я", 10_000), strings.Repeat("%", 10_000), strings.Repeat("\"", 10_000), strings.Repeat("а б в ", 3000), "😀", "\u202e",
		} {
			_, _, err := k.desk.Search(t.Context(), nil, discussion.Query{Text: q})
			if err != nil {
				refused(t, fmt.Sprintf("%.40q", q), err, rozmova.Invalid, "search.empty")
			}
		}
		if got := k.found(nil, discussion.Query{Text: strings.Repeat("слово ", 2000)}); len(got) != 1 {
			t.Errorf("a word said two thousand times finds %d comments", len(got))
		}
	})
}

// TestWhoFindsWhat: the muted are left out, and so is everything that not everybody may read; one story's discussion alone can
// be searched.
func TestWhoFindsWhat(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		for i := range 60 {
			k.say(k.Readers[i%2], nil, fmt.Sprint("слово ", i))
		}
		k.index()
		all := discussion.Query{Text: "слова", Limit: 7}
		if got := k.found(k.Readers[2], all); len(got) != 60 || got[0] != "слово 59" || got[59] != "слово 0" {
			t.Fatalf("found %q", got)
		}
		if _, err := k.desk.Mute(t.Context(), k.Readers[2], k.Readers[1].ID); err != nil {
			t.Fatal(err)
		}
		if got := k.found(k.Readers[2], all); len(got) != 30 || got[0] != "слово 58" {
			t.Errorf("with half of them muted, %d are found: %q", len(got), got)
		}
		if got := k.found(k.Readers[3], all); len(got) != 60 {
			t.Errorf("another finds %d", len(got))
		}
		other := *k.Story
		other.ID, other.Thread, other.Slug, other.Headline = rozmova.NewID[rozmova.Story](k.clock.Now()), rozmova.NewID[rozmova.Thread](k.clock.Now()), "inshe", "Інше слово"
		err := k.db.Update(t.Context(), func(tx *store.Tx) error {
			if err := tx.AddStory(&other, rozmova.ID[rozmova.Reader]{}); err != nil {
				return err
			}
			return tx.AddThread(&rozmova.Thread{ID: other.Thread, Site: k.Site.ID, Story: other.ID, Mode: rozmova.Open, Opened: rozmovatest.Noon})
		})
		if err != nil {
			t.Fatal(err)
		}
		k.Thread = other.Thread
		k.say(k.Readers[0], nil, "слово деінде")
		k.index()
		if err := k.desk.Index(t.Context(), []rozmova.Event{{Kind: rozmova.StoryPublished, Story: other.ID}}); err != nil {
			t.Fatal(err)
		}
		if got := k.found(nil, discussion.Query{Text: "слова", Story: other.ID}); !slices.Equal(got, []string{"слово деінде", "Інше слово"}) {
			t.Errorf("in one discussion %q is found", got)
		}
		if got := k.found(nil, discussion.Query{Text: "слова", Limit: 50}); len(got) != 62 || got[0] != "слово деінде" {
			t.Errorf("on the site %d are found", len(got))
		}
		stranger := open(t, k.db, rozmova.ThreadSettings{}) // of another site
		if got := stranger.found(nil, all); len(got) > 0 {
			t.Errorf("from another site %d are found", len(got))
		}
	})
}

// TestTheIndexFollowsTheLog: whatever order the events come in, and how often, it has what can be read now.
func TestTheIndexFollowsTheLog(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		ctx := t.Context()
		edited, withdrawn := k.say(k.Readers[0], nil, "старе слово"), k.say(k.Readers[0], nil, "слово")
		removed, restored := k.say(k.Readers[0], nil, "слово"), k.say(k.Readers[0], nil, "повернуте слово")
		k.index()
		if _, err := k.desk.Edit(ctx, k.Readers[0], edited.ID, 1, "нове слово"); err != nil {
			t.Fatal(err)
		}
		if _, err := k.desk.Withdraw(ctx, k.Readers[0], withdrawn.ID); err != nil {
			t.Fatal(err)
		}
		k.rule(removed, rozmova.Remove)
		k.rule(restored, rozmova.Hold)
		k.index()
		k.rule(restored, rozmova.Restore)
		if got := k.found(nil, discussion.Query{Text: "повернуте"}); len(got) > 0 {
			t.Error("words that were taken out of sight have stayed in the index")
		}
		if err := k.db.Settled(ctx); err != nil {
			t.Fatal(err)
		}
		events := k.events()
		for range 2 {
			slices.Reverse(events)
			if err := k.desk.Index(ctx, events); err != nil {
				t.Fatal(err)
			}
			for query, want := range map[string][]string{"слово": {"повернуте слово", "нове слово"}, "старе": nil, "нове": {"нове слово"}} {
				if got := k.found(nil, discussion.Query{Text: query}); !slices.Equal(got, want) {
					t.Errorf("%q finds %q, want %q", query, got, want)
				}
			}
		}
		if err := k.desk.Index(ctx, []rozmova.Event{{Kind: rozmova.CommentPublished, Comment: rozmova.NewID[rozmova.Comment](k.clock.Now())}, {Kind: rozmova.StoryChanged}}); err != nil {
			t.Errorf("an event about something that is not there: %v", err)
		}
	})
}

// TestHitsShowTheirWords: the excerpt stands around the first word that was found, and the marks are those words.
func TestHitsShowTheirWords(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		before, behind := strings.Repeat("Отак довго говорять. ", 30), strings.Repeat("І ще трохи. ", 40)
		for name, text := range map[string]string{
			"short":     "Про Байдена.",
			"long":      before + "Про Байдена й Байденом. " + behind,
			"lines":     "Рядок\n\nПро Байдена\n\n- пункт\n- Байден",
			"one word":  strings.Repeat("ж", 400) + " Байден " + strings.Repeat("ж", 400),
			"first":     "Байден " + behind,
			"last":      before + "Байден",
			"emoji":     strings.Repeat("😀", 300) + " Байден 😀",
			"in a link": "[Байден](https://example.org/" + strings.Repeat("x", 300) + ") приїхав",
		} {
			c := k.say(k.Readers[0], nil, text)
			k.index()
			hits, _, err := k.desk.Search(t.Context(), nil, discussion.Query{Text: "Байден", Limit: 1})
			if err != nil || len(hits) != 1 || hits[0].Node.ID != c.ID {
				t.Fatalf("%s: %v, %v", name, hits, err)
			}
			line := []rune(hits[0].Excerpt)
			if len(line) > 320 || strings.ContainsAny(hits[0].Excerpt, "\n\r\t") || len(hits[0].Marks) == 0 {
				t.Errorf("%s: %d runes, marks %v, %q", name, len(line), hits[0].Marks, hits[0].Excerpt)
			}
			for _, m := range hits[0].Marks {
				if word := string(line[m[0]:m[1]]); !strings.HasPrefix(word, "Байден") {
					t.Errorf("%s: %q is marked in %q", name, word, hits[0].Excerpt)
				}
			}
		}
	})
}
