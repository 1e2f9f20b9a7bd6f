package train

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// ranked adds how well toxicity is ranked on the rows of some sources.
func (b *bench) ranked(part, what string, all []Judged, lang string, least civility.Figure, sources ...string) {
	s := scored(pick(all, func(j *Judged) bool {
		return j.Language == lang && slices.Contains(sources, j.Source) && j.Method == ""
	}), rozmova.Toxicity)
	positive, negative := civility.Kinds(s)
	if positive > 0 && negative > 0 {
		what = fmt.Sprintf("%s: AUC (%d of them toxic)", what, positive)
	} else {
		what, s = what+": AUC", nil
	}
	b.least(part, what, len(s), civility.Figure(civility.AUC(s)), least, "")
}

func (b *bench) toxicity(all []Judged) {
	const apart = "independent native-rated texts, kept apart: AUC"
	part := "Ukrainian: toxicity"
	b.least(part, apart, 0, none(), 0.89, "")
	b.ranked(part, "stand-in: TextDetox development rows", all, "uk", none(), "textdetox24-dev", "textdetox24-test")
	b.ranked(part, "yt-maidan (unstated licence: measured only)", all, "uk", none(), "yt-maidan")
	b.ranked(part, "own set-aside", all, "uk", none(), ownSource)
	part = "Russian: toxicity"
	b.least(part, apart, 0, none(), 0.88, "")
	b.ranked(part, "ruparadetox", all, "ru", none(), "ruparadetox")
	b.ranked(part, "TextDetox development rows", all, "ru", none(), "textdetox24-dev", "textdetox24-test")
	b.ranked(part, "vk", all, "ru", none(), "vk")
	b.ranked(part, "yt-maidan (unstated licence: measured only)", all, "ru", none(), "yt-maidan")
	b.ranked(part, "2ch-pikabu (unstated licence: measured only)", all, "ru", none(), "2ch-pikabu")
	part = "English: toxicity"
	b.ranked(part, "Wikipedia comments (jigsaw-samples, wiki-detox-250, cat-gn)", all, "en", 0.88, "jigsaw-samples", "wiki-detox-250", "cat-gn")
	b.ranked(part, "jigsaw-samples", all, "en", none(), "jigsaw-samples")
	b.ranked(part, "wiki-detox-250", all, "en", none(), "wiki-detox-250")
	b.ranked(part, "cat-gn", all, "en", none(), "cat-gn")
	b.ranked(part, "OLID (unstated licence: measured only)", all, "en", 0.82, "olid")
}

// kept counts originals that are over the threshold and those of them that still are when obfuscated.
type kept struct{ before, after int }

// obfuscation compares the obfuscated rows with what they were before.
func (b *bench) obfuscation(m *civility.Model, all []Judged) error {
	rows := pick(all, func(j *Judged) bool { return j.Method != "" && j.Original != "" })
	before := make([]Row, len(rows))
	for i, j := range rows {
		before[i] = *j.Row
		before[i].Text = j.Original
	}
	toxic, clean := map[string]*kept{}, map[string]*kept{}
	for i, was := range JudgeAll(m, before) {
		flagged, still := b.t.flagged(&was.Verdict, rozmova.Toxicity), b.t.flagged(&rows[i].Verdict, rozmova.Toxicity)
		of := toxic
		switch rows[i].Labels[rozmova.Toxicity] {
		case -1:
			continue
		case 0:
			of, flagged = clean, !flagged // of those that pass, how many no longer do
		}
		for _, name := range []string{"all", languageName(rows[i].Language), rows[i].Method, languageName(rows[i].Language) + ", " + rows[i].Method} {
			k := of[name]
			if k == nil {
				k = &kept{}
				of[name] = k
			}
			if flagged {
				k.before++
				if still {
					k.after++
				}
			}
		}
	}
	const part = "Obfuscation set: toxicity"
	if len(rows) == 0 {
		b.least(part, "flagged originals still flagged when obfuscated, all", 0, none(), 0.93, "%")
		return nil
	}
	for _, name := range byRank(toxic) {
		bar := none()
		if name == "all" {
			bar = 0.93
		}
		b.least(part, "flagged originals still flagged when obfuscated, "+name, toxic[name].before, share(toxic[name].after, toxic[name].before), bar, "%")
	}
	for _, name := range byRank(clean) {
		if name == "all" || !strings.Contains(name, ", ") {
			b.measured(part, "clean rows newly flagged when obfuscated, "+name, clean[name].before, share(clean[name].after, clean[name].before), "%")
		}
	}
	return nil
}

// byRank puts all first, then languages, methods, and methods by language.
func byRank(m map[string]*kept) []string {
	rank := func(name string) int {
		switch {
		case name == "all":
			return 0
		case slices.Contains([]string{"Ukrainian", "Russian", "English"}, name):
			return 1
		case !strings.Contains(name, ", "):
			return 2
		}
		return 3
	}
	return slices.SortedFunc(maps.Keys(m), func(x, y string) int {
		if d := rank(x) - rank(y); d != 0 {
			return d
		}
		return strings.Compare(x, y)
	})
}

// neutral counts false alarms on political posts that nobody abuses anybody in.
func (b *bench) neutral(all []Judged) {
	for _, l := range []struct {
		lang string
		most civility.Figure
	}{{"uk", 0.015}, {"ru", 0.03}} {
		rows := pick(all, func(j *Judged) bool { return j.Language == l.lang })
		flagged := 0
		var by [rozmova.Labels]int
		for _, j := range rows {
			if b.t.any(&j.Verdict) {
				flagged++
			}
			for label := range by {
				if b.t.flagged(&j.Verdict, rozmova.Label(label)) {
					by[label]++
				}
			}
		}
		part := languageName(l.lang) + ": neutral political posts"
		b.most(part, "flagged, toxicity", len(rows), share(by[rozmova.Toxicity], len(rows)), l.most, "%")
		b.most(part, "flagged, any label", len(rows), share(flagged, len(rows)), l.most, "%")
		b.measured(part, "flagged, participant", len(rows), share(by[rozmova.Participant], len(rows)), "%")
	}
}

// spans measures the marked words.
func (b *bench) spans(all []Judged) {
	n, f := spanF1(pick(all, func(j *Judged) bool { return j.Source == "toxic-spans" && j.Method == "" }))
	b.least("Marked words", "English, toxic-spans: F1 by character", n, f, 0.55, "")
	for _, lang := range []string{"uk", "ru", "en"} {
		n, f := spanF1(pick(all, func(j *Judged) bool {
			return j.Source == ownSource && j.Language == lang && j.Labels[rozmova.Toxicity] == 1
		}))
		b.measured("Marked words", languageName(lang)+", own set-aside, toxic rows: F1 by character", n, f, "")
	}
}

// synthetic reports whether a row was put together from a template, which says little of real comments.
func synthetic(r *Row) bool {
	return r.Origin == "template" || r.Source == "madlibs" || r.Source == "rozmova-templates"
}

// judgedFor are the rows that the calibration of a label is looked at on: the project's own that are kept aside, and for
// toxicity the other development rows with it, but no templates and none obfuscated on purpose.
func judgedFor(all []Judged, lang string, l rozmova.Label) []Judged {
	return pick(all, func(j *Judged) bool {
		if j.Language != lang || j.Labels[l] < 0 || j.Method != "" {
			return false
		}
		if l == rozmova.Participant {
			return j.Source == ownSource
		}
		return !synthetic(j.Row)
	})
}

// calibration looks whether a score of 0.8 is right four times in five.
func (b *bench) calibration(all []Judged) {
	const part = "Calibration"
	for _, lang := range []string{"uk", "ru", "en"} {
		for _, l := range []rozmova.Label{rozmova.Participant, rozmova.Toxicity} {
			s := scored(judgedFor(all, lang, l), l)
			about := pick(s, func(x *civility.Scored) bool { return x.Score >= 0.75 && x.Score <= 0.85 })
			yes, _ := civility.Kinds(about)
			what := languageName(lang) + ", " + l.String()
			b.add(Bar{Part: part, What: what + ": true of those scored 0.75–0.85", N: len(about), Figure: share(yes, len(about)), Unit: "%", Least: 0.70, Most: 0.90})
			b.measured(part, what+": expected calibration error", len(s), civility.Figure(ECE(s)), "")
		}
	}
}
