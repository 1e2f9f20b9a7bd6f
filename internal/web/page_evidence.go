package web

import "github.com/rozmova/rozmova/internal/newsroom"

// EvidencePage is where editors keep the files that prove who said what in a story: POST to Path with a file, or with drop. Page: evidence.
type EvidencePage struct {
	DeskFrame
	Story     StoryHead
	Files     []newsroom.EvidenceFile
	Megabytes int // the most that a file may have
	Errors    FieldErrors
}

// Kilobytes is the size of a file as it is told: at least 1.
func (p *EvidencePage) Kilobytes(f newsroom.EvidenceFile) int { return max(1, (f.Size+512)>>10) }
