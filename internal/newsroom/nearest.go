package newsroom

import (
	"maps"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
)

// nearestKey gives the known key that takes the fewest changes to come to; a known key itself.
func nearestKey(key string, known []string) string {
	best, least := "", 1<<30
	for _, k := range known {
		if d := distance(key, k); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance counts the letters to change, add or drop between a and b (Levenshtein), letters being bytes: keys are ASCII. Of
// a long a only the beginning is looked at.
func distance(a, b string) int {
	cut := 0
	if len(a) > 60 {
		a, cut = a[:60], 60
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)] + cut
}

// mostLooked bounds how many bytes of a body nearestText looks at.
const mostLooked = 200_000

// nearestText gives the words of a body that have most in common with quote, of the same number; empty where they share less
// than half of them.
func nearestText(body []rozmova.Block, quote string) string {
	wanted := map[string]int{}
	words := lang.Words(strings.ToLower(quote))
	if len(words) == 0 {
		return ""
	}
	for _, w := range words {
		wanted[w.Text]++
	}
	best, most := "", 2*(len(words)-len(words)/2)-1
	looked := 0
	for i := range body {
		text := body[i].Text()
		if looked += len(text) + 1; looked > mostLooked {
			break
		}
		lower := strings.ToLower(text)
		if len([]rune(lower)) != len([]rune(text)) {
			lower = text // in a few scripts case changes the length, and with it the places of the words
		}
		in := lang.Words(lower)
		left := maps.Clone(wanted) // and not in the window
		common := 0
		for j, w := range in {
			if left[w.Text]--; left[w.Text] >= 0 {
				common++
			}
			from := max(0, j+1-len(words))
			if from > 0 {
				out := in[from-1].Text
				if left[out]++; left[out] > 0 {
					common--
				}
			}
			score := 2 * common
			if in[from].Text == words[0].Text { // of several that are alike, the one that begins alike
				score++
			}
			if score > most {
				best, most = string([]rune(text)[in[from].Start:w.End]), score
			}
		}
	}
	return best
}
