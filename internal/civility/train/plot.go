package train

import (
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// plotStyle makes a drawing readable on a light page and on a dark one.
const plotStyle = `<style>
text{font:12px system-ui,sans-serif;fill:#222}.small{font-size:10px}.frame{fill:none;stroke:#777}.ideal{stroke:#777;stroke-dasharray:4 3}
.line{fill:none;stroke:#0b62a4;stroke-width:2}.dot{fill:#0b62a4}.bar{fill:#8a8f98}.bad{fill:#b3261e}.good{fill:#0b62a4}
@media (prefers-color-scheme:dark){text{fill:#eee}.frame,.ideal{stroke:#aaa}.line{stroke:#7cc0ff}.dot,.good{fill:#7cc0ff}.bar{fill:#7d838d}.bad{fill:#ff8a80}}
</style>
`

// A drawing is an SVG file that grows.
type drawing struct {
	strings.Builder
}

func (d *drawing) add(format string, args ...any) { fmt.Fprintf(&d.Builder, format+"\n", args...) }

func newDrawing(width, height int, title string) *drawing {
	d := &drawing{}
	d.add(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">`, width, height, width, height, title)
	d.WriteString(plotStyle)
	return d
}

func (d *drawing) bytes() []byte {
	d.add("</svg>")
	return []byte(d.String())
}

// Plots draws, from the judged tests, how far scores can be trusted in each language and what is caught in each category: names
// of files with what is in them. A language without rows has no drawing.
func Plots(all []Judged, t Threshold) map[string][]byte {
	files := map[string][]byte{}
	for _, lang := range []string{"uk", "ru", "en"} {
		if b := reliabilityPlot(all, lang); b != nil {
			files["reliability-"+lang+".svg"] = b
		}
		if b := categoryPlot(all, lang, t); b != nil {
			files["categories-"+lang+".svg"] = b
		}
	}
	return files
}

// fewestPoints is how many rows a point of a plot needs.
const fewestPoints = 5

func reliabilityPlot(all []Judged, lang string) []byte {
	labels := []rozmova.Label{rozmova.Participant, rozmova.Toxicity}
	var panels [][]civility.Scored
	some := false
	for _, l := range labels {
		s := scored(judgedFor(all, lang, l), l)
		some = some || len(s) > 0
		panels = append(panels, s)
	}
	if !some {
		return nil
	}
	const width, height, side, gap = 640, 420, 230, 310
	d := newDrawing(width, height, "Reliability of scores, "+languageName(lang))
	d.add(`<text x="20" y="22">%s: how often a score is right (the dashed line: as often as it says)</text>`, languageName(lang))
	for i, l := range labels {
		left, top := 58+i*gap, 60
		d.add(`<text x="%d" y="%d">%s (%d texts)</text>`, left, top-10, l, len(panels[i]))
		d.panel(panels[i], left, top, side)
	}
	return d.bytes()
}

// panel draws the curve in a square, and the counts as bars under it.
func (d *drawing) panel(s []civility.Scored, left, top, side int) {
	const low = 50 // height of the bars
	d.add(`<rect class="frame" x="%d" y="%d" width="%d" height="%d"/>`, left, top, side, side)
	d.add(`<line class="ideal" x1="%d" y1="%d" x2="%d" y2="%d"/>`, left, top+side, left+side, top)
	for i := 0; i <= 10; i += 2 {
		at := float64(i) / 10
		d.add(`<text class="small" text-anchor="middle" x="%.0f" y="%d">%.1f</text>`, float64(left)+at*float64(side), top+side+low+32, at)
		d.add(`<text class="small" text-anchor="end" x="%d" y="%.0f">%.1f</text>`, left-5, float64(top+side)-at*float64(side)+4, at)
	}
	d.add(`<text text-anchor="middle" x="%d" y="%d">score</text>`, left+side/2, top+side+low+50)
	d.add(`<text text-anchor="middle" transform="translate(%d %d) rotate(-90)">share that is true</text>`, left-36, top+side/2)
	bins := Reliability(s)
	most := 0
	for _, b := range bins {
		most = max(most, b.N)
	}
	var points []string
	for i, b := range bins {
		if b.N == 0 {
			continue
		}
		h := max(1, low*b.N/most)
		x := left + i*side/10
		d.add(`<rect class="bar" x="%d" y="%d" width="%d" height="%d"><title>%d texts</title></rect>`, x+1, top+side+18+low-h, side/10-2, h, b.N)
		if b.N >= fewestPoints {
			points = append(points, fmt.Sprintf("%.1f,%.1f", float64(left)+b.Score*float64(side), float64(top+side)-b.Fraction*float64(side)))
		}
	}
	d.add(`<text class="small" x="%d" y="%d">texts (highest bar: %d)</text>`, left, top+side+13, most)
	d.add(`<polyline class="line" points="%s"/>`, strings.Join(points, " "))
	for _, p := range points {
		x, y, _ := strings.Cut(p, ",")
		d.add(`<circle class="dot" cx="%s" cy="%s" r="4"/>`, x, y)
	}
}

// categoryPlot draws which share of each category of the project's own set-aside is flagged as the rule's label.
func categoryPlot(all []Judged, lang string, t Threshold) []byte {
	type part struct{ n, said int }
	insults, clean := map[string]*part{}, map[string]*part{}
	for _, j := range all {
		truth := j.Labels[rozmova.Participant]
		if j.Source != ownSource || j.Language != lang || j.Category == "" || truth < 0 {
			continue
		}
		of := clean
		if truth == 1 {
			of = insults
		}
		p := of[j.Category]
		if p == nil {
			p = &part{}
			of[j.Category] = p
		}
		p.n++
		if t.flagged(&j.Verdict, rozmova.Participant) {
			p.said++
		}
	}
	if len(insults)+len(clean) == 0 {
		return nil
	}
	const line, left, long = 20, 150, 330
	height := 80 + line*(len(insults)+len(clean)+2)
	d := newDrawing(640, height, "Flagged by category, "+languageName(lang))
	d.add(`<text x="20" y="22">%s, own set-aside: flagged as participant, at the model’s threshold</text>`, languageName(lang))
	y := 50
	draw := func(title, class string, of map[string]*part) {
		d.add(`<text x="20" y="%d">%s</text>`, y, title)
		y += line
		for _, name := range slices.Sorted(maps.Keys(of)) {
			p := of[name]
			d.add(`<text text-anchor="end" x="%d" y="%d">%s</text>`, left-8, y, html.EscapeString(name))
			d.add(`<rect class="frame" x="%d" y="%d" width="%d" height="12"/>`, left, y-10, long)
			d.add(`<rect class="%s" x="%d" y="%d" width="%d" height="12"/>`, class, left, y-10, long*p.said/p.n)
			d.add(`<text class="small" x="%d" y="%d">%d of %d, %.0f %%</text>`, left+long+8, y, p.said, p.n, 100*float64(p.said)/float64(p.n))
			y += line
		}
	}
	draw("insults of a participant: the longer, the better", "good", insults)
	draw("others: the shorter, the better", "bad", clean)
	return d.bytes()
}
