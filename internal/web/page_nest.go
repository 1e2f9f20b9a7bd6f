package web

import "github.com/rozmova/rozmova"

// deepest is the greatest Depth that has a place of its own inside the comment it answers. Deeper answers stand one under
// the other, as "answer to …" tells whose they are; so no page is nested deeper than browsers follow. The island keeps to
// the same rule (data-deepest).
const deepest = 6

// Nest puts comments, each after the one that it answers, into the trees that pages show. One whose parent is not among them
// becomes a tree of its own.
func Nest(flat []CommentView) []CommentView {
	at := make(map[rozmova.ID[rozmova.Comment]]int, len(flat))
	answers := make([][]int, len(flat))
	var roots []int
	for i := range flat {
		at[flat[i].ID] = i
		p, ok := at[flat[i].Parent]
		for ok && flat[p].Depth >= deepest {
			p, ok = at[flat[p].Parent]
		}
		if !ok || p == i {
			roots = append(roots, i)
			continue
		}
		answers[p] = append(answers[p], i)
	}
	var tree func(indices []int) []CommentView
	tree = func(indices []int) []CommentView {
		if len(indices) == 0 {
			return nil
		}
		views := make([]CommentView, len(indices))
		for k, i := range indices {
			views[k] = flat[i]
			views[k].Answers = tree(answers[i])
		}
		return views
	}
	return tree(roots)
}
