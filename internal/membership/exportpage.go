package membership

import (
	"context"
	"html/template"

	"github.com/rozmova/rozmova/internal/store"
)

// exportPage is the page of an export. It needs nothing beside itself, so that it can be read in ten years.
var exportPage = template.Must(template.New("export").Parse(`{{define "head"}}<!doctype html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{.Title}}</title>
<style>
body { font: 1rem/1.5 Georgia, serif; max-width: 70rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; color-scheme: light dark }
h1 { font-size: 1.8rem; line-height: 1.2 } h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem } nav ul { columns: 16rem; padding-inline-start: 1.2rem }
div { overflow-x: auto } table { border-collapse: collapse; font-size: .9rem } th, td { text-align: start; vertical-align: top; padding: .35rem .7rem .35rem 0; border-bottom: 1px solid #8888 }
td { max-width: 36rem; overflow-wrap: anywhere; white-space: pre-wrap } img { max-width: 12rem; border-radius: 50% }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
<p>{{.Lead}}</p>
{{with .Picture}}<p><img src="{{.}}" alt="{{$.PictureAlt}}"></p>
{{end}}{{end}}{{define "section"}}<section aria-labelledby="{{.Name}}"><h2 id="{{.Name}}">{{.Title}}</h2>
<div tabindex="0" role="group" aria-labelledby="{{.Name}}"><table><thead><tr>{{range .Heads}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>{{range .Rows}}<tr>{{range .}}<td dir="auto">{{.}}</td>{{end}}</tr>
{{end}}</tbody></table></div></section>
{{end}}{{define "foot"}}</body>
</html>
{{end}}`))

type exportHead struct{ Lang, Title, Lead, Picture, PictureAlt string }

type exportSection struct {
	Name, Title string
	Heads       []string
	Rows        [][]string
}

// page writes the page for people: a table for each kind of rows of which there are any.
func (e *exporter) page(ctx context.Context) error {
	w, err := e.create("index.html")
	if err != nil {
		return err
	}
	head := exportHead{
		Lang: e.say.Lang(), Title: e.say.T("own_data.page_title", "Site", e.desk.o.Site.Name), Picture: e.picture, PictureAlt: e.say.T("own_data.picture_alt"),
		Lead: e.say.T("own_data.page_lead", "When", e.say.DateTime(e.now)),
	}
	if err := exportPage.ExecuteTemplate(w, "head", head); err != nil {
		return err
	}
	for _, s := range store.OwnSections() {
		rows, err := e.rows(ctx, &s)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			continue
		}
		section := exportSection{Name: s.Name, Title: e.say.T("own_data.sec_" + s.Name)}
		for _, f := range s.Fields {
			section.Heads = append(section.Heads, e.say.T("own_data.col_"+f))
		}
		for _, row := range rows {
			cells := make([]string, len(row))
			for i, v := range row {
				cells[i] = e.cell(v)
			}
			section.Rows = append(section.Rows, cells)
		}
		if err := exportPage.ExecuteTemplate(w, "section", section); err != nil {
			return err
		}
	}
	return exportPage.ExecuteTemplate(w, "foot", nil)
}
