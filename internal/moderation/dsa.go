package moderation

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
)

// A Statement is a statement of reasons as the Commission's Transparency Database takes it (DSA Art. 24(5)), without personal data. Its
// fields are the database's own.
type Statement struct {
	DecisionVisibility      []string `json:"decision_visibility,omitempty"`
	DecisionVisibilityOther string   `json:"decision_visibility_other,omitempty"`
	DecisionMonetary        string   `json:"decision_monetary,omitempty"`
	DecisionMonetaryOther   string   `json:"decision_monetary_other,omitempty"`
	DecisionProvision       string   `json:"decision_provision,omitempty"`
	DecisionAccount         string   `json:"decision_account,omitempty"`
	AccountType             string   `json:"account_type,omitempty"`

	DecisionGround                 string `json:"decision_ground"`
	DecisionGroundReferenceURL     string `json:"decision_ground_reference_url,omitempty"`
	IllegalContentLegalGround      string `json:"illegal_content_legal_ground,omitempty"`
	IllegalContentExplanation      string `json:"illegal_content_explanation,omitempty"`
	IncompatibleContentGround      string `json:"incompatible_content_ground,omitempty"`
	IncompatibleContentExplanation string `json:"incompatible_content_explanation,omitempty"`
	IncompatibleContentIllegal     string `json:"incompatible_content_illegal,omitempty"`

	DecisionFacts              string   `json:"decision_facts"`
	ContentType                []string `json:"content_type"`
	ContentTypeOther           string   `json:"content_type_other,omitempty"`
	Category                   string   `json:"category"`
	CategoryAddition           []string `json:"category_addition,omitempty"`
	CategorySpecification      []string `json:"category_specification,omitempty"`
	CategorySpecificationOther string   `json:"category_specification_other,omitempty"`
	TerritorialScope           []string `json:"territorial_scope,omitempty"`
	ContentLanguage            string   `json:"content_language,omitempty"`

	ContentDate                  string `json:"content_date"`
	ApplicationDate              string `json:"application_date"`
	EndDateVisibilityRestriction string `json:"end_date_visibility_restriction,omitempty"`
	EndDateMonetaryRestriction   string `json:"end_date_monetary_restriction,omitempty"`
	EndDateServiceRestriction    string `json:"end_date_service_restriction,omitempty"`
	EndDateAccountRestriction    string `json:"end_date_account_restriction,omitempty"`

	SourceType         string `json:"source_type"`
	SourceIdentity     string `json:"source_identity,omitempty"`
	AutomatedDetection string `json:"automated_detection"`
	AutomatedDecision  string `json:"automated_decision"`
	Puid               string `json:"puid"`
}

// What the database takes at the most, in characters.
const (
	shortField = 500
	longField  = 2000
	factsField = 5000
)

// StatementsAtOnce is how many statements the database takes in one request.
const StatementsAtOnce = 100

// A Told is what a Statement is made of.
type Told struct {
	Decision *rozmova.Decision
	Source   rozmova.DecisionSource // how it was found; of a decision on appeal, that of the first one
	Reasons  *rozmova.Reasons
	Written  time.Time // when the comment was
	Language string    // of the comment, two letters; empty: not known
	Category string    // STATEMENT_CATEGORY_… of the notice that it rests on; empty: there was none
	Names    []string  // of everybody concerned: they are hidden where they occur
	Origin   string    // of the site, such as https://news.example
}

// ruleCategories says where a broken house rule belongs among the database's categories, and its keywords. Rules that a site added itself
// are other violations of its terms.
var ruleCategories = map[string]struct {
	category string
	keywords []string
}{
	respectRule: {"CYBER_VIOLENCE", []string{"KEYWORD_CYBER_BULLYING_INTIMIDATION"}},
	threatsRule: {"VIOLENCE", nil},
	privacyRule: {"DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", nil},
}

const privacyRule = "privacy"

// NewStatement makes the Statement of a decision that restricts. Personal data is hidden in every text of it.
func NewStatement(t *Told) (*Statement, error) {
	d, r := t.Decision, t.Reasons
	if !d.Action.Restricts() || r == nil {
		return nil, fmt.Errorf("decision %s restricts nothing: it has no statement of reasons", d.ID)
	}
	tell := func(text string, most int) string {
		text = clip(strings.TrimSpace(HidePersonal(text, t.Names...)), most-20) // hidden first: half an address is still one
		return HidePersonal(text, t.Names...)                                   // a word that was cut may look like a name
	}
	s := &Statement{
		ContentType: []string{"CONTENT_TYPE_TEXT"}, ContentDate: day(t.Written), ApplicationDate: day(d.At), Puid: d.ID.String(),
		AutomatedDetection: "No", AutomatedDecision: "AUTOMATED_DECISION_NOT_AUTOMATED", SourceType: sourceTypes[t.Source],
	}
	switch ends := day(r.Ends); d.Action {
	case rozmova.Hold:
		s.DecisionVisibility = []string{"DECISION_VISIBILITY_CONTENT_DISABLED"}
	case rozmova.Remove:
		s.DecisionVisibility = []string{"DECISION_VISIBILITY_CONTENT_REMOVED"}
	case rozmova.Warn, rozmova.CoolDown: // keeps from writing: until it is read, and for hours
		s.DecisionProvision, s.EndDateServiceRestriction = "DECISION_PROVISION_PARTIAL_SUSPENSION", ends
	case rozmova.Suspend, rozmova.Ban: // a ban ends too
		s.DecisionAccount, s.EndDateAccountRestriction = "DECISION_ACCOUNT_SUSPENDED", ends
	}
	s.DecisionFacts = tell(d.Facts, factsField)
	if d.Ground == rozmova.ByLaw {
		s.DecisionGround, s.Category = "DECISION_GROUND_ILLEGAL_CONTENT", "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
		s.IllegalContentLegalGround = tell(d.Law, shortField)
		if categories[t.Category] {
			s.Category = t.Category
		}
		if s.DecisionFacts == "" { // the author's account was erased
			s.DecisionFacts = "A comment was restricted on the ground of " + s.IllegalContentLegalGround + "."
		}
		s.IllegalContentExplanation = tell(s.DecisionFacts, longField)
	} else {
		s.DecisionGround, s.IncompatibleContentIllegal, s.Category = "DECISION_GROUND_INCOMPATIBLE_CONTENT", "No", "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
		s.IncompatibleContentGround = fmt.Sprintf("%s (%s/%d)", tell(r.RuleTitle, shortField-80), d.Rule, d.Version)
		if s.IncompatibleContentExplanation = tell(r.RuleText, longField); s.IncompatibleContentExplanation == "" {
			s.IncompatibleContentExplanation = s.IncompatibleContentGround
		}
		if c, ok := ruleCategories[d.Rule]; ok {
			s.Category, s.CategorySpecification = "STATEMENT_CATEGORY_"+c.category, c.keywords
		}
		if s.DecisionFacts == "" {
			s.DecisionFacts = "A comment was found against the house rule " + s.IncompatibleContentGround + "."
		}
	}
	if d.Rule != "" && t.Origin != "" {
		if address := fmt.Sprintf("%s/rules/%s/%d", t.Origin, d.Rule, d.Version); len(address) <= shortField {
			s.DecisionGroundReferenceURL = address
		}
	}
	if s.SourceType == "" {
		s.SourceType = "SOURCE_VOLUNTARY"
	}
	if len(t.Language) == 2 {
		s.ContentLanguage = strings.ToUpper(t.Language)
	}
	if s.SourceType == "SOURCE_VOLUNTARY" && (d.Automatic || d.Model != "") {
		s.AutomatedDetection = "Yes"
	}
	switch {
	case d.Automatic:
		s.AutomatedDecision = "AUTOMATED_DECISION_FULLY"
	case d.Model != "":
		s.AutomatedDecision = "AUTOMATED_DECISION_PARTIALLY"
	}
	return s, s.Check()
}

// sourceTypes names how something was found in the database's words; what is not in it was the site's own look.
var sourceTypes = map[rozmova.DecisionSource]string{
	rozmova.ByNotice: "SOURCE_ARTICLE_16", rozmova.ByFlagger: "SOURCE_TRUSTED_FLAGGER",
	rozmova.ByReport: "SOURCE_TYPE_OTHER_NOTIFICATION", rozmova.ByAuthority: "SOURCE_TYPE_OTHER_NOTIFICATION",
}

// day gives a date as the database takes it; empty for the zero time.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// clip shortens a text to so many characters.
func clip(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}
