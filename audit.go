package rozmova

import "time"

// An Audit is one thing that somebody of the staff did. It holds no words of people.
type Audit struct {
	ID      ID[Audit]
	Site    ID[Site]
	Actor   ID[Reader] // zero: the program itself, or the operator at the console
	Action  string     // dotted, such as policy.changed, role.granted, card.opened
	Kind    string     // of the subject: comment, reader, decision, notice, appeal, policy, rule, site
	Subject [16]byte   // zero for none
	Detail  map[string]string
	At      time.Time
}

// A Signal is something that looks like abuse by numbers, with its evidence.
type Signal struct {
	ID      ID[Signal]
	Site    ID[Site]
	Kind    string // reports, votes, evasion, flood, links
	Key     string // tells one from another of its kind
	Comment ID[Comment]
	Reader  ID[Reader]
	Doc     []byte  // JSON: the evidence
	Score   float64 // [0,1]
	Acted   string  // what the policy did
	At      time.Time
	State   int // 1 open, 2 confirmed, 3 dismissed
	By      ID[Reader]
	Closed  time.Time
}
