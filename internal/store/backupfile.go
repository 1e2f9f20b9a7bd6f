package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
)

// A backup is one zstd stream (RFC 8878) of lines, each ended by a line feed, the same for both engines:
//
//	rozmova-backup {"format":1,"schema":1,"engine":"sqlite","created":"…","program":"…"}
//	{"table":"comment","columns":["id","site",…]}       one for each table, in order of their names
//	[{"b":"AZq…"},{"b":"AZp…"},"Добрий день",7,null]    one for each row, in order of the primary key
//	{"rows":{"comment":1,…},"sha256":"…"}               the last: rows by table; SHA-256 of every byte before this line
//
// Whole numbers are exact. {"b":…} is bytes in base64, {"f":…} a number that is not whole, {"t":…} a text that is not
// UTF-8 as its bytes. A format that an older program cannot read gets a new number.
const (
	backupMagic  = "rozmova-backup "
	backupFormat = 1
	maxLine      = 64 << 20 // bytes of one row; the largest that a door lets in is far below
)

type backupHeader struct {
	Format  int       `json:"format"`
	Schema  int64     `json:"schema"` // number of the newest migration
	Engine  string    `json:"engine"`
	Created time.Time `json:"created"`
	Program string    `json:"program"`
}

// backupSection is a line in braces: the head of a table or, with a sum, the end of the file.
type backupSection struct {
	Table   string           `json:"table,omitempty"`
	Columns []string         `json:"columns,omitempty"`
	Rows    map[string]int64 `json:"rows,omitempty"`
	SHA256  string           `json:"sha256,omitempty"`
}

// A backupWriter writes the lines of a backup.
type backupWriter struct {
	zip   *zstd.Encoder
	sum   hash.Hash
	line  bytes.Buffer
	json  *json.Encoder // into line; ends what it writes with a line feed
	table string
	rows  map[string]int64
}

func newBackupWriter(w io.Writer, h backupHeader) (*backupWriter, error) {
	// One goroutine: a backup is taken beside a server that has better things to do with its processors.
	zip, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	b := &backupWriter{zip: zip, sum: sha256.New(), rows: map[string]int64{}}
	b.json = json.NewEncoder(&b.line)
	b.json.SetEscapeHTML(false)
	b.line.WriteString(backupMagic)
	return b, b.put(h)
}

// put writes a value behind what is in line, and the line.
func (b *backupWriter) put(v any) error {
	if err := b.json.Encode(v); err != nil {
		return err
	}
	if b.line.Len() > maxLine {
		return fmt.Errorf("a row of %s takes %d bytes, more than a backup holds", b.table, b.line.Len())
	}
	_, _ = b.sum.Write(b.line.Bytes()) // never fails
	_, err := b.zip.Write(b.line.Bytes())
	b.line.Reset()
	return err
}

func (b *backupWriter) begin(table string, columns []string) error {
	b.table, b.rows[table] = table, 0
	return b.put(backupSection{Table: table, Columns: columns})
}

// row writes a row. It changes the values.
func (b *backupWriter) row(values []any) error {
	for i, v := range values {
		encoded, err := encodeValue(v)
		if err != nil {
			return fmt.Errorf("table %s, value %d: %w", b.table, i+1, err)
		}
		values[i] = encoded
	}
	b.rows[b.table]++
	return b.put(values)
}

// end writes the last line and what the compressor still holds.
func (b *backupWriter) end() error {
	sum := hex.EncodeToString(b.sum.Sum(nil))
	if err := b.put(backupSection{Rows: b.rows, SHA256: sum}); err != nil {
		return err
	}
	return b.zip.Close()
}

// encodeValue gives the JSON form of a value that the database gave.
func encodeValue(v any) (any, error) {
	switch v := v.(type) {
	case nil, int64:
		return v, nil
	case string:
		if utf8.ValidString(v) {
			return v, nil
		}
		return map[string]string{"t": base64.StdEncoding.EncodeToString([]byte(v))}, nil
	case []byte:
		return map[string]string{"b": base64.StdEncoding.EncodeToString(v)}, nil
	case float64:
		return map[string]float64{"f": v}, nil
	}
	return nil, fmt.Errorf("a backup holds no %T", v)
}

// decodeRow reads back what row wrote.
func decodeRow(line []byte) ([]any, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var values []any
	if err := d.Decode(&values); err != nil {
		return nil, err
	}
	for i, v := range values {
		decoded, err := decodeValue(v)
		if err != nil {
			return nil, err
		}
		values[i] = decoded
	}
	return values, nil
}

func decodeValue(v any) (any, error) {
	switch v := v.(type) {
	case nil, string:
		return v, nil
	case json.Number:
		return strconv.ParseInt(v.String(), 10, 64)
	case map[string]any:
		if f, ok := v["f"].(json.Number); ok && len(v) == 1 {
			return f.Float64()
		}
		if s, ok := v["b"].(string); ok && len(v) == 1 {
			return base64.StdEncoding.DecodeString(s)
		}
		if s, ok := v["t"].(string); ok && len(v) == 1 {
			text, err := base64.StdEncoding.DecodeString(s)
			return string(text), err
		}
	}
	return nil, fmt.Errorf("a value that is none of a backup's: %v", v)
}
