package bench

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/richtext"
	"github.com/rozmova/rozmova/internal/web"
)

const usual = "Дякую за джерела: нарешті видно, хто що сказав і через кого.\n\n> Жодного тижня ми не чекали на гроші\n\nА чи є десь сам " +
	"**протокол випробувань**, не переказ? Ось тут є [сторінка ради](https://example.org/rada/mist) — та його там немає.\n\n" +
	"- перша черга\n- друга черга"

// BenchmarkComment measures one comment: from what was typed to blocks, from blocks to HTML, and into its place on a page.
func BenchmarkComment(b *testing.B) {
	limits := richtext.CommentLimits{Runes: 5000, Links: 5}
	body, err := richtext.Comment(usual, limits)
	must(b, err)
	options := richtext.Options{Lang: "uk", Untrusted: true, Typeset: true}
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			clean, err := lang.Clean(usual)
			must(b, err)
			_, err = richtext.Comment(clean, limits)
			must(b, err)
		}
	})
	b.Run("html", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = richtext.HTML(body, options)
		}
	})
	b.Run("fragment", func(b *testing.B) {
		bundle, err := i18n.Load()
		must(b, err)
		assets, err := web.BuildAssets()
		must(b, err)
		render, err := web.NewRenderer(bundle, assets, time.UTC)
		must(b, err)
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		view := web.CommentView{
			ID: rozmova.NewID[rozmova.Comment](now), Root: rozmova.NewID[rozmova.Comment](now), Parent: rozmova.NewID[rozmova.Comment](now),
			Story: "mist", Depth: 1, Created: now, Revision: 1, State: rozmova.Published, Language: "uk", To: "Читач",
			Author: web.AuthorView{PenName: "Читачка"}, Body: richtext.HTML(body, options), May: web.CommentMay{Answer: true, Report: true},
		}
		b.ReportAllocs()
		for b.Loop() {
			view.Seq++ // never the same twice
			_, err := render.Fragment("uk", "comment", view)
			must(b, err)
		}
	})
}
