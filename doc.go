// Package rozmova holds the words of Rozmova, a newsroom's story pages and its readers' discussion, and the rules that
// are always true of them. It imports the standard library only; every other package speaks in its terms (docs/design.md).
package rozmova
