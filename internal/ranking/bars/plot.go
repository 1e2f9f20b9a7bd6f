package bars

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/rozmova/rozmova/internal/ranking"
)

// style makes a drawing readable on a light page and on a dark one.
const style = `<style>
text{font:12px system-ui,sans-serif;fill:#222}.small{font-size:10px}.frame{fill:none;stroke:#777}.even{stroke:#777;stroke-dasharray:4 3}
.dot{fill:#8a8f98;fill-opacity:.6}.ten{fill:#0b62a4}.target{fill:#b3261e}.down{fill:#0b62a4}
@media (prefers-color-scheme:dark){text{fill:#eee}.frame,.even{stroke:#aaa}.dot{fill:#9aa0a8}.ten,.down{fill:#7cc0ff}.target{fill:#ff8a80}}
</style>
`

// A drawing is an SVG file that grows.
type drawing struct{ strings.Builder }

func (d *drawing) add(format string, args ...any) { fmt.Fprintf(&d.Builder, format+"\n", args...) }

func newDrawing(width, height int, title string) *drawing {
	d := &drawing{}
	d.add(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">`, width, height, width, height, html.EscapeString(title))
	d.WriteString(style)
	d.add(`<text x="20" y="22">%s</text>`, html.EscapeString(title))
	return d
}

// A point of a plot, both ways from 0 to 1. Points of a later class lie on top.
type point struct {
	x, y  float64
	class string
	title string
}

// The sides of a plot.
const (
	plotSide = 240
	plotGap  = 310
	plotLeft = 56
	plotTop  = 62
)

// panel draws points in a square.
func (d *drawing) panel(i int, title, x, y string, points []point) {
	left, top := plotLeft+i*plotGap, plotTop
	d.add(`<text x="%d" y="%d">%s</text>`, left, top-10, html.EscapeString(title))
	d.add(`<rect class="frame" x="%d" y="%d" width="%d" height="%d"/>`, left, top, plotSide, plotSide)
	d.add(`<line class="even" x1="%d" y1="%d" x2="%d" y2="%d"/>`, left, top+plotSide, left+plotSide, top)
	for i := 0; i <= 10; i += 5 {
		at := i * plotSide / 10
		d.add(`<text class="small" text-anchor="middle" x="%d" y="%d">%.1f</text>`, left+at, top+plotSide+14, float64(i)/10)
		d.add(`<text class="small" text-anchor="end" x="%d" y="%d">%.1f</text>`, left-5, top+plotSide-at+4, float64(i)/10)
	}
	d.add(`<text text-anchor="middle" x="%d" y="%d">%s</text>`, left+plotSide/2, top+plotSide+32, html.EscapeString(x))
	d.add(`<text text-anchor="middle" transform="translate(%d %d) rotate(-90)">%s</text>`, left-32, top+plotSide/2, html.EscapeString(y))
	for _, class := range []string{"dot", "ten", "down", "target"} {
		for _, p := range points {
			if p.class != class {
				continue
			}
			x, y := float64(left)+p.x*plotSide, float64(top+plotSide)-p.y*plotSide
			if class == "dot" {
				d.add(`<circle class="dot" cx="%.1f" cy="%.1f" r="3"/>`, x, y)
				continue
			}
			d.add(`<circle class="%s" cx="%.1f" cy="%.1f" r="4"><title>%s</title></circle>`, class, x, y, html.EscapeString(p.title))
		}
	}
}

func (d *drawing) bytes() []byte {
	d.add("</svg>")
	return []byte(d.String())
}

// draw makes the drawings: what each camp thinks of every comment, and every comment's score before and after an attack.
func (h *Harness) draw(r *Report) {
	if len(h.Sets) == 0 {
		return
	}
	width := plotLeft + len(h.Sets)*plotGap
	camps := newDrawing(width, 360, "Cautious approval of each comment by one camp and the other (blue: the first ten)")
	for i, s := range h.Sets {
		_, l := scores(s.Votes, nil)
		var points []point
		for rank, c := range l.Order(ranking.ThreadID{}) {
			class := "dot"
			if rank < top {
				class = "ten"
			}
			points = append(points, point{c.Sides[0].Least, c.Sides[1].Least, class, fmt.Sprintf("comment %d, place %d", number(c.Comment), rank+1)})
		}
		camps.panel(i, s.Name, "one camp", "the other", points)
	}
	r.Plots["camps.svg"] = camps.bytes()
	for _, s := range h.Sets {
		attack := s.Attacks["camouflage"]
		if len(attack) == 0 {
			continue
		}
		before, l := scores(s.Votes, nil)
		after := scoresOf(ranking.NewLive(l.Picture(), votes(s.Votes), votes(attack)))
		batch, _ := scores(slices.Concat(s.Votes, attack), nil)
		d := newDrawing(plotLeft+3*plotGap, 360, s.Name+": scores before and after the camouflage attack (red: to be lifted, blue: to be sunk)")
		d.panel(0, "Wilson", "before", "after", s.points(wilson(s.Votes), wilson(slices.Concat(s.Votes, attack))))
		d.panel(1, "across the divide, in one batch", "before", "after", s.points(before, batch))
		d.panel(2, "across the divide, after the settled picture", "before", "after", s.points(before, after))
		r.Plots["attack-"+strings.ToLower(s.Name)+".svg"] = d.bytes()
	}
}

// points gives every comment with its score before and after.
func (s *Set) points(before, after map[int64]float64) []point {
	var points []point
	for _, c := range s.Comments {
		class := map[string]string{"": "dot", "target": "target", "downvoted": "down"}[s.Marks[c]]
		points = append(points, point{before[c], after[c], class, fmt.Sprintf("comment %d: %.2f → %.2f", c, before[c], after[c])})
	}
	return points
}
