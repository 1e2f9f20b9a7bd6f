// Package media takes pictures that people upload: it looks at what they are before decoding, bounds what decoding may cost, and
// encodes them anew, so that nothing of the file as it came is kept.
package media
