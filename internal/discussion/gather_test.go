package discussion_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/store"
)

// revise writes the story's next revision.
func (k *talk) revise(change func(s *rozmova.Story)) {
	k.t.Helper()
	err := k.db.Update(k.t.Context(), func(tx *store.Tx) error {
		s, err := tx.Story(k.Story.ID)
		if err != nil {
			return err
		}
		change(s)
		s.Revision++
		s.Changed = k.clock.Now()
		return tx.ReviseStory(s, rozmova.ID[rozmova.Reader]{})
	})
	if err != nil {
		k.t.Fatal(err)
	}
}

// citing puts statements into the story and a comment by the first reader on the first of them.
func (k *talk) citing(t testing.TB) *rozmova.Comment {
	t.Helper()
	k.revise(func(s *rozmova.Story) {
		s.Sources = []rozmova.Source{
			{Key: "koval", Kind: rozmova.Person, Name: "Петро Коваль", Role: "мер", Reader: k.Readers[2].ID},
			{Key: "unnamed", Kind: rozmova.Person, Role: "посадовець", Anonymous: "боїться"},
		}
		s.Authors = []rozmova.ID[rozmova.Reader]{k.Readers[3].ID}
		at := rozmova.Anchor{Revision: s.Revision + 1, End: rozmova.Position{Rune: 4}}
		s.Statements = []rozmova.Statement{
			{Key: "opened", Anchor: at, Mode: rozmova.Direct, Content: strings.Repeat("Міст стоїть міцно. ", 20), Speaker: "koval", Confirmed: true},
			{Key: "cost", Anchor: at, Mode: rozmova.Indirect, Content: "Міст", Speaker: "unnamed", Confirmed: true},
			{Key: "guess", Anchor: at, Mode: rozmova.Indirect, Content: "Міст", Speaker: "koval"},
		}
	})
	return k.cite(k.Readers[0], "opened")
}

func (k *talk) cite(author *rozmova.Reader, key string) *rozmova.Comment {
	k.t.Helper()
	c, _, err := k.desk.Post(k.t.Context(), author, discussion.Posting{Thread: k.Thread, Body: "Про це", Locale: "uk", Statement: key})
	if err != nil {
		k.t.Fatal(err)
	}
	return c
}

func (k *talk) node(viewer *rozmova.Reader, c *rozmova.Comment) *discussion.Node {
	k.t.Helper()
	one, err := k.desk.Comment(k.t.Context(), viewer, c.ID)
	if err != nil {
		k.t.Fatal(err)
	}
	return one.Node
}

// TestCommentsTellWhatTheySpeakTo follows a statement through changes of its story.
func TestCommentsTellWhatTheySpeakTo(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		c := k.citing(t)
		other := k.cite(k.Readers[1], "cost")
		gone := k.cite(k.Readers[1], "cost")
		k.rule(gone, rozmova.Remove)
		page := k.page(nil, discussion.View{})
		if page.Cited["opened"] != 1 || page.Cited["cost"] != 1 || len(page.Cited) != 2 {
			t.Errorf("statements are spoken to: %v", page.Cited)
		}
		got := page.Nodes[0].Cite
		if got == nil || got.Key != "opened" || got.Gone || !got.Corrected.IsZero() || got.Speaker != "Петро Коваль" {
			t.Fatalf("cites %+v", got)
		}
		if n := len([]rune(got.Words)); n > 140 || n < 100 || !strings.HasSuffix(got.Words, "…") || !strings.HasPrefix(got.Words, "Міст стоїть") {
			t.Errorf("the words of a long statement: %d runes, %q", n, got.Words)
		}
		if n := k.node(nil, other); n.Cite.Speaker != "посадовець" || n.Cite.Words != "Міст" {
			t.Errorf("somebody who is not named says: %+v", n.Cite)
		}
		if n := k.node(nil, gone); n.Cite != nil || n.Cites.Statement != "" {
			t.Errorf("a removed comment tells what it spoke to: %+v", n.Cite)
		}
		k.clock.Add(time.Hour)
		k.revise(func(s *rozmova.Story) {
			s.Corrections = []rozmova.Correction{
				{Kind: rozmova.Corrected, At: c.Created.Add(-time.Second), Text: "раніше", Statement: "opened"},
				{Kind: rozmova.Corrected, At: c.Created.Add(2 * time.Minute), Text: "пізніше", Statement: "opened"},
				{Kind: rozmova.Corrected, At: c.Created.Add(time.Minute), Text: "між тим", Statement: "opened"},
				{Kind: rozmova.Corrected, At: c.Created.Add(time.Hour), Text: "інше", Statement: "guess"},
				{Kind: rozmova.Corrected, At: other.Created, Text: "вже тоді", Statement: "cost"},
			}
		})
		if n := k.node(nil, c); !n.Cite.Corrected.Equal(c.Created.Add(2 * time.Minute)) {
			t.Errorf("corrected at %v, want two minutes after %v", n.Cite.Corrected, c.Created)
		}
		if n := k.node(nil, other); !n.Cite.Corrected.IsZero() {
			t.Errorf("a correction of something else is told: %+v", n.Cite)
		}
		k.revise(func(s *rozmova.Story) { s.Statements[0].Confirmed = false })
		if n := k.node(nil, c); !n.Cite.Gone || n.Cite.Words != "" {
			t.Errorf("a statement that is no longer confirmed: %+v", n.Cite)
		}
	})
}

// TestBadges: who wrote the story and who is quoted in it is told, of everybody who reads.
func TestBadges(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.citing(t)
		for reader, want := range map[int]discussion.Badge{0: "", 2: discussion.SourceBadge, 3: discussion.AuthorBadge} {
			c := k.say(k.Readers[reader], nil, "слово")
			if n := k.node(k.Readers[1], c); n.Badge != want {
				t.Errorf("reader %d has the badge %q, want %q", reader, n.Badge, want)
			}
			k.rule(c, rozmova.Hold)
			if n := k.node(k.Readers[1], c); n.Badge != "" {
				t.Errorf("a placeholder has the badge %q", n.Badge)
			}
		}
	})
}

// TestMuting: the words of somebody muted are marked, for the one who muted alone.
func TestMutedReadersAreMarked(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		c := k.say(k.Readers[1], nil, "слово")
		k.say(k.Readers[0], c, "відповідь")
		if _, err := k.desk.Mute(t.Context(), k.Readers[0], k.Readers[1].ID); err != nil {
			t.Fatal(err)
		}
		page := k.page(k.Readers[0], discussion.View{})
		if n := page.Nodes[0]; !n.Muted || n.Body == nil || n.Answers[0].Muted || !slices.Equal(page.Muted, []rozmova.ID[rozmova.Reader]{k.Readers[1].ID}) {
			t.Errorf("muted %v, with words %v, its answer %v; the page tells of %v", n.Muted, n.Body != nil, n.Answers[0].Muted, page.Muted)
		}
		for _, viewer := range []*rozmova.Reader{nil, k.Readers[1], k.Readers[2]} {
			if page := k.page(viewer, discussion.View{}); page.Nodes[0].Muted || len(page.Muted) > 0 {
				t.Error("a comment is muted for somebody who muted nobody")
			}
		}
		k.rule(c, rozmova.Hold)
		if n := k.node(k.Readers[0], c); n.Muted || n.Body != nil {
			t.Error("a placeholder tells that its author is muted")
		}
	})
}

// TestVotesAreShownAsTheSiteSays: who may vote, one's own vote and the totals.
func TestVotesAreShownAsTheSiteSays(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		c := k.say(k.Readers[0], nil, "слово")
		own := rozmova.Vote{Opinion: rozmova.Agree, Respect: true}
		if _, err := k.desk.Vote(t.Context(), k.Readers[1], c.ID, own); err != nil {
			t.Fatal(err)
		}
		want := rozmova.Votes{Voters: 1, Agree: 1, Respect: 1}
		for totals, sees := range map[discussion.Totals][4]bool{ // nobody, the author, who voted, another
			discussion.TotalsShown: {true, true, true, true}, discussion.TotalsVoted: {2: true}, discussion.TotalsHidden: {},
		} {
			k.desk = discussion.New(k.db, discussion.Options{Now: k.clock.Now, Site: k.Site, Totals: totals})
			for i, viewer := range []*rozmova.Reader{nil, k.Readers[0], k.Readers[1], k.Readers[2]} {
				n := k.node(viewer, c)
				if n.Totals != sees[i] || sees[i] && n.Votes != want || !sees[i] && (n.Votes != rozmova.Votes{} || n.Rank != 0) {
					t.Errorf("%s, viewer %d: totals %v, %+v", totals, i, n.Totals, n.Votes)
				}
				if may := i != 1; n.MayVote != may {
					t.Errorf("viewer %d may vote: %v", i, n.MayVote)
				}
				if voted := i == 2; (n.Vote == own) != voted {
					t.Errorf("viewer %d voted %+v", i, n.Vote)
				}
			}
		}
		k.mode(rozmova.Closed)
		if k.node(k.Readers[2], c).MayVote {
			t.Error("in a closed thread somebody may vote")
		}
		k.mode(rozmova.Open)
		k.rule(c, rozmova.Hold)
		for _, viewer := range []*rozmova.Reader{nil, k.Readers[1]} {
			if n := k.node(viewer, c); n.MayVote || n.Totals || n.Votes != (rozmova.Votes{}) || n.Vote != (rozmova.Vote{}) {
				t.Errorf("a placeholder tells of votes: %+v", n)
			}
		}
	})
}

// TestPicks: what the newsroom features stands in the box, the latest first, while everybody may read it.
func TestPicksStandInTheBox(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		editor := &rozmova.Reader{ID: k.Moderator.ID, Grants: []rozmova.Grant{{Role: rozmova.Editor}}}
		list := k.crowd(25, 1)
		for _, i := range []int{0, 49, 7} {
			if err := k.desk.Feature(t.Context(), editor, list[i].ID, 0); err != nil {
				t.Fatal(err)
			}
			k.clock.Add(time.Second)
		}
		k.rule(list[49], rozmova.Remove)
		page := k.page(k.Readers[0], discussion.View{})
		if got, want := idsOf(page.Picks), []rozmova.ID[rozmova.Comment]{list[7].ID, list[0].ID}; !slices.Equal(got, want) {
			t.Fatalf("picks %v, want %v", got, want)
		}
		if p := page.Picks[0]; p.Pick == nil || p.Pick.Block != 0 || p.Pick.Comment != p.ID || p.Featured.IsZero() || p.Author == nil {
			t.Errorf("a pick: %+v", p)
		}
		if n := page.Nodes[0]; n.Featured.IsZero() || n.Pick != nil {
			t.Errorf("in its place it is %v", n.Featured)
		}
	})
}
