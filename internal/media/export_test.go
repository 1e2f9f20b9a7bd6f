package media

import (
	"context"
	"image"
	"io"
	"time"
)

// MaxProgressive is how many pixels a progressive JPEG may have.
const MaxProgressive = maxProgressive

// SetLongest sets how long decoding may take.
func SetLongest(s *Studio, d time.Duration) { s.longest = d }

// Tickets gives the tickets of a studio, to be taken.
func Tickets(s *Studio) chan struct{} { return s.tickets }

// Seats gives the seats of a studio, to be taken.
func Seats(s *Studio) chan struct{} { return s.seats }

// Panicking gives what comes of a picture whose decoder panics.
func Panicking() error {
	_, err := develop(context.Background(), &format{decode: func(io.Reader) (image.Image, error) { panic("index out of range") }}, nil)
	return err
}

// Patient gives a reader that reads until ctx ends.
func Patient(ctx context.Context, from io.Reader) io.Reader { return patient{ctx, from} }
