package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

// decidedList is the key of the list of what was decided about last.
const decidedList = "decided"

// queuePage makes the page of the list that is asked for or, where none is, of the first in which something waits.
func (s *Server) queuePage(r *http.Request) (*DeskPage, error) {
	v := visitOf(r.Context())
	f := readFilter(r.URL.Query())
	if err := s.findStory(r, &f); err != nil {
		return nil, err
	}
	lists, err := s.deskCounts(r.Context(), v.reader)
	if err != nil {
		return nil, err
	}
	list := r.URL.Query().Get("list")
	if !slices.ContainsFunc(lists, func(t DeskTab) bool { return t.Key == list }) {
		list = string(rozmova.HeldList)
		if i := slices.IndexFunc(lists, func(t DeskTab) bool { return t.Count > 0 }); i >= 0 {
			list = lists[i].Key
		}
	}
	page, err := s.deskPage(r, list)
	if err != nil {
		return nil, err
	}
	page.Lists = lists
	if list == decidedList {
		page.First = "/desk?list=" + list
		cards, err := s.o.Moderation.Decided(r.Context(), v.reader, deskCards)
		if err != nil {
			return nil, err
		}
		for i := range cards {
			page.Items = append(page.Items, s.deskItem(v, &cards[i]))
		}
		return page, nil
	}
	f.List, f.Limit = rozmova.QueueList(list), deskCards
	queue, err := s.o.Moderation.Queue(r.Context(), v.reader, f)
	if err != nil {
		return nil, err
	}
	page.First = filterPath(f, "")
	if queue.Next != "" {
		page.Next = filterPath(f, queue.Next)
	}
	if page.Filter, err = s.viewFilter(r, &f); err != nil {
		return nil, err
	}
	for i := range queue.Cards {
		card := &queue.Cards[i]
		if i == 0 && f.After == "" { // the one that is read first is there whole at once; the others come as they are gone to
			if whole, err := s.o.Moderation.Card(r.Context(), v.reader, card.Comment.ID); err == nil {
				whole.Since = card.Since
				whole.Queued = append(slices.Clone(card.Queued), whole.Queued...)
				card = whole
			}
		}
		item := s.deskItem(v, card)
		s.withLadder(r, card, &item)
		if item.Whole {
			s.withColleagues(r, card, &item)
		}
		page.Items = append(page.Items, item)
	}
	if queue.More {
		page.Searched = queue.Searched
	}
	return page, nil
}

// readFilter reads what a list is narrowed by from the address; what cannot be read narrows nothing.
func readFilter(q url.Values) moderation.Filter {
	f := moderation.Filter{
		Section: rozmova.Slug(q.Get("section")), Rule: q.Get("rule"), Language: q.Get("language"), Label: q.Get("label"), Text: strings.TrimSpace(q.Get("q")),
		Mine: q.Get("mine") == "1", After: q.Get("after"),
	}
	if id, err := rozmova.ParseID[rozmova.Story](q.Get("story")); err == nil {
		f.Story = id
	}
	if n, err := strconv.ParseFloat(strings.Replace(q.Get("score"), ",", ".", 1), 32); err == nil && n > 0 && n <= 1 {
		f.MinScore = float32(n)
	}
	if n, err := strconv.Atoi(q.Get("older")); err == nil && n > 0 && n < 1_000_000 {
		f.OlderThan = time.Duration(n) * time.Hour
	}
	return f
}

// findStory narrows a list to the story whose address or slug was typed. Where there is none, nothing is under it.
func (s *Server) findStory(r *http.Request, f *moderation.Filter) error {
	text := strings.TrimSpace(r.URL.Query().Get("story"))
	if text == "" || !f.Story.IsZero() {
		return nil
	}
	text, _, _ = strings.Cut(text, "#")
	text, _, _ = strings.Cut(text, "?")
	reading, err := s.o.Newsroom.Read(r.Context(), rozmova.Slug(path.Base(strings.TrimRight(text, "/"))))
	if errors.Is(err, rozmova.NotFound) {
		f.Story = rozmova.ID[rozmova.Story]{15: 1} // no story has it
		return nil
	}
	if err == nil {
		f.Story = reading.Story.ID
	}
	return err
}

// filterPath is the site path of a list narrowed in that way, from after a place on.
func filterPath(f moderation.Filter, after string) string {
	q := url.Values{"list": {string(f.List)}}
	for name, value := range map[string]string{"section": string(f.Section), "rule": f.Rule, "language": f.Language, "label": f.Label, "q": f.Text, "after": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if !f.Story.IsZero() {
		q.Set("story", f.Story.String())
	}
	if f.MinScore > 0 {
		q.Set("score", hundredths(f.MinScore))
	}
	if f.OlderThan > 0 {
		q.Set("older", strconv.Itoa(int(f.OlderThan/time.Hour)))
	}
	if f.Mine {
		q.Set("mine", "1")
	}
	return "/desk?" + q.Encode()
}

func hundredths(score float32) string { return fmt.Sprintf("%.2f", score) }

func (s *Server) viewFilter(r *http.Request, f *moderation.Filter) (FilterView, error) {
	v := visitOf(r.Context())
	view := FilterView{
		Text: f.Text, Section: f.Section, Rule: f.Rule, Language: f.Language, Languages: []string{"uk", "ru", "en", "other"}, Label: f.Label, Mine: f.Mine,
	}
	for l := range rozmova.Labels {
		view.Labels = append(view.Labels, l)
	}
	if f.MinScore > 0 {
		view.Score = hundredths(f.MinScore)
	}
	if f.OlderThan > 0 {
		view.Older = strconv.Itoa(int(f.OlderThan / time.Hour))
	}
	sections, err := s.o.Newsroom.Sections(r.Context())
	if err != nil {
		return view, err
	}
	for _, slug := range sections {
		if v.reader.HasFor(rozmova.Moderator, slug) {
			view.Sections = append(view.Sections, s.sectionLink(v.lang, slug))
		}
	}
	if view.StoryText = strings.TrimSpace(r.URL.Query().Get("story")); !f.Story.IsZero() {
		reading, err := s.o.Newsroom.ReadByID(r.Context(), f.Story)
		if err != nil && !errors.Is(err, rozmova.NotFound) {
			return view, err
		}
		if err == nil {
			story := refOf(reading.Story)
			view.Story, view.StoryText = &story, string(story.Slug)
		}
	}
	view.NoStory = view.Story == nil && view.StoryText != ""
	empty := *f
	empty.List, empty.Limit, empty.After = "", 0, ""
	view.Open = empty != moderation.Filter{}
	return view, nil
}
