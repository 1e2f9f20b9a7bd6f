package membership

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/store"
)

// An OwnCount tells how many rows of one kind are kept about a reader.
type OwnCount struct {
	Section string // store.OwnSection
	Rows    int
}

// OwnCounts tells what is kept about a reader; kinds of which there is nothing are left out.
func (d *Desk) OwnCounts(ctx context.Context, r *rozmova.Reader) (list []OwnCount, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list = nil
		for _, s := range store.OwnSections() {
			n, err := tx.CountOwn(&s, r.ID)
			if err != nil {
				return err
			}
			if n > 0 {
				list = append(list, OwnCount{s.Name, n})
			}
		}
		return nil
	})
	return list, err
}

// Export writes everything that is kept about a reader as a ZIP archive: JSON for programs and a page for people, in the language of
// p. It is gathered first, in a file that has no name, so that a slow taker holds nobody up and nothing is left behind. begin is called
// with the size before the first byte is written; what fails before it can still be told.
func (d *Desk) Export(ctx context.Context, r *rozmova.Reader, p *i18n.Printer, w io.Writer, begin func(size int64)) error {
	f, err := unnamed()
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer f.Close()
	if err := d.gather(ctx, r, p, f); err != nil {
		return err
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	begin(size)
	_, err = io.Copy(w, struct{ io.Reader }{f}) // by portions, each of which the taker may bound
	return err
}

// exportsAtOnce is how many archives are gathered at a time.
const exportsAtOnce = 2

// unnamed makes a file that only this process can reach and that is gone with it.
func unnamed() (*os.File, error) {
	f, err := os.CreateTemp("", "rozmova-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// gather writes the archive; it waits for its turn. Each kind of rows is read at a moment of its own.
func (d *Desk) gather(ctx context.Context, r *rozmova.Reader, p *i18n.Printer, w io.Writer) error {
	select {
	case d.exporting <- struct{}{}:
		defer func() { <-d.exporting }()
	case <-ctx.Done():
		return ctx.Err()
	}
	now := d.o.Now()
	var picture []byte
	err := d.db.Update(ctx, func(tx *store.Tx) (err error) {
		if picture, err = tx.OwnPicture(r.ID); err != nil {
			return err
		}
		_, err = tx.Append(rozmova.Event{At: now, Kind: rozmova.ReaderExported, Site: r.Site, Actor: r.ID})
		return err
	})
	if err != nil {
		return err
	}
	e := exporter{desk: d, reader: r, say: p, now: now, zip: zip.NewWriter(w), picture: pictureName(picture)}
	if err := e.files(ctx); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if e.picture != "" {
		if err := e.write(e.picture, picture); err != nil {
			return err
		}
	}
	if err := e.page(ctx); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := e.write("README.txt", []byte(p.T("own_data.readme", "Site", d.o.Site.Name, "When", now.UTC().Format(time.RFC3339))+"\n")); err != nil {
		return err
	}
	return e.zip.Close()
}

// pictureName names the file of a picture by what is in it; empty where there is none.
func pictureName(body []byte) string {
	switch {
	case len(body) == 0:
		return ""
	case bytes.HasPrefix(body, []byte("\x89PNG")):
		return "picture.png"
	case bytes.HasPrefix(body, []byte("RIFF")):
		return "picture.webp"
	}
	return "picture.jpg"
}

// An exporter writes one archive.
type exporter struct {
	desk    *Desk
	reader  *rozmova.Reader
	say     *i18n.Printer
	now     time.Time
	zip     *zip.Writer
	picture string
}

func (e *exporter) create(name string) (io.Writer, error) {
	return e.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: e.now})
}

func (e *exporter) write(name string, body []byte) error {
	w, err := e.create(name)
	if err == nil {
		_, err = w.Write(body)
	}
	return err
}

// rows reads one kind of rows.
func (e *exporter) rows(ctx context.Context, s *store.OwnSection) (rows [][]any, err error) {
	err = e.desk.db.View(ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.Own(s, e.reader.ID)
		return err
	})
	return rows, err
}

// files writes the JSON files: in each an object with a list for every kind of rows.
func (e *exporter) files(ctx context.Context) error {
	var w io.Writer
	file, first := "", true
	for _, s := range store.OwnSections() {
		if s.File != file {
			if w != nil {
				if _, err := io.WriteString(w, "\n}\n"); err != nil {
					return err
				}
			}
			var err error
			if w, err = e.create(s.File + ".json"); err != nil {
				return err
			}
			file, first = s.File, true
		}
		rows, err := e.rows(ctx, &s)
		if err != nil {
			return err
		}
		if err := writeSection(w, &s, rows, first); err != nil {
			return err
		}
		first = false
	}
	_, err := io.WriteString(w, "\n}\n")
	return err
}

func writeSection(w io.Writer, s *store.OwnSection, rows [][]any, first bool) error {
	var b bytes.Buffer
	b.WriteString(map[bool]string{true: "{\n", false: ",\n"}[first])
	fmt.Fprintf(&b, "  %q: [", s.Name)
	for i, row := range rows {
		b.WriteString(map[bool]string{true: "\n    {", false: ",\n    {"}[i == 0])
		for j, v := range row {
			if j > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "%q: ", s.Fields[j])
			text, err := jsonValue(v)
			if err != nil {
				return err
			}
			b.Write(text)
		}
		b.WriteString("}")
		if b.Len() > 1<<20 {
			if _, err := b.WriteTo(w); err != nil {
				return err
			}
		}
	}
	b.WriteString("]")
	_, err := b.WriteTo(w)
	return err
}

// jsonValue writes a value; a time as RFC 3339 has it.
func jsonValue(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// cell writes a value for people.
func (e *exporter) cell(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case bool:
		if x {
			return e.say.T("own_data.is_so")
		}
		return e.say.T("own_data.is_not_so")
	case time.Time:
		return e.say.DateTime(x)
	case json.RawMessage:
		return string(x)
	}
	return strings.TrimSpace(fmt.Sprint(v))
}
