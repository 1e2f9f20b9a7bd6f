package newsroom

import (
	"context"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Bounds of what is listed.
const (
	MostCards   = 100    // of one page
	MostNews    = 1_000  // of a news sitemap
	MostSitemap = 50_000 // of a sitemap
)

// A Reading is all that the page of a story shows of it, without the comments.
type Reading struct {
	Story        *rozmova.Story
	Translations []*rozmova.Story // the other stories of its group, by language, without their bodies
	Thread       *rozmova.Thread
	Entries      map[rozmova.ID[rozmova.Entry]]*rozmova.Entry // of the register, that its sources are
}

// A Card is a story in a list.
type Card struct {
	Story    *rozmova.Story // whole
	Comments int            // published ones
}

// Read gives a story by its slug. What readers may not see is NotFound.
func (d *Desk) Read(ctx context.Context, slug rozmova.Slug) (*Reading, error) {
	if !slug.Valid() {
		return nil, rozmova.NotFound
	}
	return d.reading(ctx, func(tx *store.Tx) (*rozmova.Story, error) { return tx.StoryBySlug(d.site.ID, slug) })
}

// ReadByID gives a story by its ID. What readers may not see is NotFound.
func (d *Desk) ReadByID(ctx context.Context, id rozmova.ID[rozmova.Story]) (*Reading, error) {
	return d.reading(ctx, func(tx *store.Tx) (*rozmova.Story, error) { return tx.Story(id) })
}

func (d *Desk) reading(ctx context.Context, find func(*store.Tx) (*rozmova.Story, error)) (*Reading, error) {
	var r Reading
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		if r.Story, err = d.shown(find(tx)); err != nil {
			return err
		}
		if r.Thread, err = tx.Thread(r.Story.Thread); err != nil {
			return err
		}
		var entries []rozmova.ID[rozmova.Entry]
		for i := range r.Story.Sources {
			if id := r.Story.Sources[i].Entry; !id.IsZero() {
				entries = append(entries, id)
			}
		}
		if r.Entries, err = tx.EntriesByID(entries); err != nil {
			return err
		}
		r.Translations, err = tx.Translations(r.Story.Group)
		r.Translations = slices.DeleteFunc(r.Translations, func(s *rozmova.Story) bool { return s.ID == r.Story.ID })
		return err
	})
	if err != nil {
		return nil, err
	}
	return &r, nil
}

// shown lets a story of the desk's site through that readers may see, and says NotFound for any other.
func (d *Desk) shown(s *rozmova.Story, err error) (*rozmova.Story, error) {
	if err != nil {
		return nil, err
	}
	if !s.Shown() || s.Site != d.site.ID {
		return nil, rozmova.NotFound
	}
	return s, nil
}

// Front gives the newest stories of a section, or of all where it is empty, from a cursor on; of stories that translate each
// other only the one in lang, where there is one, and all for an empty lang. The cursor is the empty one for the
// beginning, then those that Front gave, which are empty again at the end. A malformed one is Invalid. Limit is 1 to MostCards.
func (d *Desk) Front(ctx context.Context, section rozmova.Slug, lang rozmova.Locale, before string, limit int) ([]Card, string, error) {
	after, err := parseCursor(before)
	if err != nil {
		return nil, "", err
	}
	limit = min(max(limit, 1), MostCards)
	var cards []Card
	err = d.db.View(ctx, func(tx *store.Tx) error {
		stories, err := tx.Stories(d.site.ID, section, lang, after, limit+1)
		if err != nil {
			return err
		}
		threads := make([]rozmova.ID[rozmova.Thread], len(stories))
		for i, s := range stories {
			threads[i] = s.Thread
		}
		counts, err := tx.CommentCounts(threads)
		cards = make([]Card, len(stories))
		for i, s := range stories {
			cards[i] = Card{s, counts[s.Thread]}
		}
		return err
	})
	if err != nil || len(cards) <= limit {
		return cards, "", err
	}
	cards = cards[:limit]
	return cards, cursor(cards[limit-1].Story), nil
}

// Feed gives the newest stories of a section, or of all where it is empty, for those who follow it.
func (d *Desk) Feed(ctx context.Context, section rozmova.Slug, limit int) ([]Card, error) {
	cards, _, err := d.Front(ctx, section, "", "", limit)
	return cards, err
}

// Sections gives the sections that have stories, in order of their slugs.
func (d *Desk) Sections(ctx context.Context) ([]rozmova.Slug, error) {
	var sections []rozmova.Slug
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		sections, err = tx.Sections(d.site.ID)
		return err
	})
	return sections, err
}

// Revisions gives every text that a story has had since it was first published, the newest first: the story as it stood,
// the time in Changed. What a draft was before is not among them.
func (d *Desk) Revisions(ctx context.Context, slug rozmova.Slug) ([]*rozmova.Story, error) {
	var revisions []*rozmova.Story
	if !slug.Valid() {
		return nil, rozmova.NotFound
	}
	err := d.db.View(ctx, func(tx *store.Tx) error {
		s, err := d.shown(tx.StoryBySlug(d.site.ID, slug))
		if err != nil {
			return err
		}
		revisions, err = tx.StoryRevisions(s)
		revisions = slices.DeleteFunc(revisions, func(r *rozmova.Story) bool { return r.Changed.Before(s.Published) })
		return err
	})
	return revisions, err
}

// Sitemap gives the newest MostSitemap stories, newest first, without their bodies; those that translate each other share
// a Group.
func (d *Desk) Sitemap(ctx context.Context) ([]*rozmova.Story, error) {
	return d.heads(ctx, time.Time{}, MostSitemap)
}

// News gives the newest MostNews stories that were first published since a time, newest first, without their bodies.
func (d *Desk) News(ctx context.Context, since time.Time) ([]*rozmova.Story, error) {
	return d.heads(ctx, since, MostNews)
}

func (d *Desk) heads(ctx context.Context, since time.Time, limit int) ([]*rozmova.Story, error) {
	var heads []*rozmova.Story
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		heads, err = tx.StoryHeads(d.site.ID, since, limit)
		return err
	})
	return heads, err
}
