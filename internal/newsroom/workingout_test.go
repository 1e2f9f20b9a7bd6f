package newsroom_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/rozmovatest"
)

func TestWhatIsForTheNewsroomStaysThere(t *testing.T) {
	r := newRoom(t, rozmovatest.SQLite(t))
	ctx, by := t.Context(), r.editor("Редакторка", "")
	w := r.begin(by, reportText)
	slug := w.Story.Slug
	var outer []newsroom.Marked
	for _, m := range w.Statements {
		if m.Within == "" {
			outer = append(outer, m)
		}
	}
	for i, record := range []rozmova.Record{rozmova.OffRecord, rozmova.Background} {
		m := outer[len(outer)-1-i]
		c := w.CardOf(&m)
		c.Record, c.Evidence = record, "запис-17.mp3"
		if record == rozmova.Background {
			c.Role, c.Unnamed = "посадовиця міської ради", "Боїться за місце."
		}
		var err error
		if w, err = r.Confirm(ctx, by, slug, m.Key, m.Turn, c); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.PublishWorking(ctx, by, slug, w.Version); err != nil {
		t.Fatal(err)
	}
	read, err := r.Read(ctx, slug)
	if err != nil || len(read.Story.Statements) != 1 {
		t.Fatalf("%v: %+v", err, read.Story.Statements)
	}
	st := read.Story.Statements[0]
	src := read.Story.SourceByKey(st.Speaker)
	if st.Evidence != "" || src.Name != "" || src.Anonymous != "Боїться за місце." || src.Role != "посадовиця міської ради" || !src.Entry.IsZero() || len(read.Story.Sources) != 1 {
		t.Errorf("readers see %+v of %+v", st, read.Story.Sources)
	}
	w, err = r.Working(ctx, by, slug)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.DiscardWorking(ctx, by, slug, w.Version, newsroom.FromPublic); err != nil {
		t.Fatal(err)
	}
	if w, err = r.Working(ctx, by, slug); err != nil {
		t.Fatal(err)
	}
	kept := 0
	for _, m := range w.Statements {
		if m.Evidence == "запис-17.mp3" && w.CardOf(&m).Speaker != "" && m.State == newsroom.Confirmed {
			kept++
		}
	}
	if kept != 2 {
		t.Errorf("%d of two keep what is for the newsroom: %+v", kept, w.Statements)
	}
}

func TestWorkingIsToldOfAFile(t *testing.T) {
	r := newRoom(t, rozmovatest.SQLite(t))
	ctx, by := t.Context(), r.editor("Редакторка", "")
	text := "---\nheadline: Міст\nslug: mist-2\n---\nОдин абзац про міст.\n"
	r.publish(text, newsroom.PublishOptions{})
	w, err := r.Working(ctx, by, "mist-2")
	if err != nil || w.Version != 0 || !w.Public {
		t.Fatalf("%v %+v", err, w)
	}
	typed := w.WorkingText()
	typed.Body += "\n\nДругий абзац."
	if w, err = r.SaveText(ctx, by, "mist-2", 0, typed); err != nil {
		t.Fatal(err)
	}
	r.publish(strings.Replace(text, "Один", "Іще один", 1), newsroom.PublishOptions{Replace: true})
	if _, err := r.PublishWorking(ctx, by, "mist-2", w.Version); why(err) != "working.behind" {
		t.Errorf("over the file: %v", err)
	}
	if err := r.DiscardWorking(ctx, by, "mist-2", w.Version, newsroom.KeepMine); err != nil {
		t.Fatal(err)
	}
	p, err := r.PublishWorking(ctx, by, "mist-2", w.Version+1)
	if err != nil || len(p.Story.Body) != 2 || p.Revision != 3 {
		t.Errorf("kept: %v, %+v", err, p)
	}
	list, _, err := r.WorkingList(ctx, by, "", 10)
	if err != nil || len(list) != 2 || list[0].Working.Story.Slug != "mist-2" || list[0].Working.Version == 0 || list[1].Working.Version != 0 {
		t.Errorf("the list: %v %+v", err, list)
	}
}

// The sample: every statement is suggested, with its speaker.
func TestSampleIsSuggested(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "stories", "000_db73d7b45dd1dcaf.txt"))
	if err != nil {
		t.Skip("the shared texts are not here: ", err)
	}
	r := newRoom(t, rozmovatest.SQLite(t))
	w := r.begin(r.editor("Редакторка", ""), string(text))
	outer := 0
	for _, m := range w.Statements {
		if m.Within == "" {
			outer++
		}
	}
	if outer != 13 || len(w.Developments) != 1 || len(w.LeftOut) != 1 || len(w.Body) != 12 {
		t.Errorf("%d statements, %d dates, %d left out, %d paragraphs", outer, len(w.Developments), len(w.LeftOut), len(w.Body))
	}
	t.Logf("%+v", w.Developments)
}
