package app

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/outbound"
)

// askAkismet gives what asks the service of the settings whether a comment is spam (Akismet's comment-check; others speak the same); nil
// where there is none. It sends the writer's network address, browser and pen name with the words, which operators have to tell
// their readers. Whatever goes wrong, and an answer that does not come in time, mean no.
func (c *Core) askAkismet() func(context.Context, moderation.SpamQuestion) bool {
	spam := &c.Config.Spam
	if spam.AkismetKey.Reveal() == "" {
		return nil
	}
	client := c.asker(outbound.Options{Inside: spam.AskInside})
	return func(ctx context.Context, q moderation.SpamQuestion) bool {
		ctx, cancel := context.WithTimeout(ctx, spam.TimeLimit)
		defer cancel()
		form := url.Values{
			"api_key": {spam.AkismetKey.Reveal()}, "blog": {c.Config.Origin()}, "user_ip": {q.Address}, "user_agent": {q.Agent},
			"comment_type": {"comment"}, "comment_author": {q.Author}, "comment_content": {q.Text}, "permalink": {c.Config.Origin() + "/stories/" + string(q.Story)},
			"blog_lang": {q.Language}, "blog_charset": {"UTF-8"},
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, spam.AkismetURL, strings.NewReader(form.Encode()))
		if err != nil {
			return false
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("User-Agent", "Rozmova/"+Version)
		answer, err := client.Do(req)
		if err != nil {
			c.Log.WarnContext(ctx, "the spam service did not answer", "error", err)
			return false
		}
		defer answer.Body.Close()
		said, err := io.ReadAll(io.LimitReader(answer.Body, 64))
		word := strings.TrimSpace(string(said))
		if err != nil || answer.StatusCode != http.StatusOK || word != "true" && word != "false" {
			c.Log.WarnContext(ctx, "the spam service gave no answer", "status", answer.StatusCode, "why", answer.Header.Get("X-akismet-debug-help"), "error", err)
			return false
		}
		return word == "true"
	}
}
