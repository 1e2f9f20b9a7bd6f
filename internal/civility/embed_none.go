//go:build noweights

package civility

var embedded []byte
