// Package archtest holds the house to its plan: which package may import which (docs/design.md), which modules the program
// may link (modules.txt) and the habits that a machine can see. It has tests only.
package archtest
