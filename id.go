package rozmova

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"time"
)

// An ID names one T. It is a UUID of version 7 (RFC 9562): the first 48 bits are milliseconds since 1970, the next twelve
// the fraction of that millisecond, the rest is random, so that IDs made later sort later. An ID is a name and no secret.
// The type parameter keeps an ID[Comment] from being passed where an ID[Reader] is meant. The zero ID names nothing.
type ID[T any] [16]byte

// NewID makes an ID for something that comes into being at the given time. It may be called from many goroutines.
func NewID[T any](at time.Time) ID[T] {
	var id ID[T]
	_, _ = rand.Read(id[6:]) // never fails: crypto/rand ends the program instead
	ms := at.UnixMilli()
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	fraction := at.Nanosecond() % 1_000_000 * 4096 / 1_000_000
	id[6] = 0x70 | byte(fraction>>8)
	id[7] = byte(fraction)
	id[8] = 0x80 | id[8]&0x3f
	return id
}

// ParseID reads the form that String writes; upper-case digits are taken too. Anything else is Invalid.
func ParseID[T any](s string) (ID[T], error) {
	var id ID[T]
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return id, &Error{Kind: Invalid, Reason: "id.malformed"}
	}
	compact := s[0:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	if _, err := hex.Decode(id[:], []byte(compact)); err != nil {
		return ID[T]{}, &Error{Kind: Invalid, Reason: "id.malformed"}
	}
	return id, nil
}

// String gives the usual form of a UUID: 36 characters, lower case.
func (id ID[T]) String() string {
	var b [36]byte
	hex.Encode(b[0:8], id[0:4])
	hex.Encode(b[9:13], id[4:6])
	hex.Encode(b[14:18], id[6:8])
	hex.Encode(b[19:23], id[8:10])
	hex.Encode(b[24:36], id[10:16])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

// IsZero reports whether id names nothing.
func (id ID[T]) IsZero() bool { return id == ID[T]{} }

// MarshalText writes String, and nothing for the zero ID.
func (id ID[T]) MarshalText() ([]byte, error) {
	if id.IsZero() {
		return nil, nil
	}
	return []byte(id.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (id *ID[T]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = ID[T]{}
		return nil
	}
	read, err := ParseID[T](string(b))
	*id = read
	return err
}

// Value stores an ID as its 16 bytes and the zero ID as NULL.
func (id ID[T]) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id[:], nil
}

// Scan reads what Value stored.
func (id *ID[T]) Scan(src any) error {
	*id = ID[T]{}
	switch b := src.(type) {
	case nil:
		return nil
	case []byte:
		if len(b) == len(id) {
			copy(id[:], b)
			return nil
		}
	}
	return fmt.Errorf("an ID is 16 bytes, not %T", src)
}
