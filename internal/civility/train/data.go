// Package train makes the weights of package civility from a folder of labelled comments, and measures them: one command, no
// clock, no chance but a seed, the same weights bit for bit. It is no part of what serves readers.
package train

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
)

// A Row is one labelled comment in the shared schema (one JSON object a line; data/civility/README.md).
type Row struct {
	ID       string
	Language string // uk, ru, en
	Text     string
	Context  string               // the text that it answers; empty where not known
	Labels   [rozmova.Labels]int8 // 1, 0, or -1: the source did not ask
	Target   string               // participant, individual, public, group, other, self, none; empty: not asked
	Spans    []Span               // of the words that make it so
	Spanned  bool                 // the source marked words; without that an empty Spans says nothing
	Category string               // attrs.cat
	Attrs    map[string]any
	Source   string
	Licence  string
	Tier     string // open, openrail, sharealike, unstated, nc
	Origin   string // how it was labelled: human, handmade, template, machine-translated …
	Group    string // rows that stay in one fold
	Original string // of an obfuscated row: as it was before
	Copy     bool   // made by the trainer from another row
	Method   string // of the obfuscation
}

// A Span are runes [Start, End) of a text, and what they are.
type Span struct {
	Start, End int
	Type       string
}

// UnmarshalJSON reads [start, end, type].
func (s *Span) UnmarshalJSON(b []byte) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(b, &parts); err != nil {
		return err
	}
	if len(parts) < 2 {
		return fmt.Errorf("a span has %d parts, not start, end and type", len(parts))
	}
	if len(parts) > 2 {
		if err := json.Unmarshal(parts[2], &s.Type); err != nil {
			return err
		}
	}
	return json.Unmarshal([]byte("["+string(parts[0])+","+string(parts[1])+"]"), &[2]*int{&s.Start, &s.End})
}

// MarshalJSON writes [start, end, type].
func (s Span) MarshalJSON() ([]byte, error) { return json.Marshal([]any{s.Start, s.End, s.Type}) }

// A line is a row as it is written.
type line struct {
	ID       string         `json:"id"`
	Lang     string         `json:"lang"`
	Text     string         `json:"text"`
	Toxic    *int8          `json:"toxic"`
	Insult   *int8          `json:"insult"`
	Threat   *int8          `json:"threat"`
	Obscene  *int8          `json:"obscene"`
	Identity *int8          `json:"identity"`
	Target   *string        `json:"target"`
	Spans    *[]Span        `json:"spans,omitempty"`
	Context  string         `json:"context,omitempty"`
	Attrs    map[string]any `json:"attrs,omitempty"`
	Origin   string         `json:"label_origin"`
	Source   string         `json:"source"`
	Licence  string         `json:"licence"`
	Tier     string         `json:"tier"`
	Group    string         `json:"group"`
	Original string         `json:"original,omitempty"`
	Copy     bool           // made by the trainer from another row
	Method   string         `json:"method,omitempty"`
}

func (l *line) row() Row {
	r := Row{
		ID: l.ID, Language: l.Lang, Text: l.Text, Context: l.Context, Attrs: l.Attrs, Source: l.Source, Licence: l.Licence,
		Tier: l.Tier, Origin: l.Origin, Group: l.Group, Original: l.Original, Method: l.Method,
	}
	asked := func(v *int8) int8 {
		if v == nil || *v != 0 && *v != 1 {
			return -1
		}
		return *v
	}
	r.Labels = [rozmova.Labels]int8{
		rozmova.Toxicity: asked(l.Toxic), rozmova.Insult: asked(l.Insult), rozmova.Threat: asked(l.Threat),
		rozmova.Obscenity: asked(l.Obscene), rozmova.IdentityAttack: asked(l.Identity),
	}
	if l.Target != nil {
		r.Target = *l.Target
	}
	if l.Spans != nil {
		r.Spans, r.Spanned = *l.Spans, true
	}
	r.Category, _ = l.Attrs["cat"].(string)
	r.Labels[rozmova.Participant] = participant(&r)
	return r
}

// participant works out the label that the rule is about from the others and the target.
func participant(r *Row) int8 {
	attacks := max(r.Labels[rozmova.Insult], r.Labels[rozmova.Threat], r.Labels[rozmova.IdentityAttack])
	switch {
	case r.Labels[rozmova.Toxicity] == 0 && attacks < 1:
		return 0
	case r.Target == "":
		return -1
	case r.Target != "participant":
		return 0
	case attacks == 1:
		return 1
	case attacks == 0:
		return 0
	}
	return r.Labels[rozmova.Toxicity] // nobody asked what it is; it is aimed at a participant
}

// longestLine bounds one row of a file.
const longestLine = 1 << 20

// Read gives the rows of a file: JSON lines, in gzip where the name ends in .gz. An error names the line.
func Read(path string) ([]Row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		in = z
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 64<<10), longestLine)
	var rows []Row
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if l.Text == "" {
			return nil, fmt.Errorf("%s:%d: no text", path, n)
		}
		rows = append(rows, l.row())
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return rows, nil
}

// ReadAll gives the rows of all files of a folder whose names begin with a prefix, in the order of their names.
func ReadAll(dir, prefix string) ([]Row, error) {
	names, err := filepath.Glob(filepath.Join(dir, prefix+"*.jsonl*"))
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all []Row
	for _, name := range names {
		rows, err := Read(name)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// free are the tiers whose rows weights that ship may be trained on.
var free = []string{"open", "openrail", "sharealike"}

// Shippable reports whether weights that ship may be trained on a row.
func (r *Row) Shippable() bool { return slices.Contains(free, r.Tier) }
