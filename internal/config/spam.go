package config

import (
	"net/url"
	"time"
)

// Spam is the outside service that is asked about spam, besides the classifier of the program itself, which needs none.
type Spam struct {
	AkismetKey     Secret        `toml:"akismet_key"`      // empty (default): nobody is asked
	AkismetKeyFile string        `toml:"akismet_key_file"` // file that holds AkismetKey
	AkismetURL     string        `toml:"akismet_url"`      // of comment-check: https://rest.akismet.com/1.1/comment-check
	TimeLimit      time.Duration `toml:"time_limit"`       // 2s; then the comment goes on without an answer
	AskInside      bool          `toml:"ask_inside"`       // the service stands in the newsroom's own network: false
}

func (s *Spam) fill() {
	def(&s.AkismetURL, "https://rest.akismet.com/1.1/comment-check")
	def(&s.TimeLimit, 2*time.Second)
}

func (s *Spam) validate(add func(key, format string, args ...any)) {
	if u, err := url.Parse(s.AkismetURL); err != nil || u.Host == "" || u.Scheme != "https" && !s.AskInside {
		add("spam.akismet_url", "%q is not an https address; http is for a service inside (spam.ask_inside)", s.AkismetURL)
	}
	if s.TimeLimit < 10*time.Millisecond || s.TimeLimit > 10*time.Second {
		add("spam.time_limit", `%v is not between 10 milliseconds and 10 seconds; write it with its unit, such as "2s"`, s.TimeLimit)
	}
}
