package config

import "time"

// Civility is what is done with what the classifier says of a new comment. It reads in the program itself: nothing leaves the
// machine.
type Civility struct {
	Failure   string        `toml:"failure"`    // what it did not read: hold (default: a person reads it first), pass, trusted
	TimeLimit time.Duration `toml:"time_limit"` // for one comment: 50ms
	Hold      float64       `toml:"hold"`       // score from which on a person reads a comment first: 0 (default): none
	Learn     bool          `toml:"learn"`      // every night, from what moderators decide and label: false
	Mark      float64       `toml:"mark"`       // from which on it is shown and marked for moderators; 0 (default): the model's own
}

func (c *Civility) fill() {
	def(&c.Failure, "hold")
	def(&c.TimeLimit, 50*time.Millisecond)
}

// Bounds of the time that a comment may wait to be read.
const (
	leastTimeLimit = time.Millisecond
	mostTimeLimit  = 5 * time.Second
)

func (c *Civility) validate(add func(key, format string, args ...any)) {
	oneOf(add, "civility.failure", c.Failure, "hold", "pass", "trusted")
	if c.TimeLimit < leastTimeLimit || c.TimeLimit > mostTimeLimit {
		add("civility.time_limit", `%v is not between a millisecond and 5 seconds; write it with its unit, such as "50ms"`, c.TimeLimit)
	}
	score(add, "civility.hold", c.Hold)
	score(add, "civility.mark", c.Mark)
}

// score refuses what no score can reach.
func score(add func(key, format string, args ...any), key string, n float64) {
	if !(n >= 0 && n <= 1) { // not a number is neither
		add(key, "%v is not between 0 and 1", n)
	}
}
