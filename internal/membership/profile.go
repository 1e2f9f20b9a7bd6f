package membership

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/media"
	"github.com/rozmova/rozmova/internal/store"
)

// MaxPicture is the largest picture that is taken, in bytes.
const MaxPicture = media.MaxBytes

// ProfileLines is how many comments a page of a profile shows.
const ProfileLines = 20

// allParts are the parts of a profile that can be hidden.
const allParts = rozmova.HideJoined | rozmova.HideComments | rozmova.HideRespect

// A Profile is what there is to know of a reader, as a viewer may see it.
type Profile struct {
	Reader   *rozmova.Reader // ID, PenName, Picture and Grants alone
	Own      bool            // the viewer's
	Hidden   rozmova.Hidden  // parts that others do not see: not here either, unless Own
	Joined   time.Time       // zero where it is not to be seen
	Comments int             // published ones
	Respect  int             // paid to them
	Votes    bool            // Respect may be shown at all: the newsroom shows how readers vote
	Lines    []ProfileLine   // the latest first
	Next     string          // place from which older ones go on; empty: there are none
}

// A ProfileLine is a published comment with the story that it stands under.
type ProfileLine struct {
	Comment *rozmova.Comment
	Story   *rozmova.Story // without its body
}

// Shows reports whether a part is there to be seen.
func (p *Profile) Shows(part rozmova.Hidden) bool {
	return (p.Own || p.Hidden&part == 0) && (part != rozmova.HideRespect || p.Votes)
}

// Profile gives a reader's profile, with the comments that are older than a place (empty: the latest). NotFound: there is no
// such reader, or nobody stands behind the name any more, or nobody but a name ever did. Invalid page.cursor.
func (d *Desk) Profile(ctx context.Context, viewer *rozmova.Reader, id rozmova.ID[rozmova.Reader], before string) (p *Profile, err error) {
	from, err := parseProfilePlace(before)
	if err != nil {
		return nil, err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		r, err := tx.Reader(id)
		if err != nil {
			return err
		}
		if r.Site != d.o.Site.ID || r.Guest || r.Erased || r.PenName == "" {
			return rozmova.NotFound
		}
		p = &Profile{
			Reader: &rozmova.Reader{ID: r.ID, Site: r.Site, PenName: r.PenName, Picture: r.Picture, Grants: r.Grants},
			Own:    viewer != nil && viewer.ID == r.ID, Hidden: r.Hidden & allParts, Votes: !d.o.VotesHidden,
		}
		return d.fillProfile(tx, p, r, from)
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// fillProfile reads those parts of a profile that its viewer may see.
func (d *Desk) fillProfile(tx *store.Tx, p *Profile, r *rozmova.Reader, from store.Cursor[rozmova.Comment]) error {
	if p.Shows(rozmova.HideJoined) {
		p.Joined = r.Joined
	}
	if !p.Shows(rozmova.HideComments) && !p.Shows(rozmova.HideRespect) {
		return nil
	}
	comments, respect, err := tx.PublishedSum(r.ID)
	if err != nil {
		return err
	}
	if p.Shows(rozmova.HideRespect) {
		p.Respect = respect
	}
	if !p.Shows(rozmova.HideComments) {
		return nil
	}
	p.Comments = comments
	list, err := tx.PublishedOf(r.ID, from, ProfileLines+1)
	if err != nil {
		return err
	}
	if len(list) > ProfileLines {
		list = list[:ProfileLines]
		p.Next = profilePlace(list[ProfileLines-1])
	}
	ids := make([]rozmova.ID[rozmova.Story], len(list))
	for i, c := range list {
		ids[i] = c.Story
	}
	stories, err := tx.StoryHeadsByID(ids)
	for _, c := range list {
		if s := stories[c.Story]; s != nil {
			p.Lines = append(p.Lines, ProfileLine{c, s})
		}
	}
	return err
}

// profilePlace writes a place among the comments of a profile.
func profilePlace(c *rozmova.Comment) string {
	b := binary.BigEndian.AppendUint64(nil, uint64(c.Created.UnixMicro()))
	return base64.RawURLEncoding.EncodeToString(append(b, c.ID[:]...))
}

func parseProfilePlace(s string) (c store.Cursor[rozmova.Comment], err error) {
	if s == "" {
		return c, nil
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != 24 || len(s) != 32 || [16]byte(b[8:]) == [16]byte{} {
		return c, &rozmova.Error{Kind: rozmova.Invalid, Reason: "page.cursor", Field: "before"}
	}
	c.At, c.ID = time.UnixMicro(int64(binary.BigEndian.Uint64(b))).UTC(), [16]byte(b[8:])
	return c, nil
}

// SetHidden says which parts of a reader's profile others do not see. Forbidden for guests, who have none.
func (d *Desk) SetHidden(ctx context.Context, reader *rozmova.Reader, hidden rozmova.Hidden) error {
	hidden &= allParts
	return d.changeProfile(ctx, reader, func(tx *store.Tx, now *rozmova.Reader) (bool, error) {
		if now.Hidden == hidden {
			return false, nil
		}
		return true, tx.SetHidden(reader.ID, hidden)
	})
}

// SetPicture gives a reader a picture of their own (media.Studio.Portrait has what is taken and what is refused) and its
// version. The one before is gone.
func (d *Desk) SetPicture(ctx context.Context, reader *rozmova.Reader, picture io.Reader) (version string, err error) {
	if err := hasProfile(reader); err != nil {
		return "", err
	}
	body, err := d.studio.Portrait(ctx, picture)
	if err != nil {
		return "", err
	}
	version = strings.ToLower(rand.Text()) // it says nothing of whose it is
	err = d.changeProfile(ctx, reader, func(tx *store.Tx, _ *rozmova.Reader) (bool, error) {
		return true, tx.PutPicture(reader.ID, version, body, d.o.Now())
	})
	return version, err
}

// RemovePicture takes a reader's own picture away. Where there is none it changes nothing.
func (d *Desk) RemovePicture(ctx context.Context, reader *rozmova.Reader) error {
	return d.changeProfile(ctx, reader, func(tx *store.Tx, _ *rozmova.Reader) (bool, error) {
		err := tx.DropPicture(reader.ID)
		if errors.Is(err, rozmova.NotFound) {
			return false, nil
		}
		return true, err
	})
}

// Picture gives a reader's own picture (media.Type) by its version; NotFound where there is none, or no longer.
func (d *Desk) Picture(ctx context.Context, version string) (body []byte, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		body, err = tx.Picture(version)
		return err
	})
	return body, err
}

// changeProfile changes a reader's profile in one step and tells of it where something did change.
func (d *Desk) changeProfile(ctx context.Context, reader *rozmova.Reader, change func(*store.Tx, *rozmova.Reader) (bool, error)) error {
	if err := hasProfile(reader); err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		now, err := tx.Reader(reader.ID)
		if err != nil {
			return err
		}
		changed, err := change(tx, now)
		if err != nil || !changed {
			return err
		}
		_, err = tx.Append(rozmova.Event{At: d.o.Now(), Kind: rozmova.ReaderChanged, Site: reader.Site, Actor: reader.ID})
		return err
	})
}

// hasProfile refuses who has none.
func hasProfile(r *rozmova.Reader) error {
	switch {
	case r == nil:
		return &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	case r.Guest:
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "profile.guest"}
	}
	return nil
}
