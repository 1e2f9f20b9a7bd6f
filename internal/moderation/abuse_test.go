package moderation_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

const advertising = "Купуйте найкращі смартфони за півціни лише сьогодні на нашому сайті швидка доставка по всій Україні телефонуйте негайно"

// written adds a comment with some words by a reader, as the discussion does, and gives what the numbers say of it.
func (d *desk) written(author *rozmova.Reader, thread rozmova.ID[rozmova.Thread], text, link, network string, p *rozmova.Policy) (c *rozmova.Comment, traces moderation.Traces) {
	d.t.Helper()
	c = d.comment(author, rozmova.Pending, 0)
	c.Body = []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: text}, {Text: " тут", Link: link}}}}
	c.Thread = thread
	d.update(func(tx *store.Tx) (err error) {
		if err := tx.ReviseComment(c, text, c.Body, d.clock.Now(), 1); err != nil {
			return err
		}
		if traces, err = d.TracesOf(tx, c, network, p, d.clock.Now()); err != nil {
			return err
		}
		return d.LeaveTraces(tx, c, network, d.clock.Now())
	})
	return c, traces
}

func (d *desk) newcomer(name string) *rozmova.Reader {
	d.t.Helper()
	now := d.clock.Now()
	r := &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](now), Site: d.Site.ID, PenName: name, Locale: "uk", Joined: now}
	d.update(func(tx *store.Tx) error { return tx.AddReader(r, name) })
	return r
}

func (d *desk) signals(open bool) []moderation.SignalCard {
	d.t.Helper()
	cards, err := d.Signals(d.t.Context(), d.Moderator, open)
	if err != nil {
		d.t.Fatal(err)
	}
	return cards
}

func TestFloods(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		policy := &rozmova.Policy{}
		for i, author := range []*rozmova.Reader{d.Readers[0], d.Readers[1], d.Readers[2]} {
			_, traces := d.written(author, d.Thread, advertising+" "+author.PenName, "", "", policy)
			if traces.Hold != (i == 2) {
				t.Errorf("copy %d: %+v", i+1, traces)
			}
			d.clock.Add(time.Minute)
		}
		cards := d.signals(true)
		if len(cards) != 1 || cards[0].Signal.Kind != moderation.FloodSignal || cards[0].Evidence.Total != 3 || len(cards[0].Evidence.Readers) != 3 {
			t.Fatalf("%+v", cards)
		}
		d.clock.Add(25 * time.Hour)
		if _, traces := d.written(d.Readers[0], d.Thread, advertising, "", "", policy); traces.Hold {
			t.Error("a copy a day later is held")
		}
		shown := &rozmova.Policy{Numbers: map[string]string{moderation.FloodSignal: moderation.NumbersNothing}}
		d.written(d.Readers[1], d.Thread, advertising, "", "", shown)
		if _, traces := d.written(d.Readers[2], d.Thread, advertising, "", "", shown); traces.Hold {
			t.Error("held against the policy")
		}
	})
}

func TestLinkSpam(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		held := 0
		for i := range 4 {
			_, traces := d.written(d.newcomer(fmt.Sprintf("Новачок%d", i)), d.Thread, fmt.Sprintf("Дивіться %d", i), "https://shop.example/"+fmt.Sprint(i), "", &rozmova.Policy{})
			if traces.Hold {
				held++
			}
		}
		if held != 1 {
			t.Errorf("%d of four comments with a link are held, want the last", held)
		}
		if cards := d.signals(true); len(cards) != 1 || cards[0].Evidence.Host != "shop.example" {
			t.Errorf("%+v", cards)
		}
	})
}

func TestVotesGivenTogether(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		c := d.comment(d.Readers[0], rozmova.Published, 0)
		vote := func(r *rozmova.Reader) {
			d.update(func(tx *store.Tx) error {
				fresh, err := tx.CommentToChange(c.ID)
				if err != nil {
					return err
				}
				v := rozmova.Vote{Opinion: rozmova.Agree, Respect: true}
				return tx.PutVote(fresh, r.ID, v, fresh.Votes.Change(rozmova.Vote{}, v), 0, d.clock.Now())
			})
		}
		votes := func() rozmova.Votes {
			var v rozmova.Votes
			err := d.db.View(t.Context(), func(tx *store.Tx) error {
				fresh, err := tx.Comment(c.ID)
				v = fresh.Votes
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		vote(d.Readers[1])
		d.clock.Add(time.Hour)
		for i := range 9 {
			vote(d.newcomer(fmt.Sprintf("Виборець%d", i)))
			d.clock.Add(time.Second)
		}
		for range 2 { // the second finds nothing new
			if err := d.WatchVotes(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		cards := d.signals(true)
		if len(cards) != 1 || cards[0].Signal.Kind != moderation.VoteSignal || cards[0].Evidence.Newcomers != 9 {
			t.Fatalf("%+v", cards)
		}
		if v := votes(); v.Voters != 1 || v.Agree != 1 {
			t.Errorf("the votes count: %+v", v)
		}
		if err := d.CloseSignal(t.Context(), d.Moderator, cards[0].Signal.ID, false); err != nil {
			t.Fatal(err)
		}
		if v := votes(); v.Voters != 10 || v.Agree != 10 {
			t.Errorf("the votes of a dismissed signal do not count: %+v", v)
		}
	})
}

func TestReportsSentTogether(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		c := d.comment(d.Readers[0], rozmova.Published, 0)
		suspect := func(who ...*rozmova.Reader) (yes bool) {
			var open []rozmova.Notice
			for _, r := range who {
				open = append(open, rozmova.Notice{Comment: c.ID, Reporter: r.ID, Kind: rozmova.RuleNotice, At: d.clock.Now()})
			}
			d.update(func(tx *store.Tx) (err error) {
				yes, err = d.SuspectReports(tx, c, open, &rozmova.Policy{}, d.clock.Now())
				return err
			})
			return yes
		}
		d.clock.Add(10 * 24 * time.Hour) // the readers of the seed are no newcomers any more
		if suspect(d.Readers[0], d.Readers[1], d.Readers[2]) {
			t.Error("reports of old readers are suspect")
		}
		if !suspect(d.newcomer("Перший"), d.newcomer("Другий"), d.Readers[1]) {
			t.Error("reports of new accounts are not suspect")
		}
	})
}

func TestSpamIsLearntFromDecisions(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		decide := func(text string, action rozmova.Action) *rozmova.Comment {
			t.Helper()
			c, _ := d.written(d.Readers[0], d.Thread, text, "", "", &rozmova.Policy{Numbers: map[string]string{moderation.FloodSignal: moderation.NumbersNothing}})
			if _, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: action, Rule: "spam", Facts: "факти"}); err != nil {
				t.Fatal(err)
			}
			return c
		}
		learn := func() int {
			t.Helper()
			d.clock.Add(rozmova.Undoing)
			if err := d.Settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			n, err := d.LearnSpam(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		score := func() float32 {
			_, traces := d.written(d.Readers[1], d.Thread, "Купуйте смартфони зі знижкою, телефонуйте", "", "", &rozmova.Policy{})
			return traces.Spam
		}
		for i := range 20 {
			decide(fmt.Sprintf("Купуйте смартфони зі знижкою %d телефонуйте зараз", i), rozmova.Remove)
			decide(fmt.Sprintf("Рада ухвалила бюджет на ремонт мосту %d", i), rozmova.Publish)
		}
		if s := score(); s != 0 {
			t.Errorf("before it was taught it says %.2f", s)
		}
		if n := learn(); n != 40 {
			t.Errorf("taught %d, want 40", n)
		}
		if s := score(); s < .9 {
			t.Errorf("taught, it says %.2f", s)
		}
		if n := learn(); n != 0 {
			t.Errorf("taught %d a second time", n)
		}
	})
}
func TestTheAccountAfterABan(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		const network = "192.0.2.7/32"
		banned := d.newcomer("Вечірній дзвін")
		c, _ := d.written(banned, d.Thread, "Слово", "", network, &rozmova.Policy{})
		if _, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "respect", Facts: "факти"}); err != nil {
			t.Fatal(err)
		}
		d.update(func(tx *store.Tx) error {
			decisions, err := tx.AllDecisions(c.ID)
			if err != nil {
				return err
			}
			now := d.clock.Now()
			return tx.AddSanction(&rozmova.Sanction{
				ID: rozmova.NewID[rozmova.Sanction](now), Site: d.Site.ID, Reader: banned.ID, Decision: decisions[0].ID, Rung: rozmova.BanRung, Rule: "respect",
				Starts: now, Ends: now.AddDate(0, 0, 30),
			})
		})
		d.clock.Add(48 * time.Hour) // the key of the hashes is another one by now
		_, traces := d.written(d.newcomer("Вечiрній дзвін 2"), d.Thread, "Знову я", "", network, &rozmova.Policy{})
		if !traces.Hold || traces.Facts != "abuse.facts.evasion" {
			t.Errorf("the same network and name: %+v", traces)
		}
		if _, traces := d.written(d.newcomer("Оксана Гай"), d.Thread, "Привіт", "", "198.51.100.1/32", &rozmova.Policy{}); traces.Hold {
			t.Error("a stranger is held")
		}
		if _, traces := d.written(d.Readers[0], d.Thread, "Привіт", "", network, &rozmova.Policy{}); traces.Hold {
			t.Error("somebody who was here before is held for the network")
		}
		cards := d.signals(true)
		if len(cards) == 0 || cards[len(cards)-1].Signal.Kind != moderation.EvasionSignal {
			t.Fatalf("%+v", cards)
		}
		again := cards[len(cards)-1].Signal
		if err := d.CloseSignal(t.Context(), d.Moderator, again.ID, false); err != nil {
			t.Fatal(err)
		}
		if err := d.CloseSignal(t.Context(), d.Moderator, again.ID, true); reasonOf(err) != "signal.closed" {
			t.Errorf("closed twice: %v", err)
		}
		author := &rozmova.Reader{ID: again.Reader, Joined: d.clock.Now()}
		if _, traces := d.written(author, d.Thread, "І знову", "", network, &rozmova.Policy{}); traces.Hold {
			t.Error("held for what somebody has dismissed")
		}
		d.clock.Add(8 * 24 * time.Hour)
		if _, traces := d.written(d.newcomer("Вечірній дзвін 3"), d.Thread, "Знову я", "", network, &rozmova.Policy{}); traces.Hold {
			t.Error("held for a network of more than a week ago")
		}
	})
}
