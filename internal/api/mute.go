package api

import (
	"context"

	"github.com/rozmova/rozmova"
)

type oneReader struct {
	ID string `path:"id" doc:"Of a reader: author.id of a comment"`
}

type readerAnswer struct{ Body *Author }

func (a *API) mute(ctx context.Context, c *call, in *oneReader) (*readerAnswer, error) {
	return a.setMuted(ctx, c, in.ID, a.o.Discussion.Mute)
}

func (a *API) unmute(ctx context.Context, c *call, in *oneReader) (*readerAnswer, error) {
	return a.setMuted(ctx, c, in.ID, a.o.Discussion.Unmute)
}

func (a *API) setMuted(ctx context.Context, c *call, id string,
	set func(context.Context, *rozmova.Reader, rozmova.ID[rozmova.Reader]) (*rozmova.Reader, error),
) (*readerAnswer, error) {
	reader, err := object[rozmova.Reader](id)
	if err != nil {
		return nil, err
	}
	other, err := set(ctx, c.viewer, reader)
	if err != nil {
		return nil, err
	}
	return &readerAnswer{author(other)}, nil
}

type readerList struct {
	Body struct {
		Readers []*Author `json:"readers" nullable:"false" doc:"The latest first"`
	}
}

func (a *API) listMuted(ctx context.Context, c *call, _ *struct{}) (*readerList, error) {
	list, err := a.o.Discussion.Muted(ctx, c.viewer)
	if err != nil {
		return nil, err
	}
	out := &readerList{}
	out.Body.Readers = each(list, author)
	return out, nil
}
