package store_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// A damage is one way in which a file is no good, and the reasons with which it may be refused.
type damage struct {
	name    string
	file    []byte
	reasons []string
}

func pack(lines []string) []byte {
	zip, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return zip.EncodeAll([]byte(strings.Join(lines, "\n")+"\n"), nil)
}

// sealed gives lines an end that is true of them.
func sealed(lines []string) []string {
	rows, table := map[string]int{}, ""
	for _, l := range lines[1:] {
		var s struct{ Table string }
		if json.Unmarshal([]byte(l), &s) == nil && s.Table != "" {
			table = s.Table
			rows[table] += 0
		} else {
			rows[table]++
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n") + "\n"))
	end, _ := json.Marshal(map[string]any{"rows": rows, "sha256": hex.EncodeToString(sum[:])})
	return append(slices.Clone(lines), string(end))
}

func damages(t *testing.T, path string) []damage {
	t.Helper()
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := linesOf(t, path)
	last := len(lines) - 1
	var list []damage
	add := func(name string, file []byte, reasons ...string) {
		list = append(list, damage{name, file, reasons})
	}
	for i := range 24 {
		n := len(good) * i / 24
		add(fmt.Sprintf("cut to %d bytes", n), good[:n], "backup.damaged")
	}
	add("cut by one byte", good[:len(good)-1], "backup.damaged")
	for i := range 24 {
		flipped := slices.Clone(good)
		flipped[len(good)*i/24] ^= 1 << (i % 8)
		add(fmt.Sprintf("bit flipped in byte %d", len(good)*i/24), flipped, "backup.damaged", "backup.not_ours")
	}
	add("more behind the end", append(slices.Clone(good), "\n"...), "backup.damaged")
	add("twice", append(slices.Clone(good), good...), "backup.damaged")
	add("plain text", []byte("Not a backup at all.\n"), "backup.not_ours")
	var other bytes.Buffer
	zip := gzip.NewWriter(&other)
	_, _ = zip.Write([]byte(strings.Join(lines, "\n")))
	_ = zip.Close()
	add("gzip", other.Bytes(), "backup.not_ours")
	add("other zstd", pack([]string{"a letter to somebody"}), "backup.not_ours")

	// Within, with the sum of the good file.
	edit := func(name string, change func(l []string) []string) {
		add(name, pack(change(slices.Clone(lines))), "backup.damaged")
	}
	row := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, `{"table":"comment"`) }) + 1
	edit("rows swapped", func(l []string) []string { l[row], l[row+1] = l[row+1], l[row]; return l })
	edit("row left out", func(l []string) []string { return slices.Delete(l, row, row+1) })
	edit("row twice", func(l []string) []string { return slices.Insert(l, row, l[row]) })
	edit("letter changed", func(l []string) []string { l[row] = strings.Replace(l[row], "о", "a", 1); return l })
	edit("created changed", func(l []string) []string { l[0] = strings.Replace(l[0], "2026", "2025", 1); return l })
	edit("counts changed", func(l []string) []string {
		l[last] = strings.Replace(l[last], `"comment":6`, `"comment":7`, 1)
		return l
	})
	edit("no end", func(l []string) []string { return l[:last] })
	edit("no line feed at the end", func(l []string) []string { return append(l[:last], `{"rows":{}`) })

	// Within, with a sum that fits: written by a program that is wrong or wishes us ill.
	forge := func(name, reason string, change func(l []string) []string) {
		add("forged: "+name, pack(sealed(change(slices.Clone(lines[:last])))), reason)
	}
	replace := func(at int, old, fresh string) func(l []string) []string {
		return func(l []string) []string {
			if !strings.Contains(l[at], old) {
				t.Fatalf("no %s in %s", old, l[at])
			}
			l[at] = strings.Replace(l[at], old, fresh, 1)
			return l
		}
	}
	forge("newer schema", "backup.newer", replace(0, `"schema":`, `"schema":99`))
	forge("newer format", "backup.newer", replace(0, `"format":1`, `"format":2`))
	forge("no schema", "backup.damaged", replace(0, `"schema"`, `"scheme"`))
	forge("unknown table", "backup.damaged", replace(row-1, `"comment"`, `"comments"`))
	forge("table left out", "backup.damaged", func(l []string) []string {
		at := slices.IndexFunc(l, func(s string) bool { return strings.HasPrefix(s, `{"table":"idempotency"`) }) // nothing names its rows
		return slices.Delete(l, at, at+2)
	})
	forge("a table that backups leave out", "backup.damaged", func(l []string) []string { return append(l, `{"table":"session","columns":["hash"]}`) })
	forge("table twice", "backup.damaged", func(l []string) []string { return append(l, l[row-1]) })
	forge("column left out", "backup.damaged", replace(row-1, `,"seq"`, ``))
	forge("unknown column", "backup.damaged", replace(row-1, `"seq"`, `"seq\"; drop table comment"`))
	forge("row too short", "backup.damaged", func(l []string) []string { l[row] = "[1]"; return l })
	forge("text for bytes", "backup.damaged", replace(row, `{"b":`, `{"t":`))
	forge("half a number", "backup.damaged", func(l []string) []string { l[row] = l[row][:len(l[row])-1] + ".5]"; return l })
	forge("row of its own kind", "backup.damaged", replace(row, `{"b":`, `{"x":`))
	forge("key twice", "backup.damaged", func(l []string) []string { return slices.Insert(l, row, l[row]) })
	forge("nothing where something must be", "backup.damaged", func(l []string) []string {
		l[row] = l[row][:strings.LastIndex(l[row], ",")] + ",null]"
		return l
	})
	forge("reader left out whom rows name", "backup.damaged", func(l []string) []string {
		reader := slices.IndexFunc(l, func(s string) bool { return strings.HasPrefix(s, `{"table":"reader"`) })
		return slices.Delete(l, reader+1, reader+2)
	})
	return list
}

// TestDamagedBackupsAreRefused: each of them, on both engines, and nothing is left behind; or what is restored is right.
func TestDamagedBackupsAreRefused(t *testing.T) {
	source := engines[0].place(t)
	fillStore(t, rozmovatest.OpenStore(t, source))
	good, _ := backup(t, source)
	list := damages(t, good)
	if len(list) < 50 {
		t.Fatalf("%d ways to be damaged, fewer than the fifty that were promised", len(list))
	}
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			place := e.place(t)
			for _, d := range list {
				path := filepath.Join(t.TempDir(), "b")
				if err := os.WriteFile(path, d.file, 0o600); err != nil {
					t.Fatal(err)
				}
				_, err := store.Restore(context.Background(), place, path, nil)
				if err == nil && strings.HasPrefix(d.name, "bit") {
					// A flipped bit can make the compressor's copy of a text point at the same text elsewhere.
					rozmovatest.OpenStore(t, place)
					again, _ := backup(t, place)
					if diff := cmp.Diff(content(t, good), content(t, again)); diff != "" {
						t.Errorf("%s: neither refused nor right:\n%s", d.name, diff)
					}
					place = e.place(t)
					continue
				}
				if !slices.Contains(d.reasons, reason(err)) {
					t.Errorf("%s: %v, want %v", d.name, err, d.reasons)
				}
				if left := e.empty(t, place); left != "" {
					t.Errorf("%s: left behind: %s", d.name, left)
				}
			}
			if _, err := store.Restore(context.Background(), place, good, nil); err != nil {
				t.Errorf("the good file after all the others: %v", err)
			}
		})
	}
}
