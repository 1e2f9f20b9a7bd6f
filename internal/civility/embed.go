//go:build !noweights

package civility

import _ "embed"

//go:embed weights.bin
var embedded []byte
