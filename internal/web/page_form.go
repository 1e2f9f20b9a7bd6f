package web

import "net/url"

// WithoutStatement is the site path of the form as it is, but for the statement that is spoken to.
func (f *CommentForm) WithoutStatement() string {
	path := "/stories/" + string(f.Story.Slug)
	if f.Parent != nil {
		path += "?" + url.Values{"reply": {f.Parent.ID.String()}}.Encode()
	}
	return path + "#form"
}
