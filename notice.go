package rozmova

import "time"

// A Notice is a report that a comment is against a house rule or illegal (DSA Art. 16). It is always answered with a decision.
type Notice struct {
	ID       ID[Notice]
	Comment  ID[Comment]
	Reporter ID[Reader] // zero for a report without an account
	Kind     NoticeKind
	Rule     string // key of the house rule that is meant; empty where Kind is not RuleNotice
	Text     string // what the reporter says; of a notice of illegal content, why it is (Art. 16(2)(a))
	At       time.Time
	Decision ID[Decision] // zero while it waits

	Category  string    // STATEMENT_CATEGORY_… of a notice of illegal content
	Law       string    // which law it breaks, in the notifier's words
	Country   string    // of that law, two letters
	Notifier  Notifier  // who sends it
	Name      string    // of the notifier; personal data
	Email     string    // personal data
	GoodFaith bool      // the notifier believes it to be accurate and complete (Art. 16(2)(d))
	Language  Locale    // to write to the notifier in
	Secret    []byte    // SHA-256 of the code under which the notifier finds its page; nil: it has none
	Due       time.Time // by when it has to be decided; zero: no law says
	Warned    time.Time // when the alarm before that was given
	Weight    int       // of a report by the standing of its sender, in hundredths
	Origin    []byte    // keyed hash of the network it came from; nil: not known, or gone
	Outcome   NoticeOutcome
	Answer    string // what the decider says to the notifier
}

// NoticeKind tells reports apart.
type NoticeKind string

// The kinds of Notice.
const (
	RuleNotice     NoticeKind = "rule"      // against a house rule
	IllegalNotice  NoticeKind = "illegal"   // illegal content (DSA Art. 16)
	MediaLawNotice NoticeKind = "media_law" // untrue information or what the Ukrainian law on media bans (Art. 117)
)

// Notifier says who sends a notice of illegal content.
type Notifier string

// The notifiers.
const (
	PersonNotifier    Notifier = "person"
	EntityNotifier    Notifier = "entity"
	FlaggerNotifier   Notifier = "trusted_flagger"
	AuthorityNotifier Notifier = "authority"
)

// NoticeOutcome says what became of a Notice; empty while it waits.
type NoticeOutcome string

// The outcomes.
const (
	NoticeRestricted NoticeOutcome = "restricted"
	NoticeRejected   NoticeOutcome = "not_restricted"
	NoticeGone       NoticeOutcome = "gone" // the author took it back meanwhile, or it was erased
)
