package media

import (
	"context"
	"io"
)

// mouthful is how much of a file a decoder gets at once: little, since it is only stopped between two of them.
const mouthful = 64

// A patient reader reads until its context ends, a little at a time.
type patient struct {
	ctx  context.Context
	from io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if p.ctx.Err() != nil {
		return 0, context.Cause(p.ctx)
	}
	return p.from.Read(b[:min(len(b), mouthful)])
}
