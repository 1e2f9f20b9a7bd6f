package rozmova

import (
	"math"
	"time"
)

// QueueList names a queue of what waits for a person.
type QueueList string

// The queues.
const (
	HeldList     QueueList = "held"     // out of sight until somebody decides
	ReportedList QueueList = "reported" // readers reported it
	NewList      QueueList = "new"      // pending, marked by the classifier, or drawn by lot from what is published
	HeatedList   QueueList = "heated"   // branches that boil or are heated; the subject is the root
	IllegalList  QueueList = "illegal"  // notices of illegal content; the subject is the notice
	AppealList   QueueList = "appeals"  // the subject is the appeal
)

// QueueLists are all of them, in the order in which the desk shows them.
var QueueLists = []QueueList{HeldList, ReportedList, NewList, HeatedList, IllegalList, AppealList}

// A Queued is one thing that waits for a person.
type Queued struct {
	List     QueueList
	Subject  [16]byte // of a comment, the root of a branch, a notice or an appeal
	Site     ID[Site]
	Comment  ID[Comment] // that its card shows
	Story    ID[Story]
	Section  Slug
	Author   ID[Reader]
	Rule     string
	Language string // as the classifier read it; empty: it did not
	Label    string // the worst; empty: none
	Score    float32
	Urgency  Urgency
	Since    time.Time
}

// An Urgency says why something stands where it does in a queue: harm × doubt × age.
type Urgency struct {
	Harm    float64   // how bad it would be to be wrong about it, (0,1]
	Doubt   float64   // how unsure it is what is right, (0,1]
	Reports int       // of readers in good standing, by weight
	Created time.Time // from when its age counts
}

// UrgencyHalf is in how long age alone makes something e times as urgent.
const UrgencyHalf = 12 * time.Hour

// Rank is the key by which a queue is ordered, greatest first: ln(harm × doubt) − created/τ in millionths. It does not change as time
// passes, for the age of all grows alike.
func (u Urgency) Rank() int64 {
	weight := max(u.Harm, 0.001) * max(u.Doubt, 0.001)
	return int64(math.Round(math.Log(weight)*1e6)) - int64(math.Round(float64(u.Created.UnixMicro())/float64(UrgencyHalf.Microseconds())*1e6))
}

// CreatedOf gives from when the age of something counts by its place in a queue, as Rank made it.
func CreatedOf(rank int64, harm, doubt float64) time.Time {
	weight := math.Round(math.Log(max(harm, 0.001)*max(doubt, 0.001)) * 1e6)
	return time.UnixMicro(int64((weight - float64(rank)) / 1e6 * float64(UrgencyHalf.Microseconds()))).UTC().Truncate(time.Millisecond)
}

// harms is how bad it is to let stand what a label names, against the worst.
var harms = [Labels]float64{Toxicity: 0.2, Insult: 0.3, Threat: 1, Obscenity: 0.2, IdentityAttack: 0.9, Participant: 0.7}

// WorstOf gives the label of a verdict that says the most harm.
func WorstOf(v *Verdict) Label {
	worst := Participant
	for l := range Labels {
		if harms[l]*float64(v.Scores[l]) > harms[worst]*float64(v.Scores[worst]) {
			worst = l
		}
	}
	return worst
}

// RuleOf names the house rule that a label speaks of; empty for none.
func RuleOf(label string) string {
	switch label {
	case "":
		return ""
	case Threat.String():
		return "threats"
	}
	return "respect"
}

// UrgencyOf says how urgent it is that a person looks at a comment: the verdict on its words, nil for none; its state; open reports, by
// weight in hundredths; and when it was written. Harm is the worst that the labels name by how sure they are, and grows with every
// report; what others see counts whole, what is out of sight half, for only its author waits. Doubt is the greatest where the classifier
// is torn, or was not asked, or is contradicted by readers.
func UrgencyOf(v *Verdict, state CommentState, reports int, created time.Time) Urgency {
	harm, doubt := 0.1, 1.0
	if v != nil {
		l := WorstOf(v)
		p := float64(v.Scores[l])
		harm, doubt = max(harm, harms[l]*p), max(0.1, 4*p*(1-p))
	}
	if reports > 0 {
		harm = 1 - (1-harm)*math.Pow(0.8, float64(reports)/100)
		doubt = max(doubt, 0.5)
	}
	if state != Published {
		harm /= 2
	}
	return Urgency{Harm: harm, Doubt: doubt, Reports: (reports + 99) / 100, Created: created}
}
