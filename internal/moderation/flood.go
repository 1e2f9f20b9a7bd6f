package moderation

import (
	"hash/fnv"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// What two comments must share to be copies of each other (Broder, On the resemblance and containment of documents, 1997): the sets
// of every three words in a row are compared by the least of their hashes. Of copies that share nine in ten of those rows 99.4 in
// 100 meet in a band, of texts that share three in ten 10 in 100; what meets is compared by its words before anything is said.
const (
	floodBands = 4
	floodRows  = 3
	leastWords = 8    // fewer say too little to be copies
	likeness   = 0.75 // of the rows of words, from which on two texts are copies
)

// linkBand is the band of the hashes of sites that a comment links to.
const linkBand = 100

// shingles are the hashes of every three words in a row, without case, look-alike letters and signs, each once.
func shingles(text string) []uint64 {
	words := lang.Words(text)
	if len(words) < leastWords {
		return nil
	}
	keys := make([]string, len(words))
	for i, w := range words {
		keys[i] = lang.Skeleton(strings.ToLower(w.Text))
	}
	var all []uint64
	for i := range len(keys) - 2 {
		all = append(all, hashOf(strings.Join(keys[i:i+3], " ")))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func hashOf(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s))
	return mix(h.Sum64())
}

// mix spreads the bits of a hash (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// fingerprints are the hashes by which copies of a text are found; none of a short text.
func fingerprints(text string) []store.Fingerprint {
	set := shingles(text)
	if len(set) == 0 {
		return nil
	}
	prints := make([]store.Fingerprint, floodBands)
	for band := range prints {
		sum := uint64(band)
		for row := range floodRows {
			least := uint64(math.MaxUint64)
			seed := mix(uint64(band*floodRows+row) + 0x9e3779b97f4a7c15)
			for _, s := range set {
				least = min(least, mix(s^seed))
			}
			sum = mix(sum ^ least)
		}
		prints[band] = store.Fingerprint{Band: band, Hash: int64(sum)} //nolint:gosec // bits, not a number
	}
	return prints
}

// alike tells how much of their rows of words two texts share, [0,1].
func alike(a, b string) float64 {
	x, y := shingles(a), shingles(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	both := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] == y[j]:
			both, i, j = both+1, i+1, j+1
		case x[i] < y[j]:
			i++
		default:
			j++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

// linkedSites are the hosts that a comment links to, without www., each once.
func linkedSites(body []rozmova.Block) []string {
	var hosts []string
	for _, b := range body {
		for _, s := range b.Spans {
			u, err := url.Parse(s.Link)
			if s.Link == "" || err != nil || u.Hostname() == "" {
				continue
			}
			host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
			if !slices.Contains(hosts, host) {
				hosts = append(hosts, host)
			}
		}
	}
	return hosts
}

// linkPrints are the hashes by which comments that link to the same site are found.
func linkPrints(hosts []string) []store.Fingerprint {
	var prints []store.Fingerprint
	for i, h := range hosts {
		if i == 8 {
			break
		}
		prints = append(prints, store.Fingerprint{Band: linkBand + i, Hash: int64(hashOf(h))}) //nolint:gosec // bits, not a number
	}
	return prints
}
