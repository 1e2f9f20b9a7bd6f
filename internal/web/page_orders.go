package web

import "net/http"

// OrdersPage explains in which orders a discussion can stand, and how the one across a divide is made. Page: orders.
type OrdersPage struct {
	Frame
	Steps   []string // ids of the five sentences
	Careful []string // ids of what is promised besides
	Exact   []string // ids of the steps of the computation
	Others  []OrderText
	Rows    []BridgeRow // of the picture, the first comment first
}

// Height is that of the picture.
func (p *OrdersPage) Height() int { return len(p.Rows)*rowHeight + 4 }

// An OrderText names an order and says what it is.
type OrderText struct {
	Label, Text string // ids
}

// A BridgeRow is one made-up comment of the picture: how much of it each side values.
type BridgeRow struct {
	Place    int
	Y        int
	One, Two int // lengths of the bars
	First    bool
}

// TextY is where the number of a row stands.
func (r BridgeRow) TextY() int { return r.Y + 10 }

const (
	rowHeight = 22
	fullBar   = 160
)

// bridgeExamples are the tenths of each side that value the comments of the picture, in the order across the divide: by the less of the two.
var bridgeExamples = [][2]int{{7, 6}, {5, 5}, {9, 3}, {1, 10}}

// orders shows the page.
func (s *Server) orders(r *http.Request) (*answer, error) {
	v := visitOf(r.Context())
	p := s.printer(v.lang)
	page := newOrdersPage(s.frame(r, p.T("orders.title")))
	page.Canonical, page.Description = s.o.Origin+LocalPath(v.lang, "/order"), p.T("orders.lead")
	return &answer{name: "orders", data: page, shows: [][16]byte{everything}}, nil
}

func newOrdersPage(f Frame) *OrdersPage {
	page := &OrdersPage{
		Frame:   f,
		Steps:   []string{"orders.step_votes", "orders.step_sides", "orders.step_share", "orders.step_less", "orders.step_until"},
		Careful: []string{"orders.careful_secret", "orders.careful_words", "orders.careful_rush", "orders.careful_new", "orders.careful_reports"},
		Exact:   []string{"orders.exact_leaning", "orders.exact_camps", "orders.exact_share", "orders.exact_score", "orders.exact_when"},
		Others: []OrderText{
			{"discussion.by_respect", "orders.about_respect"}, {"discussion.newest", "orders.about_newest"},
			{"discussion.oldest", "orders.about_oldest"}, {"discussion.by_answers", "orders.about_answers"},
		},
	}
	for i, e := range bridgeExamples {
		page.Rows = append(page.Rows, BridgeRow{i + 1, i*rowHeight + 2, e[0] * fullBar / 10, e[1] * fullBar / 10, i == 0})
	}
	return page
}
