package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
)

// ruleVersion shows one version of a house rule and what it changed.
func (s *Server) ruleVersion(r *http.Request) (*answer, error) {
	v := visitOf(r.Context())
	all, err := s.o.Moderation.Rules(r.Context())
	if err != nil {
		return nil, err
	}
	key := r.PathValue("key")
	all = slices.DeleteFunc(slices.Clone(all), func(rule rozmova.Rule) bool { return rule.Key != key })
	at := slices.IndexFunc(all, func(rule rozmova.Rule) bool { return strconv.Itoa(rule.Version) == r.PathValue("version") })
	if at < 0 {
		return nil, rozmova.NotFound
	}
	rule := all[at] // the newest version comes first
	title, text := rozmova.In(rule.Title, v.lang), rozmova.In(rule.Text, v.lang)
	page := &RulePage{
		Frame: s.frame(r, title), Key: key, Version: rule.Version, Newest: all[0].Version, Since: rule.Since,
		Title: DiffWords(title, title), Text: DiffWords(text, text),
	}
	page.Canonical = s.o.Origin + LocalPath(v.lang, "/rules/"+key+"/"+strconv.Itoa(rule.Version))
	if at > 0 {
		page.Newer, page.Until = all[at-1].Version, all[at-1].Since
	}
	if at+1 < len(all) {
		before := all[at+1]
		page.Older = before.Version
		page.Title, page.Text = DiffWords(rozmova.In(before.Title, v.lang), title), DiffWords(rozmova.In(before.Text, v.lang), text)
	}
	return &answer{name: "rule", data: page, shows: [][16]byte{everything}}, nil
}

func (s *Server) deskRules(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	rules, _, err := s.o.Moderation.RulesToEdit(r.Context(), v.reader)
	if err != nil {
		return err
	}
	p := s.printer(v.lang)
	page := &DeskRulesPage{DeskFrame: s.deskFrame(r, "rules", p.T("rules.edit_title"))}
	if r.URL.Query().Get("done") == "saved" {
		page.Flash = &Flash{Text: p.T("rules.saved")}
	}
	for _, rule := range rules {
		page.Rules = append(page.Rules, RuleView{Key: rule.Key, Version: rule.Version, Title: rozmova.In(rule.Title, v.lang), Text: rozmova.In(rule.Text, v.lang), Since: rule.Since})
	}
	return s.show(w, r, http.StatusOK, "desk-rules", page)
}

func (s *Server) ruleForm(w http.ResponseWriter, r *http.Request) error {
	rules, languages, err := s.o.Moderation.RulesToEdit(r.Context(), visitOf(r.Context()).reader)
	if err != nil {
		return err
	}
	rule := rozmova.Rule{}
	if key := r.URL.Query().Get("key"); key != "" {
		at := slices.IndexFunc(rules, func(rule rozmova.Rule) bool { return rule.Key == key })
		if at < 0 {
			return rozmova.NotFound
		}
		rule = rules[at]
	}
	return s.showRule(w, r, http.StatusOK, rule, languages, rule.Version, nil, nil)
}

// setRule saves a rule, or shows what would change: of the field say.
func (s *Server) setRule(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	rules, languages, err := s.o.Moderation.RulesToEdit(r.Context(), v.reader)
	if err != nil {
		return err
	}
	rule := rozmova.Rule{Key: strings.TrimSpace(r.PostFormValue("key")), Title: map[rozmova.Locale]string{}, Text: map[rozmova.Locale]string{}}
	for _, l := range languages {
		rule.Title[l], rule.Text[l] = r.PostFormValue("title-"+string(l)), r.PostFormValue("text-"+string(l))
	}
	seen, err := strconv.Atoi(r.PostFormValue("seen"))
	if err != nil || seen < 0 {
		seen = 0
	}
	var now rozmova.Rule
	if at := slices.IndexFunc(rules, func(rule2 rozmova.Rule) bool { return rule2.Key == rule.Key }); at >= 0 {
		now = rules[at]
	}
	preview := r.PostFormValue("say") == "preview"
	var sound rozmova.Rule
	if preview {
		sound, err = s.o.Moderation.CheckRule(rule)
	} else {
		_, err = s.o.Moderation.SetRule(r.Context(), v.reader, rule, seen)
	}
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		var changes []RuleChanges
		if errors.Is(err, rozmova.Conflict) {
			seen = now.Version // whoever sends it again has been told, and sees the differences
			if sound, err := s.o.Moderation.CheckRule(rule); err == nil {
				changes = ruleChanges(now, sound, languages)
			}
		}
		return s.showRule(w, r, code, rule, languages, seen, errs, changes)
	}
	if err != nil {
		return err
	}
	if preview {
		return s.showRule(w, r, http.StatusOK, rule, languages, seen, nil, ruleChanges(now, sound, languages))
	}
	return s.seeOther(w, r, "/desk/rules?"+url.Values{"done": {"saved"}}.Encode())
}

func ruleChanges(before, after rozmova.Rule, languages []rozmova.Locale) (all []RuleChanges) {
	for _, l := range languages {
		all = append(all, RuleChanges{l, DiffWords(before.Title[l], after.Title[l]), DiffWords(before.Text[l], after.Text[l])})
	}
	return all
}

func (s *Server) showRule(w http.ResponseWriter, r *http.Request, code int, rule rozmova.Rule, languages []rozmova.Locale, seen int, errs FieldErrors, changes []RuleChanges) error {
	v := visitOf(r.Context())
	title := s.printer(v.lang).T("rules.new")
	if seen > 0 {
		title = rozmova.In(rule.Title, v.lang)
	}
	page := &RuleFormPage{DeskFrame: s.deskFrame(r, "rules", title), Key: rule.Key, Seen: seen, Changes: changes, Errors: errs}
	for _, l := range languages {
		page.Fields = append(page.Fields, RuleFields{l, rule.Title[l], rule.Text[l]})
	}
	return s.show(w, r, code, "desk-rule", page)
}

// writesRules reports whether somebody may change the house rules.
func writesRules(p *rozmova.Reader) bool { return p.HasFor(rozmova.Senior, "") }
