package web

import (
	"net/http"

	"github.com/rozmova/rozmova"
)

// A DeskFrame is what every page of the desk has around its content. Its templates begin with
// {{template "desk-top" .DeskFrame}} and end with {{template "desk-bottom" .DeskFrame}}.
type DeskFrame struct {
	Frame
	Area   string       // key of the area that is open; empty: none of them
	Areas  []DeskTab    // those that this person may open
	Alarms []DeskBanner // what cannot wait; most pressing first
}

// A DeskTab leads to a part of the desk. Its name is the message desk.area.KEY or, in a page's own tabs, what the page says.
type DeskTab struct {
	Key   string
	Path  string // site path
	Count int    // 0: not told
}

// A DeskBanner is a line above every page of the desk.
type DeskBanner struct {
	Text string // whole, in the language of the interface
	Path string // site path where it is dealt with; empty for none
}

// A deskArea is a part of the desk with a tab on each of its pages.
type deskArea struct {
	key  string // the tab says desk.area.KEY
	path string
	may  func(*rozmova.Reader) bool // who has the tab
}

// deskAreas are the parts of the desk in the order of their tabs. A part is added by a line here and its name in the catalogues.
var deskAreas = []deskArea{
	{"queue", "/desk", moderates},
	{labelsTab, "/desk/labels", moderates},
	{"quality", "/desk/quality", moderates},
	{"stories", "/desk/stories", writesStories},
	{"policy", "/desk/policy", hears},
	{"rules", "/desk/rules", writesRules},
	{"abuse", "/desk/abuse", func(p *rozmova.Reader) bool { return p.HasFor(rozmova.Moderator, "") }},
	{"register", "/desk/register", writesStories},
	{"staff", "/desk/staff", func(p *rozmova.Reader) bool { return p.HasFor(rozmova.Admin, "") }},
	{"audit", "/desk/audit", func(p *rozmova.Reader) bool { return p.HasFor(rozmova.Admin, "") }},
}

// deskAlarms give what stands above every page of the desk. They are asked at each of its pages, so they have to be cheap.
var deskAlarms = []func(s *Server, r *http.Request, by *rozmova.Reader) ([]DeskBanner, error){termAlarm}

// moderates and hears tell who has a tab: moderators of any section, senior moderators.
func moderates(p *rozmova.Reader) bool { return p.Has(rozmova.Moderator, "") }
func hears(p *rozmova.Reader) bool     { return p.Has(rozmova.Senior, "") }

// deskFrame frames a page of the desk: area is the key of its tab, title what it is called, in the language of the interface; empty: by
// the desk's name. It asks nobody for a role: the desk behind the page does.
func (s *Server) deskFrame(r *http.Request, area, title string) DeskFrame {
	v := visitOf(r.Context())
	if title == "" {
		title = s.printer(v.lang).T("moderation.title")
	}
	f := DeskFrame{Frame: s.frame(r, title), Area: area}
	if v.reader == nil {
		return f
	}
	for _, a := range deskAreas {
		if !a.may(v.reader) {
			continue
		}
		tab := DeskTab{Key: a.key, Path: a.path}
		if a.key == "queue" {
			tab.Count = f.Me.Waiting
		}
		f.Areas = append(f.Areas, tab)
	}
	for _, alarm := range deskAlarms {
		banners, err := alarm(s, r, v.reader)
		if err != nil {
			if r.Context().Err() == nil {
				s.o.Log.Warn("asking what cannot wait", "error", err)
			}
			continue
		}
		f.Alarms = append(f.Alarms, banners...)
	}
	return f
}
