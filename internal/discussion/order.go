package discussion

import (
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// An Order is the order in which a discussion's first comments stand. Answers always stand in the order they were written.
type Order string

// The orders.
const (
	Bridges   Order = "bridges" // by what both sides value, where readers are divided; else as Respected
	Respected Order = "respected"
	Newest    Order = "newest"
	Oldest    Order = "oldest"
	Answered  Order = "answered"
)

// Orders gives the orders that can be chosen, as they are offered.
func Orders() []Order { return []Order{Bridges, Respected, Newest, Oldest, Answered} }

// ParseOrder reads one of Orders; nothing stands for the site's own order. Anything else is Invalid page.order.
func ParseOrder(s string) (Order, error) {
	if o := Order(s); o == "" || slices.Contains(Orders(), o) {
		return o, nil
	}
	return "", &rozmova.Error{Kind: rozmova.Invalid, Reason: "page.order", Field: "order"}
}

// stored is the order as the store knows it.
func (o Order) stored() store.Order {
	switch o {
	case Newest:
		return store.Newest
	case Respected:
		return store.Respected
	case Answered:
		return store.Answered
	case Bridges:
		return store.Bridged
	}
	return store.Oldest
}
