package store

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"maps"

	"github.com/klauspost/compress/zstd"

	"github.com/rozmova/rozmova"
)

// A backupReader reads the lines of a backup, and trusts none of them before the sum in the last has been compared.
type backupReader struct {
	name   string // of the file, for errors
	header backupHeader
	zip    *zstd.Decoder
	in     *bufio.Reader
	sum    hash.Hash
	line   []byte // the line that was read last, without its line feed
	number int    // of that line, from 1
	kept   bool   // the line is still to be looked at
	table  string
	rows   map[string]int64
}

// openBackup reads the first line.
func openBackup(name string, f io.Reader) (*backupReader, error) {
	zip, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(64<<20))
	if err != nil {
		return nil, err
	}
	r := &backupReader{name: name, zip: zip, in: bufio.NewReaderSize(zip, 1<<16), sum: sha256.New(), number: 1, rows: map[string]int64{}}
	if err := r.first(); err != nil {
		zip.Close()
		return nil, err
	}
	return r, nil
}

func (r *backupReader) first() error {
	magic, err := r.in.Peek(len(backupMagic))
	if errors.Is(err, zstd.ErrMagicMismatch) || err == nil && string(magic) != backupMagic {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "backup.not_ours", Args: map[string]any{"File": r.name}, Err: err}
	}
	r.number = 0
	if err := r.next(); err != nil {
		return err
	}
	if json.Unmarshal(bytes.TrimPrefix(r.line, []byte(backupMagic)), &r.header) != nil {
		return r.damaged("header", nil)
	}
	if r.header.Format > backupFormat {
		return r.newer("format", int64(r.header.Format), backupFormat)
	}
	if r.header.Format < 1 || r.header.Schema < 1 {
		return r.damaged("header", nil)
	}
	r.take()
	return nil
}

func (r *backupReader) close() { r.zip.Close() }

// next reads a line.
func (r *backupReader) next() error {
	r.line = r.line[:0]
	r.number++
	for {
		part, err := r.in.ReadSlice('\n')
		r.line = append(r.line, part...)
		switch {
		case err == nil:
			r.line = r.line[:len(r.line)-1]
			return nil
		case len(r.line) > maxLine:
			return r.damaged("line", nil)
		case err == bufio.ErrBufferFull:
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return r.damaged("truncated", err)
		default:
			return r.damaged("zstd", err)
		}
	}
}

// take counts the line into the sum.
func (r *backupReader) take() {
	_, _ = r.sum.Write(r.line) // never fails
	_, _ = r.sum.Write([]byte{'\n'})
}

// nextTable goes to the next table; nil says that the file has ended as it should: sum and counts compared.
func (r *backupReader) nextTable() (*backupSection, error) {
	if !r.kept {
		if err := r.next(); err != nil {
			return nil, err
		}
	}
	r.kept = false
	var s backupSection
	d := json.NewDecoder(bytes.NewReader(r.line))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return nil, r.damaged("line", err)
	}
	if s.SHA256 != "" {
		return nil, r.end(&s)
	}
	if _, twice := r.rows[s.Table]; twice || s.Table == "" || len(s.Columns) == 0 {
		return nil, r.damaged("table", nil)
	}
	r.take()
	r.table, r.rows[s.Table] = s.Table, 0
	return &s, nil
}

// skipRow goes to the table's next row and leaves it in line; false behind the last.
func (r *backupReader) skipRow() (bool, error) {
	if err := r.next(); err != nil {
		return false, err
	}
	if len(r.line) == 0 || r.line[0] != '[' {
		r.kept = true
		return false, nil
	}
	r.take()
	r.rows[r.table]++
	return true, nil
}

// nextRow reads the table's next row; nil behind the last.
func (r *backupReader) nextRow() ([]any, error) {
	if more, err := r.skipRow(); err != nil || !more {
		return nil, err
	}
	values, err := decodeRow(r.line)
	if err != nil {
		return nil, r.damaged("row", err)
	}
	return values, nil
}

func (r *backupReader) end(s *backupSection) error {
	if s.SHA256 != hex.EncodeToString(r.sum.Sum(nil)) {
		return r.damaged("sha256", nil)
	}
	if !maps.Equal(s.Rows, r.rows) {
		return r.damaged("counts", nil)
	}
	switch _, err := r.in.ReadByte(); {
	case err == nil:
		return r.damaged("trailing", nil)
	case !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return r.damaged("trailing", err)
	}
	return nil
}

// damaged refuses the file: what is one word for the operator (truncated, sha256, row …), the line says where.
func (r *backupReader) damaged(what string, cause error) error {
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: "backup.damaged", Args: map[string]any{"File": r.name, "What": what, "Line": r.number}, Err: cause}
}

func (r *backupReader) newer(what string, has, knows int64) error {
	return &rozmova.Error{Kind: rozmova.Conflict, Reason: "backup.newer", Args: map[string]any{"File": r.name, "What": what, "Has": has, "Knows": knows}}
}
