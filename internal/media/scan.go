package media

import (
	"bytes"
	"encoding/binary"
)

// What a JPEG may cost. A progressive one comes in scans, each of which may go over all its pixels in a few bytes, and its
// coefficients are all kept until the last: four bytes for a sample, where others need one.
const (
	maxScans       = 50 // cameras and programs write about ten
	maxProgressive = 12 << 20
)

// Markers of a JPEG (ITU-T T.81, table B.1).
const (
	progressive = 0xc2
	lastRestart = 0xd7
	restart     = 0xd0
	end         = 0xd9
	scan        = 0xda
)

// A layout is what the markers of a JPEG tell of it.
type layout struct {
	progressive bool
	scans       int // never fewer than the decoder comes upon
	size        int // bytes up to the end of the picture: what stands behind it is not to be decoded
}

// layoutOf walks a JPEG's markers. Up to the first scan it goes by the lengths of the segments, as the decoder does. From there
// on it trusts none: whatever looks like a scan counts, up to what first looks like the end.
func layoutOf(file []byte) (l layout) {
	l.size = len(file)
	for at := 2; at+4 <= len(file); {
		marker := file[at+1]
		switch {
		case file[at] != 0xff || marker == 0xff: // bytes that fill up
			at++
			continue
		case marker == 0 || marker >= restart && marker <= lastRestart: // these have no length
			at += 2
			continue
		case marker == end:
			l.size = at + 2
			return l
		case marker == scan:
			if i := bytes.Index(file[at:], []byte{0xff, end}); i >= 0 {
				l.size = at + i + 2
			}
			l.scans = bytes.Count(file[at:l.size], []byte{0xff, scan})
			return l
		case marker == progressive:
			l.progressive = true
		}
		at += 2 + int(binary.BigEndian.Uint16(file[at+2:]))
	}
	return l
}
