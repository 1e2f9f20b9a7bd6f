package web

import (
	"context"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

// A BodyPart is a piece of a story's body with what stands behind it.
type BodyPart struct {
	Body  template.HTML
	Picks []CommentView // comments that the newsroom put there
}

// placePicks cuts the body of a story behind the blocks where an editor put a comment. A comment whose place is none, or is no
// longer there, stands in the box above the discussion alone.
func placePicks(body template.HTML, picks []CommentView, behind map[rozmova.ID[rozmova.Comment]]int) []BodyPart {
	at := map[int][]CommentView{} // by offset
	for _, c := range picks {
		block, ok := behind[c.ID]
		if !ok || block < 0 {
			continue
		}
		if end := blockEnd(string(body), block); end > 0 {
			at[end] = append(at[end], c)
		}
	}
	if len(at) == 0 {
		return nil
	}
	var parts []BodyPart
	from := 0
	for _, end := range slices.Sorted(maps.Keys(at)) {
		parts = append(parts, BodyPart{body[from:end], at[end]})
		from = end
	}
	if from < len(body) {
		parts = append(parts, BodyPart{Body: body[from:]})
	}
	return parts
}

// voidElements have no end tag, of those that richtext writes.
var voidElements = map[string]bool{"img": true, "hr": true, "br": true}

// blockEnd gives the offset behind the block of an index, and behind all of the list, the quotation or the code that it stands
// in; 0 where there is no such block.
func blockEnd(body string, block int) int {
	id := "p-" + strconv.Itoa(block)
	z := html.NewTokenizer(strings.NewReader(body))
	offset, depth, found := 0, 0, false
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return 0
		}
		offset += len(z.Raw())
		switch kind {
		case html.StartTagToken:
			name, more := z.TagName()
			void := voidElements[string(name)]
			for more {
				var key, value []byte
				if key, value, more = z.TagAttr(); string(key) == "id" && string(value) == id {
					found = true
				}
			}
			if !void {
				depth++
			}
		case html.EndTagToken:
			depth--
		}
		if found && depth == 0 {
			return offset
		}
	}
}

// pickPlaces gives the blocks of a story behind which the newsroom's picks stand. Where the story has changed since a comment
// was put there, the block is found by its words.
func (s *Server) pickPlaces(ctx context.Context, story *rozmova.Story, picks []*discussion.Node) (map[rozmova.ID[rozmova.Comment]]int, error) {
	places := map[rozmova.ID[rozmova.Comment]]int{}
	var revisions []*rozmova.Story
	for _, n := range picks {
		switch {
		case n.Pick == nil || n.Pick.Block < 0:
		case n.Pick.Revision == story.Revision:
			places[n.ID] = n.Pick.Block
		default:
			if revisions == nil {
				var err error
				if revisions, err = s.o.Newsroom.Revisions(ctx, story.Slug); err != nil {
					return nil, err
				}
			}
			at := slices.IndexFunc(revisions, func(r *rozmova.Story) bool { return r.Revision == n.Pick.Revision })
			if at < 0 {
				continue
			}
			if block := sameBlock(revisions[at].Body, n.Pick.Block, story.Body); block >= 0 {
				places[n.ID] = block
			}
		}
	}
	return places, nil
}

// sameBlock finds a block of an earlier body in a later one: of several with the same words the nearest; -1 for none.
func sameBlock(earlier []rozmova.Block, block int, later []rozmova.Block) int {
	if block >= len(earlier) {
		return -1
	}
	words, found := earlier[block].Text(), -1
	for i := range later {
		if later[i].Text() == words && (found < 0 || max(i-block, block-i) < max(found-block, block-found)) {
			found = i
		}
	}
	return found
}
