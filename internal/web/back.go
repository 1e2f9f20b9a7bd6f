package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/rozmova/rozmova/internal/i18n"
)

// longestBack bounds an address to go back to, in bytes.
const longestBack = 2000

// backPath is the page that a form stands on and that its answer goes back to: a path of this site, without the language's
// prefix, from the field back or next; fallback where neither holds one. It may have a query and a fragment.
func backPath(r *http.Request, fallback string) string {
	for _, field := range []string{"back", "next"} {
		p := r.PostFormValue(field)
		where, _, _ := strings.Cut(p, "?")
		if p != "" && len(p) <= longestBack && nextPath(p) == p && !strings.Contains(where, "//") {
			return withoutLanguage(p)
		}
	}
	return fallback
}

// withoutLanguage takes the language of the interface off a path, which whoever goes there puts before it again.
func withoutLanguage(path string) string {
	for _, l := range i18n.Languages()[1:] {
		rest, ok := strings.CutPrefix(path, "/"+l)
		switch {
		case ok && rest == "":
			return "/"
		case ok && strings.HasPrefix(rest, "/"):
			return rest
		}
	}
	return path
}

// at gives a site path with another fragment, which may be empty.
func at(path, fragment string) string {
	path, _, _ = strings.Cut(path, "#")
	if fragment == "" {
		return path
	}
	return path + "#" + fragment
}

// changed gives a site path with values of its query put in or, where empty, left out: names and values in turn.
func changed(path string, query ...string) string {
	u, err := url.Parse(path)
	if err != nil {
		return path
	}
	q := u.Query()
	for i := 0; i+1 < len(query); i += 2 {
		q.Del(query[i])
		if query[i+1] != "" {
			q.Set(query[i], query[i+1])
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}
