package api

import (
	"context"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/feed"
)

type annotationsAnswer struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

// annotationsType is the media type of W3C Web Annotations.
const annotationsType = `application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"`

// listAnnotations gives what the story's page gives at /stories/{slug}/annotations.json, for programs that keep to one door.
func (a *API) listAnnotations(ctx context.Context, _ *call, in *struct {
	Slug string `path:"slug"`
}) (*annotationsAnswer, error) {
	reading, err := a.o.Newsroom.Read(ctx, rozmova.Slug(in.Slug))
	if err != nil {
		return nil, err
	}
	doc, err := feed.Annotations(feed.Article{Story: reading.Story, URL: a.storyURL(reading.Story.Slug), Publisher: a.o.Site.Name, PublisherURL: a.o.Origin + "/"})
	return &annotationsAnswer{annotationsType, doc}, err
}
