package moderation

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

func named(prefix, words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[prefix+w] = true
	}
	return set
}

// What the fields of a Statement may hold, as the database's own source has it (June 2026).
var (
	visibilities = named("DECISION_VISIBILITY_", "CONTENT_REMOVED CONTENT_DISABLED CONTENT_DEMOTED CONTENT_AGE_RESTRICTED CONTENT_INTERACTION_RESTRICTED CONTENT_LABELLED OTHER")
	monetaries   = named("DECISION_MONETARY_", "SUSPENSION TERMINATION OTHER")
	provisions   = named("DECISION_PROVISION_", "PARTIAL_SUSPENSION PARTIAL_TERMINATION TOTAL_SUSPENSION TOTAL_TERMINATION")
	accounts     = named("DECISION_ACCOUNT_", "SUSPENDED TERMINATED")
	accountTypes = named("ACCOUNT_TYPE_", "BUSINESS PRIVATE")
	contentTypes = named("CONTENT_TYPE_", "APP AUDIO IMAGE PRODUCT SYNTHETIC_MEDIA TEXT VIDEO OTHER")
	categories   = named("STATEMENT_CATEGORY_", `ANIMAL_WELFARE CONSUMER_INFORMATION CYBER_VIOLENCE CYBER_VIOLENCE_AGAINST_WOMEN DATA_PROTECTION_AND_PRIVACY_VIOLATIONS
		ILLEGAL_OR_HARMFUL_SPEECH INTELLECTUAL_PROPERTY_INFRINGEMENTS NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS NOT_SPECIFIED_NOTICE OTHER_VIOLATION_TC
		PROTECTION_OF_MINORS RISK_FOR_PUBLIC_SECURITY SCAMS_AND_FRAUD SELF_HARM UNSAFE_AND_PROHIBITED_PRODUCTS VIOLENCE`)
	keywords = named("KEYWORD_", `DEFAMATION DISCRIMINATION HATE_SPEECH INCITEMENT_VIOLENCE_HATRED INCITEMENT_AGAINST_WOMEN CYBER_HARASSMENT CYBER_HARASSMENT_AGAINST_WOMEN
		CYBER_BULLYING_INTIMIDATION CYBER_STALKING COORDINATED_HARM IMPERSONATION_ACCOUNT_HIJACKING INAUTHENTIC_ACCOUNTS HIDDEN_ADVERTISEMENT PHISHING
		MISINFORMATION_DISINFORMATION RIGHT_TO_BE_FORGOTTEN MISSING_PROCESSING_GROUND TERRORIST_CONTENT ILLEGAL_ORGANIZATIONS SUICIDE COPYRIGHT_INFRINGEMENT OTHER`)
	sources   = named("SOURCE_", "ARTICLE_16 TRUSTED_FLAGGER TYPE_OTHER_NOTIFICATION VOLUNTARY")
	automated = named("AUTOMATED_DECISION_", "FULLY PARTIALLY NOT_AUTOMATED")
	territory = named("", "AT BE BG HR CY CZ DK EE FI FR DE GR EL HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE EU EEA IS LI NO EEA_NO_IS")

	puidShape     = regexp.MustCompile(`^[A-Za-z0-9_-]{1,500}$`)
	languageShape = regexp.MustCompile(`^[A-Z]{2}$`)
)

// Check finds what the database would refuse in a statement, and personal data in its texts; nil: nothing.
func (s *Statement) Check() error {
	var wrong []error
	say := func(field, what string) {
		wrong = append(wrong, fmt.Errorf("statement %s: %s: %s", s.Puid, field, what))
	}
	one := func(field, value string, of map[string]bool, needed bool) {
		if value == "" && needed {
			say(field, "is missing")
		} else if value != "" && !of[value] {
			say(field, "cannot be "+value)
		}
	}
	some := func(field string, values []string, of map[string]bool, needed bool) {
		if len(values) == 0 && needed {
			say(field, "is missing")
		}
		for i, v := range values {
			if !of[v] || slices.Contains(values[:i], v) {
				say(field, "cannot be "+v)
			}
		}
	}
	text := func(field, value string, most int, needed, allowed bool) {
		switch {
		case needed && strings.TrimSpace(value) == "":
			say(field, "is missing")
		case value != "" && !allowed:
			say(field, "does not belong here")
		case utf8.RuneCountInString(value) > most:
			say(field, "is too long")
		}
	}
	date := func(field, value, first string, needed bool) {
		if value == "" && !needed {
			return
		}
		if _, err := time.Parse(time.DateOnly, value); err != nil || value < first {
			say(field, "is no date from "+first+" on")
		}
	}
	some("decision_visibility", s.DecisionVisibility, visibilities, false)
	one("decision_monetary", s.DecisionMonetary, monetaries, false)
	one("decision_provision", s.DecisionProvision, provisions, false)
	one("decision_account", s.DecisionAccount, accounts, false)
	one("account_type", s.AccountType, accountTypes, false)
	if len(s.DecisionVisibility) == 0 && s.DecisionMonetary == "" && s.DecisionProvision == "" && s.DecisionAccount == "" {
		say("decision_visibility", "or one of monetary, provision, account is needed")
	}
	other := slices.Contains(s.DecisionVisibility, "DECISION_VISIBILITY_OTHER")
	text("decision_visibility_other", s.DecisionVisibilityOther, shortField, other, other)
	other = s.DecisionMonetary == "DECISION_MONETARY_OTHER"
	text("decision_monetary_other", s.DecisionMonetaryOther, shortField, other, other)

	one("decision_ground", s.DecisionGround, named("DECISION_GROUND_", "ILLEGAL_CONTENT INCOMPATIBLE_CONTENT"), true)
	illegal, terms := s.DecisionGround == "DECISION_GROUND_ILLEGAL_CONTENT", s.DecisionGround == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
	text("illegal_content_legal_ground", s.IllegalContentLegalGround, shortField, illegal, illegal)
	text("illegal_content_explanation", s.IllegalContentExplanation, longField, illegal, illegal)
	text("incompatible_content_ground", s.IncompatibleContentGround, shortField, terms, terms)
	text("incompatible_content_explanation", s.IncompatibleContentExplanation, longField, terms, terms)
	one("incompatible_content_illegal", s.IncompatibleContentIllegal, named("", "Yes No"), false)
	text("incompatible_content_illegal", s.IncompatibleContentIllegal, 3, false, terms)
	if u, err := url.Parse(s.DecisionGroundReferenceURL); s.DecisionGroundReferenceURL != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		say("decision_ground_reference_url", "is no address")
	}
	text("decision_ground_reference_url", s.DecisionGroundReferenceURL, shortField, false, true)

	text("decision_facts", s.DecisionFacts, factsField, true, true)
	some("content_type", s.ContentType, contentTypes, true)
	other = slices.Contains(s.ContentType, "CONTENT_TYPE_OTHER")
	text("content_type_other", s.ContentTypeOther, shortField, other, other)
	one("category", s.Category, categories, true)
	some("category_addition", s.CategoryAddition, categories, false)
	if slices.Contains(s.CategoryAddition, s.Category) {
		say("category_addition", "repeats the category")
	}
	some("category_specification", s.CategorySpecification, keywords, false)
	other = slices.Contains(s.CategorySpecification, "KEYWORD_OTHER")
	text("category_specification_other", s.CategorySpecificationOther, shortField, other, other)
	some("territorial_scope", s.TerritorialScope, territory, false)
	if s.ContentLanguage != "" && !languageShape.MatchString(s.ContentLanguage) {
		say("content_language", "is not two capital letters")
	}
	date("content_date", s.ContentDate, "2000-01-01", true)
	date("application_date", s.ApplicationDate, "2020-01-01", true)
	for field, end := range map[string]string{"visibility": s.EndDateVisibilityRestriction, "monetary": s.EndDateMonetaryRestriction, "service": s.EndDateServiceRestriction, "account": s.EndDateAccountRestriction} {
		date("end_date_"+field+"_restriction", end, s.ApplicationDate, false)
	}

	one("source_type", s.SourceType, sources, true)
	text("source_identity", s.SourceIdentity, shortField, false, s.SourceType != "SOURCE_VOLUNTARY")
	one("automated_detection", s.AutomatedDetection, named("", "Yes No"), true)
	one("automated_decision", s.AutomatedDecision, automated, true)
	if !puidShape.MatchString(s.Puid) {
		say("puid", "is not of letters, digits, _ and -")
	}
	for field, words := range map[string]string{
		"decision_facts": s.DecisionFacts, "illegal_content_legal_ground": s.IllegalContentLegalGround, "illegal_content_explanation": s.IllegalContentExplanation,
		"incompatible_content_ground": s.IncompatibleContentGround, "incompatible_content_explanation": s.IncompatibleContentExplanation,
	} {
		if found := FindPersonal(words); len(found) > 0 {
			say(field, "holds personal data: "+found[0].Kind)
		}
	}
	return errors.Join(wrong...)
}
