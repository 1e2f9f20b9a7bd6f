package media

import (
	"image"
	"io"
)

// Seats gives the seats of a studio, to be taken.
func Seats(s *Studio) chan struct{} { return s.seats }

// Panicking gives what comes of a picture whose decoder panics.
func Panicking() error {
	_, err := develop(&format{decode: func(io.Reader) (image.Image, error) { panic("index out of range") }}, nil)
	return err
}
