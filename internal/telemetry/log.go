// Package telemetry is how the program tells its operator what it does: log lines and metrics. It knows no comment, no
// reader and no address; what must not be in a log line, callers do not hand it, and what slips through under a name that
// tells, it masks.
package telemetry

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
)

// NewLogger writes lines of level and above to w: format json, text, or auto, which is text where w is a terminal and JSON
// elsewhere. Times are UTC. Attributes that the context carries (see With) come after the line's own. Values under names
// such as password, token or cookie are masked; a config.Secret masks itself.
func NewLogger(w io.Writer, level slog.Leveler, format string) *slog.Logger {
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: replace}
	var h slog.Handler = slog.NewJSONHandler(w, options)
	if format == "text" || format != "json" && terminal(w) {
		h = slog.NewTextHandler(w, options)
	}
	return slog.New(handler{h})
}

// terminal tells whether w is one, or another character device, where nobody parses lines.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

type contextKey struct{}

// With gives a context whose log lines carry the attributes args, names and values in turn as for slog.Info, besides those
// the context has already: the request's id, then the story's, then the reader's.
func With(ctx context.Context, args ...any) context.Context {
	var r slog.Record
	r.Add(args...)
	attrs := slices.Clone(attrs(ctx)) // two contexts may grow from one
	r.Attrs(func(a slog.Attr) bool {
		attrs = append(attrs, a)
		return true
	})
	return context.WithValue(ctx, contextKey{}, attrs)
}

func attrs(ctx context.Context) []slog.Attr {
	a, _ := ctx.Value(contextKey{}).([]slog.Attr)
	return a
}

// A handler adds the context's attributes to each line.
type handler struct{ slog.Handler }

// Handle implements slog.Handler.
func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if a := attrs(ctx); len(a) > 0 {
		r = r.Clone()
		r.AddAttrs(a...)
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h handler) WithAttrs(a []slog.Attr) slog.Handler { return handler{h.Handler.WithAttrs(a)} }

// WithGroup implements slog.Handler.
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }

// secretWords are parts of names whose values must not be seen. They are compared word by word, so that author is not auth.
var secretWords = []string{"password", "passwd", "secret", "token", "cookie", "authorization", "auth", "dsn", "nonce", "session", "email", "e-mail", "code"}

// replace masks secrets and puts times into UTC.
func replace(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		a.Value = slog.TimeValue(a.Value.Time().UTC())
		return a
	}
	if secret(a.Key) || slices.ContainsFunc(groups, secret) {
		return slog.String(a.Key, "***")
	}
	// An error's text can hold a connection string, as drivers like to quote them.
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(maskURL(a.Value.String()))
	case slog.KindAny:
		if err, ok := a.Value.Any().(error); ok {
			a.Value = slog.StringValue(maskURL(err.Error()))
		}
	}
	return a
}

func secret(key string) bool {
	key = strings.ToLower(key)
	if slices.Contains(secretWords, key) {
		return true
	}
	for word := range strings.FieldsFuncSeq(key, func(r rune) bool { return r == '_' || r == '-' || r == '.' || r == ' ' }) {
		if word != "code" && slices.Contains(secretWords, word) { // status_code is no secret
			return true
		}
	}
	return false
}

// maskURL masks the password in each scheme://user:password@host of a text.
func maskURL(s string) string {
	from := 0
	for {
		i := strings.Index(s[from:], "://")
		if i < 0 {
			return s
		}
		start := from + i + 3
		end := start + strings.IndexAny(s[start:]+" ", "/?# \t\n\"'`")
		at := strings.LastIndexByte(s[start:end], '@')
		colon := strings.IndexByte(s[start:end], ':')
		if at < 0 || colon < 0 || colon > at {
			from = end
			continue
		}
		s = fmt.Sprint(s[:start+colon+1], "***", s[start+at:])
		from = start + colon + 4
	}
}
