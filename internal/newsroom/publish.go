package newsroom

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// PublishOptions say how a draft goes out.
type PublishOptions struct {
	Draft   bool // keep it out of readers' sight
	Replace bool // make it the next revision of the story that has its slug, if there is one
}

// Published is what became of a draft.
type Published struct {
	Story    *rozmova.Story
	New      bool // there was no story with this slug
	Changed  bool // something was stored; false where the story was the same already
	Revision int  // of Story
}

// Publish makes a story of a draft: a new one with an open discussion or, with o.Replace, the next revision of the one that
// has its slug, unless nothing would change. A first publication keeps its time, and a correction stays even when the file no
// longer has it: one is known by its kind and time or, without a time in the file, by its words. A draft that goes
// public always gets a revision, so that readers may open those from there on and none before.
//
// By is zero for the program itself; anybody else must be an editor of the section. The errors have File and Line in their
// Args: publish.slug_taken (Conflict, without o.Replace), publish.draft_published (Conflict: what is public stays so),
// publish.published_future, publish.translation_unknown and publish.translation_language (Invalid), publish.not_editor
// (Forbidden). Of pen names that nobody goes by it is Problems, publish.reader_unknown for each.
func (d *Desk) Publish(ctx context.Context, by rozmova.ID[rozmova.Reader], draft *Draft, o PublishOptions) (*Published, error) {
	return d.publish(ctx, by, draft, o, nil)
}

// publish publishes and does a further step with it; nil for none.
func (d *Desk) publish(ctx context.Context, by rozmova.ID[rozmova.Reader], draft *Draft, o PublishOptions, further func(*store.Tx, *publication, *Published) error) (*Published, error) {
	var done *Published
	err := d.db.Update(ctx, func(tx *store.Tx) (err error) {
		done = nil // the step may run again
		if err := tx.Lock("slug " + d.site.ID.String() + " " + string(draft.Story.Slug)); err != nil {
			return err
		}
		p := publication{d: d, tx: tx, by: by, draft: draft, o: o, now: d.clock()}
		if done, err = p.run(); err != nil {
			return err
		}
		if further != nil {
			if err := further(tx, &p, done); err != nil {
				return err
			}
		}
		if !done.Changed && !done.New {
			return nil
		}
		action := "story.published"
		if o.Draft {
			action = "story.drafted"
		}
		return tx.AddAudit(&rozmova.Audit{
			ID: rozmova.NewID[rozmova.Audit](p.now), Site: d.site.ID, Actor: by, Action: action, Kind: "story", Subject: done.Story.ID, At: p.now,
		})
	})
	if err != nil {
		return nil, err
	}
	return done, nil
}

// A publication is one run of Publish.
type publication struct {
	d     *Desk
	tx    *store.Tx
	by    rozmova.ID[rozmova.Reader]
	draft *Draft
	o     PublishOptions
	now   time.Time
}

// refuse makes an error about a key of the draft's front matter.
func (p *publication) refuse(kind rozmova.Kind, key, reason string, args ...any) error {
	return problem(p.draft.File, p.draft.lines[key], kind, key, reason, args...)
}

func (p *publication) run() (*Published, error) {
	current, err := p.tx.StoryBySlug(p.d.site.ID, p.draft.Story.Slug)
	isNew := errors.Is(err, rozmova.NotFound)
	if err != nil && !isNew {
		return nil, err
	}
	if err := p.allowed(current); err != nil {
		return nil, err
	}
	switch {
	case !isNew && !p.o.Replace:
		return nil, p.refuse(rozmova.Conflict, "slug", "publish.slug_taken", "Slug", string(current.Slug))
	case !isNew && current.Shown() && p.o.Draft:
		return nil, p.refuse(rozmova.Conflict, "slug", "publish.draft_published", "Slug", string(current.Slug))
	case !p.o.Draft && p.published().After(p.now):
		return nil, p.refuse(rozmova.Invalid, "published", "publish.published_future")
	case isNew:
		current = nil
	}
	next := p.next(current)
	if err := p.readers(next); err != nil {
		return nil, err
	}
	siblings, err := p.join(next)
	if err != nil {
		return nil, err
	}
	if next.Shown() {
		if err := p.d.enter(p.tx, next, p.by, p.now); err != nil {
			return nil, err
		}
	}
	if current != nil {
		return p.revise(current, next, siblings)
	}
	return p.add(next, siblings)
}

// published gives the time that the draft says, as the store keeps it.
func (p *publication) published() time.Time {
	return p.draft.Story.Published.UTC().Truncate(time.Microsecond)
}

// allowed refuses who is not an editor of the sections concerned.
func (p *publication) allowed(current *rozmova.Story) error {
	if p.by.IsZero() {
		return nil
	}
	reader, err := p.tx.Reader(p.by)
	if err != nil && !errors.Is(err, rozmova.NotFound) {
		return err
	}
	if err != nil || reader.Site != p.d.site.ID || !edits(reader, p.draft.Story.Section) || current != nil && !edits(reader, current.Section) {
		return p.refuse(rozmova.Forbidden, "section", "publish.not_editor")
	}
	return nil
}

// edits reports whether a reader is an editor of a section; of stories without a section, one of all sections is.
func edits(r *rozmova.Reader, section rozmova.Slug) bool {
	if section != "" {
		return r.Has(rozmova.Editor, section)
	}
	return slices.ContainsFunc(r.Grants, func(g rozmova.Grant) bool {
		return g.Section == "" && (g.Role == rozmova.Editor || g.Role == rozmova.Admin)
	})
}

// add writes a new story with its discussion.
func (p *publication) add(s *rozmova.Story, siblings []*rozmova.Story) (*Published, error) {
	var seq int64
	if s.Shown() {
		var err error
		if seq, err = p.tell(rozmova.StoryPublished, s, siblings); err != nil {
			return nil, err
		}
	}
	if err := p.tx.AddStory(s, p.by); err != nil {
		if errors.Is(err, rozmova.Conflict) { // written by somebody who does not hold the lock
			return nil, p.refuse(rozmova.Conflict, "slug", "publish.slug_taken", "Slug", string(s.Slug))
		}
		return nil, err
	}
	thread := &rozmova.Thread{ID: s.Thread, Site: s.Site, Story: s.ID, Mode: rozmova.Open, Opened: p.now, Seq: seq}
	if err := p.tx.AddThread(thread); err != nil {
		return nil, err
	}
	return &Published{Story: s, New: true, Changed: true, Revision: s.Revision}, nil
}

// revise writes the next revision of a story, unless nothing changes.
func (p *publication) revise(current, next *rozmova.Story, siblings []*rozmova.Story) (*Published, error) {
	out := next.Shown() && !current.Shown()
	if !out && same(current, next) {
		return &Published{Story: current, Revision: current.Revision}, nil
	}
	if err := p.tx.ReviseStory(next, p.by); err != nil {
		return nil, err
	}
	if next.Shown() {
		kind := rozmova.StoryChanged
		if out {
			kind = rozmova.StoryPublished
		}
		seq, err := p.tell(kind, next, siblings)
		if err != nil {
			return nil, err
		}
		if err := p.tx.TouchThread(next.Thread, seq); err != nil {
			return nil, err
		}
	}
	return &Published{Story: next, Changed: true, Revision: next.Revision}, nil
}

// tell appends the event and, since pages name their translations, one for each of those whose page changes by it.
func (p *publication) tell(kind rozmova.EventKind, s *rozmova.Story, siblings []*rozmova.Story) (int64, error) {
	for _, other := range siblings {
		if _, err := p.tx.Append(rozmova.Event{At: p.now, Kind: rozmova.StoryChanged, Site: other.Site, Story: other.ID, Thread: other.Thread, Actor: p.by}); err != nil {
			return 0, err
		}
	}
	return p.tx.Append(rozmova.Event{At: p.now, Kind: kind, Site: s.Site, Story: s.ID, Thread: s.Thread, Actor: p.by})
}
