package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/alecthomas/kong"
)

// help prints what a command does and takes, in the language of the command line.
func (p *program) help(_ kong.HelpOptions, ctx *kong.Context) error {
	node := ctx.Selected()
	if node == nil {
		node = ctx.Model.Node
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n\n%s\n", p.say.T("cli.usage"), usage(node), node.Help)
	table := func(title string, rows [][2]string) {
		if len(rows) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n%s\n", title)
		w := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
		for _, row := range rows {
			fmt.Fprintf(w, "  %s\t%s\n", row[0], row[1])
		}
		_ = w.Flush() // into memory
	}
	var rows [][2]string
	for _, child := range node.Children {
		rows = append(rows, [2]string{strings.TrimPrefix(usage(child), "rozmova "), child.Help})
	}
	table(p.say.T("cli.commands"), rows)
	rows = nil
	for _, arg := range node.Positional {
		rows = append(rows, [2]string{strings.ToUpper(arg.Name), arg.Help})
	}
	table(p.say.T("cli.arguments"), rows)
	rows = nil
	for _, flag := range node.Flags {
		if flag.Name == "help" {
			continue
		}
		name := "--" + flag.Name
		if !flag.IsBool() {
			name += " " + flag.PlaceHolder
		}
		rows = append(rows, [2]string{name, flag.Help})
	}
	table(p.say.T("cli.flags"), rows)
	if len(node.Children) > 0 {
		fmt.Fprintf(&b, "\n%s\n", p.say.T("cli.more_help"))
	}
	_, err := fmt.Fprint(p.out, b.String())
	return err
}

// usage is a command with its arguments: rozmova user add EMAIL.
func usage(node *kong.Node) string {
	words := []string{}
	for n := node; n != nil; n = n.Parent {
		words = append([]string{n.Name}, words...)
	}
	for _, arg := range node.Positional {
		name := strings.ToUpper(arg.Name)
		if arg.IsCumulative() {
			name += "…"
		}
		words = append(words, name)
	}
	if len(node.Children) > 0 {
		words = append(words, "…")
	}
	return strings.Join(words, " ")
}
