package moderation

import (
	"context"
	"math"
	"strconv"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// spamRule is the house rule under which people remove spam; what they remove by it teaches the classifier.
const spamRule = "spam"

// The classifier of spam is a naive Bayes over the words of what the site's people decided (Graham, A Plan for Spam, 2002; Robinson's
// way of joining the words). It says nothing before it was shown so many of each kind, and never removes anything.
const (
	leastSpam  = 20 // of either kind, before it speaks
	tellingMax = 24 // words of a text that say most are weighed, so that a long text does not drown them
	spamPrior  = 1  // how many comments' worth of doubt each word has
)

// spamWords are the keys of a comment's words as they are counted: hashes, so that the counts give no word away; and the sites that it
// links to.
func spamWords(c *rozmova.Comment) []string {
	var keys []string
	for _, stem := range lang.Stems(plainOf(c)) {
		keys = append(keys, strconv.FormatUint(hashOf("word "+stem), 36))
	}
	for _, host := range linkedSites(c.Body) {
		keys = append(keys, strconv.FormatUint(hashOf("site "+host), 36))
	}
	return keys[:min(len(keys), 200)]
}

// plainOf is a comment's text without its marks.
func plainOf(c *rozmova.Comment) string {
	text := ""
	for i, b := range c.Body {
		if i > 0 {
			text += "\n"
		}
		for _, s := range b.Spans {
			text += s.Text
		}
	}
	return text
}

// spamScore tells how sure the classifier is that a comment is spam, [0,1]; 0 where it was taught too little.
func spamScore(words []string, counts map[string]store.SpamCount) float32 {
	all := counts[""]
	if all.Spam < leastSpam || all.Ham < leastSpam {
		return 0
	}
	var telling []float64 // logarithms of the odds, most telling first
	for _, w := range words {
		n := counts[w]
		if n.Spam+n.Ham == 0 {
			continue
		}
		s, h := float64(n.Spam)/float64(all.Spam), float64(n.Ham)/float64(all.Ham)
		p := s / (s + h)
		seen := float64(n.Spam + n.Ham)
		p = (spamPrior*0.5 + seen*p) / (spamPrior + seen) // Robinson: what was seen seldom says little
		p = min(max(p, 0.01), 0.99)
		telling = insertTelling(telling, math.Log(p/(1-p)))
	}
	if len(telling) < 3 {
		return 0
	}
	sum := 0.0
	for _, t := range telling {
		sum += t
	}
	return float32(1 / (1 + math.Exp(-sum)))
}

func insertTelling(list []float64, t float64) []float64 {
	at := len(list)
	for at > 0 && math.Abs(list[at-1]) < math.Abs(t) {
		at--
	}
	list = append(list, 0)
	copy(list[at+1:], list[at:])
	list[at] = t
	return list[:min(len(list), tellingMax)]
}

// taughtOfSpam is how many comments one step of LearnSpam reads.
const taughtOfSpam = 50

// LearnSpam teaches the classifier of spam what people have decided since, and tells how many comments that were. It is called by the
// program every few minutes; several processes may.
func (d *Desk) LearnSpam(ctx context.Context) (taught int, err error) {
	for {
		n := 0
		err := d.db.Update(ctx, func(tx *store.Tx) error {
			if err := tx.Lock("spam"); err != nil {
				return err
			}
			list, err := tx.SpamToTeach(d.site.ID, spamRule, taughtOfSpam)
			if err != nil {
				return err
			}
			n = len(list)
			for _, said := range list {
				c, err := tx.Comment(said.Comment)
				if err != nil {
					return err
				}
				words := spamWords(c)
				if said.Taught != 0 { // people have thought better of it
					if err := tx.TeachSpam(words, said.Taught == 2, -1); err != nil {
						return err
					}
				}
				if err := tx.TeachSpam(words, said.Spam, 1); err != nil {
					return err
				}
				if err := tx.SpamTaught(c.ID, said.Spam); err != nil {
					return err
				}
			}
			return nil
		})
		taught += n
		if err != nil || n < taughtOfSpam {
			return taught, err
		}
	}
}

// A SpamQuestion is a comment as an outside service is asked about it.
type SpamQuestion struct {
	Address  string // network address of the writer; it is not kept
	Agent    string // browser, as it said
	Author   string // pen name
	Text     string
	Story    rozmova.Slug // under which it stands
	Language string
}

// AsksSpam reports whether the site has an outside service that is asked.
func (d *Desk) AsksSpam() bool { return d.askSpam != nil }

// AskSpam asks the outside service whether a comment is spam, where the site has one. Whatever goes wrong there means no.
func (d *Desk) AskSpam(ctx context.Context, q SpamQuestion) bool {
	return d.askSpam != nil && d.askSpam(ctx, q)
}
