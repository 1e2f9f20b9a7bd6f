package richtext

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxNesting is how deep quotations, and lists, may stand in each other; what is deeper stands at this depth.
const maxNesting = 8

// maxIndent is how many columns a line may be indented by; the surplus is cut. It bounds how deep lists can be nested.
const maxIndent = 80

// The parsers know no raw HTML, no tables and no indented code (people indent paragraphs), so all of these are plain text.
// They hold no state of their own: goldmark keeps that in each run's Context.
var (
	commentParser = parser.NewParser(parser.WithBlockParsers(blocks(false)...), parser.WithInlineParsers(inlines()...))
	storyParser   = parser.NewParser(parser.WithBlockParsers(blocks(true)...), parser.WithInlineParsers(inlines()...),
		parser.WithParagraphTransformers(util.Prioritized(references{parser.LinkReferenceParagraphTransformer}, 100)))
)

func blocks(story bool) []util.PrioritizedValue {
	list := []util.PrioritizedValue{
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(indented{parser.NewParagraphParser()}, 1000),
	}
	if story {
		// In a comment a line of hyphens parts paragraphs; nobody means a heading by it.
		list = append(list, util.Prioritized(parser.NewSetextHeadingParser(), 100))
	}
	return list
}

// indented lets a paragraph begin with a line of any indentation. Without it, goldmark would stop at one, since nothing else
// takes such lines here, and lose the rest of the text.
type indented struct{ parser.BlockParser }

// CanAcceptIndentedLine implements parser.BlockParser.
func (indented) CanAcceptIndentedLine() bool { return true }

func inlines() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(bounded{parser.NewCodeSpanParser()}, 100),
		util.Prioritized(bounded{parser.NewLinkParser()}, 200),
		util.Prioritized(bounded{parser.NewAutoLinkParser()}, 300),
		util.Prioritized(bounded{parser.NewEmphasisParser()}, 500),
		util.Prioritized(bounded{strike{extension.NewStrikethroughParser()}}, 500),
	}
}

// strike reads ~~struck~~ but not ~struck~: a single tilde is «about», and stands in addresses.
type strike struct{ parser.InlineParser }

// Parse implements parser.InlineParser.
func (s strike) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); len(line) < 2 || line[1] != '~' {
		return nil
	}
	return s.InlineParser.Parse(parent, block, pc)
}

// bounded lets an inline parser try only so often within one block. Each try may look at the whole block (a backtick seeks
// its partner) or at all tries before it (an asterisk does), which hostile input turns into quadratic time; what comes after
// the last try stays plain text.
type bounded struct{ parser.InlineParser }

// allowance is what is left to spend in one block.
type allowance struct {
	block ast.Node
	tries int
}

var allowanceKey = parser.NewContextKey()

// Parse implements parser.InlineParser.
func (b bounded) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	a, _ := pc.Get(allowanceKey).(*allowance)
	if a == nil || a.block != parent {
		size := 1
		if l := parent.Lines(); l.Len() > 0 {
			size = max(1, l.At(l.Len()-1).Stop-l.At(0).Start)
		}
		a = &allowance{parent, min(400, max(50, 4<<20/size))}
		pc.Set(allowanceKey, a)
	}
	if a.tries <= 0 {
		return nil
	}
	a.tries--
	return b.InlineParser.Parse(parent, block, pc)
}

// CloseBlock implements parser.CloseBlocker for the parsers that need it.
func (b bounded) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if c, ok := b.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
	}
}

// references reads definitions of links, [1]: https://…, at the beginning of paragraphs of a sane length: goldmark takes time
// by the square of the lines.
type references struct{ parser.ParagraphTransformer }

// Transform implements parser.ParagraphTransformer.
func (r references) Transform(n *ast.Paragraph, reader text.Reader, pc parser.Context) {
	if n.Lines().Len() <= 1000 {
		r.ParagraphTransformer.Transform(n, reader, pc)
	}
}

// maxBlank is how many empty lines in a row are read: each is weighed against every list that is open.
const maxBlank = 8

// flatten bounds how deep a line can lead into quotations and lists: what would open a ninth quotation is dropped, what would
// open a ninth list is text. Without it, a line of ten thousand marks costs a hundred million steps.
func flatten(markdown string) string {
	var out strings.Builder
	out.Grow(len(markdown))
	empty := 0
	for line := range strings.Lines(markdown) {
		if strings.TrimSpace(line) != "" {
			empty = 0
		} else if empty++; empty > maxBlank {
			continue
		}
		flattenLine(&out, line)
	}
	return out.String()
}

func flattenLine(out *strings.Builder, line string) {
	if len(line) <= maxIndent && strings.Trim(line, " \t\n-*_") == "" {
		out.WriteString(line) // a rule, however many marks it has, or nothing
		return
	}
	quotes, lists, column := 0, 0, 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == ' ' || c == '\t':
			if column++; column > maxIndent {
				continue
			}
			out.WriteByte(c)
		case c == '>':
			if quotes++; quotes <= maxNesting {
				out.WriteByte(c)
			}
		default:
			n := marker(line[i:])
			if n > 0 && lists < maxNesting {
				lists++
				out.WriteString(line[i : i+n])
				i += n - 1
				continue
			}
			if n > 0 {
				out.WriteString(line[i:i+n-1] + "\\")
				i += n - 1
			}
			out.WriteString(line[i:])
			return
		}
	}
}

// marker gives the length of the list marker that s begins with, 0 for none.
func marker(s string) int {
	i := 1
	switch {
	case s[0] == '-' || s[0] == '*' || s[0] == '+':
	case s[0] < '0' || s[0] > '9':
		return 0
	default:
		for i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		if i == len(s) || s[i] != '.' && s[i] != ')' {
			return 0
		}
		i++
	}
	if i < len(s) && s[i] != ' ' && s[i] != '\t' && s[i] != '\n' {
		return 0
	}
	return i
}
