package web

import (
	"net/http"
	"time"
)

// A ProviderPart is what the pages of the ways in show of providers and of the newsroom's own login.
type ProviderPart struct {
	Doors      []DoorButton
	Identities []IdentityLine // of who is signed in, the oldest first
}

// Linked are the doors behind which who is signed in is known.
func (p ProviderPart) Linked() []DoorButton {
	var list []DoorButton
	for _, d := range p.Doors {
		if d.Linked {
			list = append(list, d)
		}
	}
	return list
}

// A DoorButton offers a provider or the newsroom's own login.
type DoorButton struct {
	Path   string // last part of the addresses that begin: provider/google, or site
	Name   string // in the language of the interface
	Linked bool   // who is signed in is known behind it
}

// An IdentityLine is who a reader is behind one.
type IdentityLine struct {
	ID    string
	Door  string // its name in the language of the interface
	Label string // by which the reader tells it from others; may be empty
	Added time.Time
	Used  time.Time
}

// GoingPage stands between this site and another that the browser goes to at once. Page: going.
type GoingPage struct {
	Frame
	Name string // of the other
	To   string // absolute address
}

// providerPart gives the doors there are and, where somebody is signed in, who they are behind them.
func (s *Server) providerPart(r *http.Request) (ProviderPart, error) {
	v := visitOf(r.Context())
	var part ProviderPart
	at := map[string]int{}
	for i, d := range s.o.Membership.Doors() {
		b := DoorButton{Path: "site", Name: d.Names[string(v.lang)]}
		if d.Key != "" {
			b.Path = "provider/" + d.Key
		}
		for _, name := range []string{d.Names[""], d.Key, s.o.Site.Name} {
			if b.Name == "" {
				b.Name = name
			}
		}
		part.Doors = append(part.Doors, b)
		at[d.Issuer] = i
	}
	if v.reader == nil {
		return part, nil
	}
	list, err := s.o.Membership.Identities(r.Context(), v.reader)
	if err != nil {
		return part, err
	}
	for _, one := range list {
		line := IdentityLine{ID: one.ID, Door: one.Issuer, Label: one.Label, Added: one.Added, Used: one.Used}
		if i, ok := at[one.Issuer]; ok {
			line.Door, part.Doors[i].Linked = part.Doors[i].Name, true
		}
		part.Identities = append(part.Identities, line)
	}
	return part, nil
}
