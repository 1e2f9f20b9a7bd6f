// Package bench measures what people wait for and what an operator pays for: pages, posting, live streams, start and
// memory. It has tests only: benchmarks for one run of `go test -bench`, and TestLoad, which scripts/bench calls to put a
// real server under load and write the table of docs/benchmarks.md.
package bench
