package moderation_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// canaries are personal data as people write it; none of their parts behind the bar may come out.
var canaries = []string{
	"ira.koval@example.org|ira.koval", "+380 67 123-45-67|123-45", "(044) 123 45 67|123 45", "https://t.me/ira_koval|ira_koval", "@ira_koval_1990|ira_koval",
	"UA213223130000026007233566001|2600723", "4149 4991 1234 5678|4991", "3184710691|31847", "МЮ 123456|123456", "АА 1234 ВС|1234", "192.168.17.23|192.168",
	"2001:db8:85a3::8a2e:370:7334|", "вул. Шевченка, 15, кв. 3|Шевченк", "на вулиці Зеленій, буд. 7|Зелен", "Ірина Петрівна Ковальчук|Петрівн", "Іван Петрович|Петрович", "І. П. Шевченко|Шевченк",
	"Шевченко І. П.|Шевченк", "Олена Ковальчук|Ковальчук", "Марію Бондаренко|Бондаренк", "пані Ганною|Ганн", "Mr Smith|Smith", "Сергей Иванов|Иванов", "Соняшник|Соняшник", "Соняшником|Соняшник",
}

var cases = []string{
	"Коментар ображає учасницю розмови: %s.", "У коментарі названо %s, і згоди на це не було.", "The comment insults another participant, %s, with a slur.", "%s", "Погроза фізичною розправою: «%s»!",
	"Тричі той самий текст із посиланням %s під різними матеріалами",
}

func TestStatementsValidate(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	rungs := map[rozmova.Action]rozmova.Rung{rozmova.Warn: rozmova.WarningRung, rozmova.CoolDown: rozmova.CoolDownRung, rozmova.Suspend: rozmova.SuspensionRung, rozmova.Ban: rozmova.BanRung}
	actions := []rozmova.Action{rozmova.Hold, rozmova.Remove, rozmova.Warn, rozmova.CoolDown, rozmova.Suspend, rozmova.Ban}
	sources := []rozmova.DecisionSource{
		rozmova.Voluntary, rozmova.ByReport, rozmova.ByNotice, rozmova.ByFlagger, rozmova.ByAuthority, rozmova.ByAppeal, rozmova.ByNumbers, "",
	}
	seen := map[string]bool{}
	for i := range 1000 {
		at := rozmovatest.Noon.Add(time.Duration(r.IntN(1_000_000)) * time.Second)
		canary, secret, _ := strings.Cut(pick(canaries), "|")
		d := &rozmova.Decision{
			ID: rozmova.NewID[rozmova.Decision](at), Action: actions[r.IntN(len(actions))], Rule: pick([]string{"respect", "threats", "privacy", "spam", "own-rule"}), Version: 1 + r.IntN(200),
			Facts: fmt.Sprintf(pick(cases), canary), Source: sources[r.IntN(len(sources))], Automatic: r.IntN(4) == 0, At: at,
		}
		if r.IntN(3) == 0 {
			d.Model, d.Label, d.Score = "m1", rozmova.Participant, 0.9
		}
		rule := "Не ображайте інших. Пишіть про те, що сказано, а не про того, хто сказав. "
		switch i % 50 {
		case 0:
			d.Facts = ""
		case 1:
			d.Facts = strings.Repeat(d.Facts+" ", 300)
		case 2:
			rule = strings.Repeat(rule, 40)
		}
		if r.IntN(5) == 0 {
			d.Ground, d.Law, d.Rule, d.Version = rozmova.ByLaw, "ст. 161 Кримінального кодексу України", "", 0
		}
		reasons := &rozmova.Reasons{Decision: d.ID, RuleTitle: "Повага до співрозмовника", RuleText: rule}
		if rung := rungs[d.Action]; rung != rozmova.NoRung {
			d.Scope, reasons.Rung, reasons.Ends = rozmova.OfReader, rung, at.Add(time.Duration(1+r.IntN(9000))*time.Hour)
		}
		s, err := moderation.NewStatement(&moderation.Told{
			Decision: d, Source: d.Source, Reasons: reasons, Written: at.Add(-time.Hour), Language: pick([]string{"uk", "ru", "en", ""}),
			Category: pick([]string{"", "STATEMENT_CATEGORY_VIOLENCE", "nonsense"}), Names: []string{"Соняшник", ""}, Origin: "https://news.example",
		})
		if err != nil {
			t.Fatalf("statement %d of %+v: %v", i, d, err)
		}
		if seen[s.Puid] {
			t.Errorf("the puid %s is there twice", s.Puid)
		}
		seen[s.Puid] = true
		for _, text := range []string{s.DecisionFacts, s.IllegalContentExplanation, s.IncompatibleContentExplanation, s.IncompatibleContentGround} {
			if secret != "" && strings.Contains(text, secret) {
				t.Errorf("%q tells %q", text, secret)
			}
			if found := moderation.FindPersonal(text, "Соняшник"); len(found) > 0 {
				t.Errorf("%q holds %+v", text, found)
			}
		}
	}
}

func TestPersonalDataIsFound(t *testing.T) {
	for _, c := range canaries {
		c, secret, _ := strings.Cut(c, "|")
		for _, format := range cases {
			text := fmt.Sprintf(format, c)
			if hidden := moderation.HidePersonal(text, "Соняшник"); secret != "" && strings.Contains(hidden, secret) || hidden == text {
				t.Errorf("%q became %q", text, hidden)
			}
		}
	}
	for _, text := range []string{
		"Коментар ображає учасника розмови.", "Грубе слово на адресу співрозмовниці; на зауваження не відповіла.", "Образа за ознакою походження, 3 рази за 10 хвилин.",
		"Стаття 161 Кримінального кодексу України", "Погроза: «знайду тебе». Версія 2 правила від 2026 року.", "The comment insults another participant.",
		"Перевірка знайшла у словах можливу образу того, хто бере участь у розмові.", "Верховна Рада України, Закон «Про медіа» № 2849-IX",
	} {
		if found := moderation.FindPersonal(text); len(found) > 0 {
			t.Errorf("in %q it finds %+v: %q", text, found[0], text[found[0].Start:found[0].End])
		}
	}
}

func TestAWrongStatementIsRefused(t *testing.T) {
	at := rozmovatest.Noon
	right := func() *moderation.Statement {
		d := &rozmova.Decision{ID: rozmova.NewID[rozmova.Decision](at), Action: rozmova.Remove, Rule: "respect", Version: 2, Facts: "Образа співрозмовника.", At: at}
		s, err := moderation.NewStatement(&moderation.Told{Decision: d, Reasons: &rozmova.Reasons{RuleTitle: "Повага", RuleText: "Не ображайте."}, Written: at, Language: "uk", Origin: "https://news.example"})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	long := strings.Repeat("щ", 501)
	for field, spoil := range map[string]func(s *moderation.Statement){
		"decision_visibility":              func(s *moderation.Statement) { s.DecisionVisibility = nil },
		"decision_visibility: cannot be":   func(s *moderation.Statement) { s.DecisionVisibility = []string{"REMOVED"} },
		"decision_visibility_other":        func(s *moderation.Statement) { s.DecisionVisibility = []string{"DECISION_VISIBILITY_OTHER"} },
		"decision_monetary":                func(s *moderation.Statement) { s.DecisionMonetary = "x" },
		"decision_provision":               func(s *moderation.Statement) { s.DecisionProvision = "x" },
		"decision_account":                 func(s *moderation.Statement) { s.DecisionAccount = "x" },
		"account_type":                     func(s *moderation.Statement) { s.AccountType = "x" },
		"decision_ground":                  func(s *moderation.Statement) { s.DecisionGround = "" },
		"incompatible_content_ground":      func(s *moderation.Statement) { s.IncompatibleContentGround = long },
		"incompatible_content_explanation": func(s *moderation.Statement) { s.IncompatibleContentExplanation = "" },
		"illegal_content_legal_ground":     func(s *moderation.Statement) { s.IllegalContentLegalGround = "x" },
		"incompatible_content_illegal":     func(s *moderation.Statement) { s.IncompatibleContentIllegal = "no" },
		"decision_ground_reference_url":    func(s *moderation.Statement) { s.DecisionGroundReferenceURL = "/rules" },
		"decision_facts":                   func(s *moderation.Statement) { s.DecisionFacts = " " },
		"decision_facts: is too long":      func(s *moderation.Statement) { s.DecisionFacts = strings.Repeat("щ", 5001) },
		"decision_facts: holds personal":   func(s *moderation.Statement) { s.DecisionFacts = "Пише на ira@example.org" },
		"content_type":                     func(s *moderation.Statement) { s.ContentType = nil },
		"content_type_other":               func(s *moderation.Statement) { s.ContentType = []string{"CONTENT_TYPE_OTHER"} },
		"category":                         func(s *moderation.Statement) { s.Category = "SPAM" },
		"category_addition":                func(s *moderation.Statement) { s.CategoryAddition = []string{s.Category} },
		"category_specification":           func(s *moderation.Statement) { s.CategorySpecification = []string{"KEYWORD_RUDE"} },
		"category_specification_other":     func(s *moderation.Statement) { s.CategorySpecification = []string{"KEYWORD_OTHER"} },
		"territorial_scope":                func(s *moderation.Statement) { s.TerritorialScope = []string{"UA"} },
		"content_language":                 func(s *moderation.Statement) { s.ContentLanguage = "uk" },
		"content_date":                     func(s *moderation.Statement) { s.ContentDate = "1999-12-31" },
		"application_date":                 func(s *moderation.Statement) { s.ApplicationDate = "23.11.2026" },
		"end_date_account_restriction":     func(s *moderation.Statement) { s.EndDateAccountRestriction = "2020-01-01" },
		"source_type":                      func(s *moderation.Statement) { s.SourceType = "" },
		"source_identity":                  func(s *moderation.Statement) { s.SourceIdentity = "somebody" },
		"automated_detection":              func(s *moderation.Statement) { s.AutomatedDetection = "" },
		"automated_decision":               func(s *moderation.Statement) { s.AutomatedDecision = "Yes" },
		"puid":                             func(s *moderation.Statement) { s.Puid = "a b" },
	} {
		s := right()
		spoil(s)
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestStatementsAreExported(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		first := d.clock.Now()
		for range 101 {
			c := d.comment(d.Readers[0], rozmova.Published, 1)
			if _, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "respect", Facts: "Образа. Автор: " + d.Readers[0].PenName}); err != nil {
				t.Fatal(err)
			}
		}
		export := func(from, to time.Time) (batches [][]*moderation.Statement) {
			n, err := d.Statements(t.Context(), from, to, "https://news.example", func(b []*moderation.Statement) error {
				batches = append(batches, b)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range batches {
				n -= len(b)
			}
			if n != 0 {
				t.Errorf("%d statements are not in a batch", n)
			}
			return batches
		}
		if got := export(first, first.Add(time.Hour)); len(got) != 0 {
			t.Errorf("%d batches of what can still be undone", len(got))
		}
		d.clock.Add(rozmova.Undoing)
		if err := d.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := export(first, first.Add(time.Hour))
		if len(got) != 2 || len(got[0]) != moderation.StatementsAtOnce || len(got[1]) != 1 {
			t.Fatalf("%d batches", len(got))
		}
		seen := map[string]bool{}
		for _, b := range got {
			for _, s := range b {
				if seen[s.Puid] || s.SourceType != "SOURCE_TYPE_OTHER_NOTIFICATION" || s.DecisionFacts != "Образа. Автор: "+moderation.Hidden {
					t.Errorf("exported %+v", s)
				}
				seen[s.Puid] = true
			}
		}
		if got := export(first.Add(time.Hour), first.Add(2*time.Hour)); len(got) != 0 {
			t.Errorf("%d batches of another time", len(got))
		}
	})
}

// TestAYearOfStatements: whoever exports a year gets each decision once and in order, batch after batch, and holds no more than a batch of them.
func TestAYearOfStatements(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		const many = 1230
		from := d.clock.Now()
		c := d.comment(d.Readers[0], rozmova.Published, 0)
		text := strings.Repeat("Не ображайте інших. ", 30)
		for begin := 0; begin < many; begin += 500 {
			d.update(func(tx *store.Tx) error {
				for i := begin; i < min(many, begin+500); i++ {
					at := from.Add(time.Duration(i/2) * 14 * time.Hour) // two at the same moment each time
					decision := &rozmova.Decision{
						ID: rozmova.NewID[rozmova.Decision](at), Site: d.Site.ID, Scope: rozmova.OfComment, Comment: c.ID, Revision: 1, By: d.Moderator.ID,
						Before: rozmova.Published, Action: rozmova.Remove, Rule: "respect", Version: 1, Facts: "факти", Source: rozmova.Voluntary, At: at,
					}
					if _, err := tx.AddDecision(decision); err != nil {
						return err
					}
					if err := tx.AddReasons(&rozmova.Reasons{Decision: decision.ID, Author: d.Readers[0].ID, Comment: c.ID, Action: rozmova.Remove, At: at, RuleKey: "respect", RuleVersion: 1, RuleTitle: "Повага", RuleText: text, Facts: "факти"}); err != nil {
						return err
					}
				}
				return nil
			})
		}
		heap := func() uint64 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		seen, batches, last := map[string]bool{}, 0, ""
		before := heap()
		n, err := d.Statements(t.Context(), from, from.AddDate(1, 0, 0), "https://news.example", func(b []*moderation.Statement) error {
			if batches++; len(b) > moderation.StatementsAtOnce {
				t.Errorf("a batch of %d", len(b))
			}
			for _, s := range b {
				if seen[s.Puid] || s.ApplicationDate < last {
					t.Errorf("%s of %s after %s", s.Puid, s.ApplicationDate, last)
				}
				seen[s.Puid], last = true, s.ApplicationDate
			}
			if batches%4 == 0 {
				if now := heap(); now > before && now-before > 1<<20 {
					t.Errorf("after %d batches %d KB more are held", batches, (now-before)>>10)
				}
			}
			return nil
		})
		if err != nil || n != many || len(seen) != n || batches != (n+moderation.StatementsAtOnce-1)/moderation.StatementsAtOnce {
			t.Errorf("%d statements, %d of them different, in %d batches: %v", n, len(seen), batches, err)
		}
		if n, err := d.Statements(t.Context(), from, from.Add(14*time.Hour), "https://news.example", func([]*moderation.Statement) error { return nil }); n != 2 || err != nil {
			t.Errorf("before the next moment: %d, %v", n, err)
		}
	})
}
