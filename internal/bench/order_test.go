package bench

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rozmova/rozmova/internal/discussion"
)

// BenchmarkOrders measures the first page of a short and of a very long discussion in each order, as it is made for those
// who are not signed in, and one page further on: queries, processor time and bytes. Filling the store takes a minute.
func BenchmarkOrders(b *testing.B) {
	f := fill(b, b.TempDir(), "", 100, 100_000)
	c := count(b, f, 0)
	for _, t := range f.Threads[:2] {
		for _, order := range discussion.Orders() {
			b.Run(fmt.Sprintf("comments=%d/%s", t.Comments, order), func(b *testing.B) {
				b.ReportAllocs()
				var queries int64
				var length, shown int
				before := processor()
				for b.Loop() {
					w, n := c.page(b, "/stories/"+t.Slug+"?order="+string(order), "")
					queries, length, shown = n, w.Body.Len(), strings.Count(w.Body.String(), "<article class=\"comment")
				}
				b.ReportMetric(float64((processor()-before).Microseconds())/float64(b.N), "processor-µs/op")
				b.ReportMetric(float64(queries), "queries/op")
				b.ReportMetric(float64(length), "body-bytes")
				b.ReportMetric(float64(shown), "shown")
			})
		}
	}
}
