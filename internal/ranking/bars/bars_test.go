package bars

import (
	"bytes"
	"compress/gzip"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestBars holds every bar on the shared conversations.
func TestBars(t *testing.T) {
	data := os.Getenv("ROZMOVA_DATA")
	if data == "" {
		t.Skip("bridging data: ROZMOVA_DATA names no folder")
	}
	if testing.Short() {
		t.Skip("measures for some seconds")
	}
	sets, err := Load(filepath.Join(data, "bridging"))
	if err != nil || len(sets) != 3 {
		t.Fatalf("%d conversations, %v", len(sets), err)
	}
	checkSplits(t, sets)
	r := (&Harness{Sets: sets}).Run() // times are benchmarks of the package above
	for _, b := range r.Bars {
		if b.Met == "no" {
			t.Errorf("%s, %s: %v, want %v to %v", b.Set, b.What, b.Figure, b.Least, b.Most)
		}
	}
	count := map[string]int{}
	for _, b := range r.Bars {
		count[b.Met]++
	}
	if count["yes"] != 45 {
		t.Errorf("%d bars are met, there are 45 without those of time", count["yes"])
	}
	if len(r.Plots) != 4 {
		t.Errorf("%d drawings", len(r.Plots))
	}
}

// checkSplits compares the splits with the counts that the data's README gives.
func checkSplits(t *testing.T, sets []*Set) {
	t.Helper()
	for i, want := range [][3]int{{9901, 9939, 9878}, {3446, 3387, 3484}, {14611, 14822, 14868}} {
		for seed, n := range want {
			if _, out := sets[i].masked(seed); len(out) != n {
				t.Errorf("%s, seed %d: %d held out, want %d", sets[i].Name, seed, len(out), n)
			}
		}
	}
}

// TestBarsFail: a conversation whose order is not what its reference says misses its bars.
func TestBarsFail(t *testing.T) {
	dir := t.TempDir()
	var votes, reference strings.Builder
	votes.WriteString("comment_id,voter_id,vote,ts_ms\n")
	reference.WriteString("comment_id,votes,gac\n")
	for c := range 12 {
		for u := range 20 {
			up := "1"
			if u < c {
				up = "-1"
			}
			votes.WriteString(strings.Join([]string{itoa(c), itoa(u), up, ""}, ",") + "\n")
		}
		reference.WriteString(itoa(c) + ",20," + itoa(c) + "\n") // the worse, the higher
	}
	write(t, dir, "X-made.votes.csv", votes.String())
	write(t, dir, "X-made.reference.csv", reference.String())
	sets, err := Load(dir)
	if err != nil || len(sets) != 1 {
		t.Fatal(sets, err)
	}
	h := &Harness{Sets: sets}
	r := h.Run()
	if h.times(r); r.Missed() != 2 {
		t.Errorf("%d bars are missed", r.Missed())
	}
	var clock time.Duration
	h.Busy = func() time.Duration { clock += time.Second; return clock }
	h.timed(r, []size{{1000, 999}, {2000, 1000}})
	missed := map[string]bool{}
	for _, b := range r.Bars {
		if b.Met == "no" {
			missed[b.Set+" "+b.What] = true
		}
	}
	if r.Missed() != 4 || !missed["X Spearman with GAC"] || !missed["mean Spearman with GAC"] || !missed["all one vote, its score renewed: 99th percentile"] {
		t.Errorf("missed: %v", missed)
	}
	if page := r.Markdown(); !strings.Contains(page, "| Spearman with GAC | X | -1 | ≥ 0.800 | no | – | – | – |") {
		t.Errorf("page:\n%s", page)
	}
}

func itoa(n int) string { return string(appendInt(nil, n)) }

func appendInt(b []byte, n int) []byte {
	if n > 9 {
		b = appendInt(b, n/10)
	}
	return append(b, byte('0'+n%10))
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestMetrics compares with values worked out by hand.
func TestMetrics(t *testing.T) {
	x, y := []float64{1, 2, 2, 4}, []float64{1, 3, 2, 4}
	if got := spearman(x, y); math.Abs(got-4.5/math.Sqrt(4.5*5)) > 1e-12 { // ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4
		t.Errorf("Spearman %v", got)
	}
	if got := kendall(x, y); math.Abs(got-5/math.Sqrt(5*6)) > 1e-12 { // of six pairs five agree, one is tied in x
		t.Errorf("Kendall %v", got)
	}
	s := &Set{Comments: []int64{1, 2}, Groups: map[int64]string{}}
	var rows []Row
	for u := range int64(20) {
		s.Groups[u] = "a"
		if u >= 10 {
			s.Groups[u] = "b"
		}
		up := 1
		if u < 10 && u%2 == 1 { // half of a, all of b, agree with 1
			up = 0
		}
		rows = append(rows, Row{Comment: 1, Voter: u, Up: up})
		if u < 10 { // nobody of b voted on 2
			rows = append(rows, Row{Comment: 2, Voter: u, Up: 1})
		}
	}
	share, precision := s.worst([]int64{1, 2}, rows)
	if share != 0.75 || precision != 0.5 {
		t.Errorf("worst camp %v, precision %v", share, precision)
	}
}

func TestBallots(t *testing.T) {
	for _, tt := range []struct {
		text string
		want FileError
	}{
		{"", FileError{Kind: Empty}},
		{"comment_id,voter_id,vote\n", FileError{Kind: Empty}},
		{"comment,voter,vote\n1,1,1\n", FileError{Kind: Columns, Line: 1}},
		{"comment_id,voter_id,vote\n1,1,2\n", FileError{Kind: Value, Line: 2, Text: "2"}},
		{"comment_id,voter_id,vote\n1,1,\n", FileError{Kind: Value, Line: 2}},
		{"comment_id,voter_id,vote\n1,,1\n", FileError{Kind: NoKey, Line: 2}},
		{"comment_id,voter_id,vote,ts_ms\n1,2,1,noon\n", FileError{Kind: Time, Line: 2, Text: "noon"}},
		{"comment_id,voter_id,vote\n1,1,1\n2,1,1\n1,1,0\n", FileError{Kind: Duplicate, Line: 4, Before: 2}},
		{"comment_id,voter_id,vote\n1,1\n", FileError{Kind: Broken, Line: 2, Text: "wrong number of fields"}},
		{"\x1f\x8bno gzip at all", FileError{Kind: Broken, Text: "gzip: invalid header"}},
	} {
		_, err := Ballots(strings.NewReader(tt.text))
		var got *FileError
		if !errors.As(err, &got) || *got != tt.want {
			t.Errorf("%q: %+v, want %+v", tt.text, err, tt.want)
		}
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte("\uFEFFvote,voter_id,comment_id,note\n-1,ann,10,x\n+1,bob,9,y\n"))
	_ = z.Close()
	got, err := Ballots(&packed)
	if err != nil || len(got) != 2 || got[0] != (Ballot{"10", "ann", -1}) || got[1] != (Ballot{"9", "bob", 1}) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := Ballots(bytes.NewReader(packed.Bytes())); err == nil {
		t.Error("nothing is read twice")
	}
	ranked, _ := Rank(got, []Ballot{{"11", "cid", 0}})
	if len(ranked) != 3 || ranked[0].Comment != "9" {
		t.Errorf("%+v", ranked)
	}
}
