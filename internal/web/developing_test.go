package web_test

import (
	"bufio"
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

const additionsDesk = "/desk/stories/mist/additions"

func TestAnEditorAddsToAStory(t *testing.T) {
	b := newBureau(t)
	editor, reader := b.browser("editor"), b.browser("reader")
	reader.get("/stories/mist").must("before", 200).mustNot("nor", `id="additions"`)
	editor.get(additionsDesk).must("an ordinary story", 200, b.words("addition.not_developing"))
	add := url.Values{"do": {"add"}, "body": {"Рух відкрито."}, "nonce": {"n1"}}
	editor.post(additionsDesk, add).must("not yet", 409, b.words("error.addition.closed"), "Рух відкрито.")
	editor.post(additionsDesk, url.Values{"do": {"order"}, "order": {"newest"}}).must("begin", 303)
	reader.get("/stories/mist").must("begun", 200, b.words("addition.none"), `"LiveBlogPosting"`)
	b.later(time.Minute)
	editor.post(additionsDesk, add).must("add", 303)
	editor.post(additionsDesk, add).must("the same form again", 303)
	b.later(time.Minute)
	editor.post(additionsDesk, url.Values{"do": {"add"}, "body": {"<b>Друге</b> слово"}, "title": {"Заголовок"}, "byline": {"Від моста"}, "nonce": {"n2"}}).must("another", 303)
	page := reader.get("/stories/mist").must("two", 200, "Рух відкрито.", "<b>Друге</b> слово", "Від моста", "Редакторка", "liveBlogUpdate", b.words("addition.newest"))
	if strings.Index(page.body, "Друге") > strings.LastIndex(page.body, "Рух відкрито.") || strings.Count(page.body, `class="addition"`) != 2 {
		t.Errorf("the newest is not first, or sent twice: %.3000s", page.text())
	}
	ids := regexp.MustCompile(`id="a-([0-9a-f-]{36})"`).FindAllStringSubmatch(page.body, -1)
	second, first := ids[0][1], ids[1][1]
	if to := reader.get("/stories/mist/additions/"+first).must("its address", 303).to(); to != "/stories/mist#a-"+first {
		t.Errorf("an addition leads to %s", to)
	}
	reader.get("/stories/mist/additions/"+b.story.ID.String()).must("none such", 404)

	editor.post(additionsDesk, url.Values{"do": {"change"}, "id": {first}, "body": {"Рух відкрито однією смугою."}}).must("without a reason", 422, b.words("error.addition.note_missing"), "однією смугою")
	b.later(time.Minute)
	editor.post(additionsDesk, url.Values{"do": {"change"}, "id": {first}, "body": {"Рух відкрито однією смугою."}, "note": {"Смуга одна."}}).must("change", 303)
	editor.post(additionsDesk, url.Values{"do": {"take_back"}, "id": {second}, "note": {"Не підтвердилося."}}).must("take back", 303)
	reader.get("/stories/mist").must("changed and taken back", 200, "однією смугою", "Смуга одна.", "Не підтвердилося.").mustNot("nor", "Друге", "Від моста</b>")
	for _, format := range []string{"atom", "rss", "json"} {
		reader.get("/feed."+format).must("the feed", 200, b.clock().UTC().Format("2006-01-02T15:04:05Z"))
	}
	b.later(time.Minute)
	editor.post(additionsDesk, url.Values{"do": {"order"}, "order": {"no"}}).must("close", 303)
	reader.get("/stories/mist").must("closed", 200, b.words("addition.title_closed"), "однією смугою", "coverageEndTime").mustNot("nor", b.words("addition.none"))
	editor.post(additionsDesk, url.Values{"do": {"order"}, "order": {"best"}}).must("no such order", 422, b.words("error.story.developing"))
	editor.post(additionsDesk, url.Values{"do": {"dance"}}).must("nothing that there is", 422)
	reader.post(additionsDesk, add).must("by a reader", 403)
	reader.get(additionsDesk).must("for a reader", 403)
}

func TestManyAdditionsAreTurnedOver(t *testing.T) {
	b := newBureau(t)
	editor, reader := b.browser("editor"), b.browser("reader")
	editor.post(additionsDesk, url.Values{"do": {"order"}, "order": {"oldest"}}).must("begin", 303)
	for i := range 23 {
		b.later(time.Minute)
		editor.post(additionsDesk, url.Values{"do": {"add"}, "body": {"Доповнення " + strings.Repeat("i", i+1) + "."}}).must("add", 303)
	}
	page := reader.get("/stories/mist").must("the first part", 200, b.words("addition.later"), "data-elsewhere")
	more := regexp.MustCompile(`href="(/stories/mist\?additions=[^"#]+)`).FindStringSubmatch(page.body)
	if more == nil || strings.Count(page.body, `class="addition"`) != 20 {
		t.Fatalf("no way on: %.2000s", page.text())
	}
	rest := reader.get(html.UnescapeString(more[1])).must("the second part", 200, b.words("addition.first"), strings.Repeat("i", 23)+".").mustNot("nor", "data-elsewhere")
	last := regexp.MustCompile(`id="a-([0-9a-f-]{36})"`).FindAllStringSubmatch(rest.body, -1)
	if len(last) != 3 {
		t.Fatalf("%d additions on the second part", len(last))
	}
	if to := reader.get("/stories/mist/additions/"+last[2][1]).must("where one of them stands", 303).to(); to != html.UnescapeString(more[1])+"#a-"+last[2][1] {
		t.Errorf("an addition leads to %s", to)
	}
	reader.get("/stories/mist?additions=nonsense").must("a part that there is not", 200, "Доповнення i.")
	editor.get(additionsDesk).must("the desk", 200, strings.Repeat("i", 23)+".", b.words("addition.earlier"))
}

// TestOpenPagesHearOfAdditions: each once, as it stands now, in the language of the page.
func TestOpenPagesHearOfAdditions(t *testing.T) {
	b := newBureau(t)
	editor := b.browser("editor")
	editor.post(additionsDesk, url.Values{"do": {"order"}, "order": {"newest"}}).must("begin", 303)
	editor.post(additionsDesk, url.Values{"do": {"add"}, "body": {"Рух відкрито."}}).must("add", 303)
	var id rozmova.ID[rozmova.Addition]
	b.must(b.db.View(t.Context(), func(tx *store.Tx) error {
		list, err := tx.Additions(b.story.ID, true, store.Cursor[rozmova.Addition]{}, 1)
		id = list[0].ID
		return err
	}))
	b.later(time.Minute)
	editor.post(additionsDesk, url.Values{"do": {"take_back"}, "id": {id.String()}, "note": {"Ні."}}).must("take back", 303)
	server := httptest.NewServer(b.web)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/threads/"+b.story.Thread.String()+"/live?lang=en&after=0", http.NoBody)
	b.must(err)
	w, err := server.Client().Do(r)
	b.must(err)
	defer w.Body.Close()
	var got []string
	in := false
	for lines := bufio.NewScanner(w.Body); lines.Scan(); {
		line := lines.Text()
		if line == "event: addition" {
			in = true
			got = append(got, "")
		}
		if in && strings.HasPrefix(line, "data: ") {
			got[len(got)-1] += strings.TrimPrefix(line, "data: ")
		}
		if in && line == "" {
			break
		}
	}
	if len(got) != 1 || !strings.Contains(got[0], `id="a-`+id.String()) || !strings.Contains(got[0], "Taken back") || strings.Contains(got[0], "Рух") {
		t.Errorf("heard %q", got)
	}
}
