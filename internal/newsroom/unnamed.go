package newsroom

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// mostWeighed is how many stories Unnamed looks through.
const mostWeighed = 1_000

// An UnnamedShare is how many confirmed statements of stories come from somebody who is not named.
type UnnamedShare struct {
	Section    rozmova.Slug // empty: stories without a section
	Stories    int
	Statements int
	Unnamed    int
	Reasons    []string // why they are not named, those given most often first, five at most
}

// UnnamedOf counts the statements of a story that readers may see, and those whose speaker is not named: an unnamed source, or one who spoke
// on background. A statement that only names the outlet it came through is somebody's, and nobody's name.
func UnnamedOf(s *rozmova.Story) (unnamed, all int) {
	for _, st := range s.InOrder() {
		all++
		if src := s.SourceByKey(st.Speaker); src == nil || src.Name == "" || src.Anonymous != "" || st.Record == rozmova.Background {
			unnamed++
		}
	}
	return unnamed, all
}

// Unnamed gives the shares of the sections over the stories that were published since a time, a thousand at most, by section. It is for editors.
func (d *Desk) Unnamed(ctx context.Context, by *rozmova.Reader, since time.Time) (shares []UnnamedShare, err error) {
	if err := d.MayRegister(by); err != nil {
		return nil, err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		sections := map[rozmova.Slug]*UnnamedShare{}
		reasons := map[rozmova.Slug]map[string]int{}
		var before store.Cursor[rozmova.Story]
		for seen := 0; seen < mostWeighed; {
			list, err := tx.Stories(d.site.ID, "", "", before, 100)
			if err != nil {
				return err
			}
			for _, s := range list {
				if s.Published.Before(since) {
					list = nil
					break
				}
				seen++
				before = store.Cursor[rozmova.Story]{At: s.Published, ID: s.ID}
				unnamed, all := UnnamedOf(s)
				if all == 0 {
					continue
				}
				share := sections[s.Section]
				if share == nil {
					share = &UnnamedShare{Section: s.Section}
					sections[s.Section], reasons[s.Section] = share, map[string]int{}
				}
				share.Stories++
				share.Statements += all
				share.Unnamed += unnamed
				for i := range s.Sources {
					if why := s.Sources[i].Anonymous; why != "" {
						reasons[s.Section][why]++
					}
				}
			}
			if len(list) < 100 {
				break
			}
		}
		shares = nil
		for slug, share := range sections {
			for why := range reasons[slug] {
				share.Reasons = append(share.Reasons, why)
			}
			slices.SortFunc(share.Reasons, func(a, b string) int {
				return cmp.Or(cmp.Compare(reasons[slug][b], reasons[slug][a]), cmp.Compare(a, b))
			})
			share.Reasons = share.Reasons[:min(len(share.Reasons), 5)]
			shares = append(shares, *share)
		}
		slices.SortFunc(shares, func(a, b UnnamedShare) int { return cmp.Compare(a.Section, b.Section) })
		return nil
	})
	return shares, err
}
