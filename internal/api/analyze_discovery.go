package api

import (
	_ "embed"
	"encoding/json"
	"strings"
)

// discoveryText describes the two methods as Google's client libraries read it (Discovery v1); ORIGIN stands for our address.
//
//go:embed analyze_discovery.json
var discoveryText string

// discovery gives the description for an address.
func discovery(origin string) []byte {
	address, err := json.Marshal(strings.TrimSuffix(origin, "/") + "/")
	if err != nil {
		return nil // a text can always be written
	}
	return []byte(strings.ReplaceAll(discoveryText, `"ORIGIN"`, string(address)))
}
