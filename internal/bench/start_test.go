package bench

import (
	"context"
	"testing"
	"time"

	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/web"
)

// BenchmarkStart measures what the program does before it answers, part by part; whole is all of it.
func BenchmarkStart(b *testing.B) {
	f := fill(b, b.TempDir(), "", 10_000)
	bundle, err := i18n.Load()
	must(b, err)
	assets, err := web.BuildAssets()
	must(b, err)
	for _, part := range []struct {
		name string
		do   func() error
	}{
		{"words", func() error { _, err := i18n.Load(); return err }},
		{"assets", func() error { _, err := web.BuildAssets(); return err }},
		{"templates", func() error { _, err := web.NewRenderer(bundle, assets, time.UTC); return err }},
		{"store", func() error {
			db, err := store.Open(context.Background(), store.Options{Dir: f.Dir})
			if err != nil {
				return err
			}
			return db.Close()
		}},
		{"whole", func() error {
			a, err := app.New(context.Background(), f.config(), app.Options{})
			if err != nil {
				return err
			}
			return a.Close()
		}},
	} {
		b.Run(part.name, func(b *testing.B) {
			b.ReportAllocs()
			began := processor()
			for b.Loop() {
				must(b, part.do())
			}
			b.ReportMetric(float64(processor()-began)/float64(b.N), "cpu-ns/op")
		})
	}
}
