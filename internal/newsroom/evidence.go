package newsroom

import (
	"context"
	"io"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// The most that is kept as evidence: bytes of one file, and files of one story.
const (
	MaxEvidenceFile  = 8 << 20
	MaxEvidenceFiles = 100
)

// An EvidenceFile is a file that proves who said what in a story. It is for the newsroom alone: readers never see it, and no program is given it.
type EvidenceFile struct {
	ID   string
	Name string // unique within the story
	Size int    // bytes
	By   string // pen name of who brought it; empty: erased
	At   time.Time
}

// EvidenceFiles gives the files of a story, draft or public, by name, to an editor of its section. The errors are those of Working.
func (d *Desk) EvidenceFiles(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug) (files []EvidenceFile, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		files = nil
		w, err := d.working(tx, by, slug)
		if err != nil {
			return err
		}
		list, err := tx.EvidenceOf(w.Story.ID)
		for _, e := range list {
			f := EvidenceFile{ID: e.ID.String(), Name: e.Name, Size: e.Size, At: e.At}
			if who, err := tx.Reader(e.By); err == nil {
				f.By = who.PenName
			}
			files = append(files, f)
		}
		return err
	})
	return files, err
}

// AddEvidence keeps a file for a story and gives its name, which has a number where the story has one of that name already. The errors are those of
// Working and, Invalid on field file: evidence.empty, evidence.too_large with Megabytes, evidence.too_many with Number.
func (d *Desk) AddEvidence(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, name string, file io.Reader) (string, error) {
	refuse := func(reason string, args map[string]any) error {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: "file", Args: args}
	}
	body, err := io.ReadAll(io.LimitReader(file, MaxEvidenceFile+1))
	switch {
	case err != nil:
		return "", err
	case len(body) == 0:
		return "", refuse("evidence.empty", nil)
	case len(body) > MaxEvidenceFile:
		return "", refuse("evidence.too_large", map[string]any{"Megabytes": MaxEvidenceFile >> 20})
	}
	e := &store.Evidence{Body: body}
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("slug " + d.site.ID.String() + " " + string(slug)); err != nil {
			return err
		}
		w, err := d.working(tx, by, slug)
		if err != nil {
			return err
		}
		there, err := tx.EvidenceOf(w.Story.ID)
		if err != nil {
			return err
		}
		if len(there) >= MaxEvidenceFiles {
			return refuse("evidence.too_many", map[string]any{"Number": MaxEvidenceFiles})
		}
		now := d.clock()
		e.ID, e.Story, e.By, e.At, e.Name = rozmova.NewID[store.Evidence](now), w.Story.ID, by.ID, now, freeName(fileName(name), there)
		if err := tx.AddEvidence(e); err != nil {
			return err
		}
		return d.evidenceAudit(tx, by, "evidence.added", w.Story.ID, now)
	})
	return e.Name, err
}

// OpenEvidence gives a file. The errors are those of Working, and NotFound.
func (d *Desk) OpenEvidence(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, id string) (name string, body []byte, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		e, err := d.evidence(tx, by, slug, id)
		if err == nil {
			name, body = e.Name, e.Body
		}
		return err
	})
	return name, body, err
}

// DropEvidence does away with a file. The errors are those of OpenEvidence.
func (d *Desk) DropEvidence(ctx context.Context, by *rozmova.Reader, slug rozmova.Slug, id string) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		e, err := d.evidence(tx, by, slug, id)
		if err != nil {
			return err
		}
		if err := tx.DropEvidence(e.ID); err != nil {
			return err
		}
		return d.evidenceAudit(tx, by, "evidence.dropped", e.Story, d.clock())
	})
}

func (d *Desk) evidence(tx *store.Tx, by *rozmova.Reader, slug rozmova.Slug, id string) (*store.Evidence, error) {
	w, err := d.working(tx, by, slug)
	if err != nil {
		return nil, err
	}
	file, err := rozmova.ParseID[store.Evidence](id)
	if err != nil {
		return nil, rozmova.NotFound
	}
	e, err := tx.Evidence(file)
	if err == nil && e.Story != w.Story.ID {
		return nil, rozmova.NotFound
	}
	return e, err
}

func (d *Desk) evidenceAudit(tx *store.Tx, by *rozmova.Reader, action string, story rozmova.ID[rozmova.Story], now time.Time) error {
	return tx.AddAudit(&rozmova.Audit{ID: rozmova.NewID[rozmova.Audit](now), Site: d.site.ID, Actor: by.ID, Action: action, Kind: "story", Subject: story, At: now})
}

// fileName gives the last part of a path as a browser tells it, as one line of at most 120 runes.
func fileName(name string) string {
	name = line(path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/")))
	if name == "" || name == "." || name == "/" {
		name = "file"
	}
	if runes := []rune(name); len(runes) > 120 {
		ext := path.Ext(name)
		if utf8.RuneCountInString(ext) > 10 {
			ext = ""
		}
		name = string(runes[:120-utf8.RuneCountInString(ext)]) + ext
	}
	return name
}

// freeName gives a name that none of the files has: itself, or with the lowest number behind it.
func freeName(name string, there []*store.Evidence) string {
	taken := map[string]bool{}
	for _, e := range there {
		taken[e.Name] = true
	}
	ext := path.Ext(name)
	for n, free := 2, name; ; n++ {
		if !taken[free] {
			return free
		}
		free = strings.TrimSuffix(name, ext) + " (" + strconv.Itoa(n) + ")" + ext
	}
}
