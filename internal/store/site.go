package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

// FirstSite gives the oldest site of the store; NotFound in an empty one.
func (tx *Tx) FirstSite() (*rozmova.Site, error) {
	var s rozmova.Site
	var languages string
	err := tx.row("select id, name, host, languages from site order by created, id limit 1").Scan(&s.ID, &s.Name, &s.Host, &languages)
	if err != nil {
		return nil, missing(err)
	}
	for _, l := range strings.Fields(languages) {
		s.Languages = append(s.Languages, rozmova.Locale(l))
	}
	return &s, nil
}

// PutSite writes a site, new or changed.
func (tx *Tx) PutSite(s *rozmova.Site, at time.Time) error {
	languages := make([]string, len(s.Languages))
	for i, l := range s.Languages {
		languages[i] = string(l)
	}
	_, err := tx.exec(`insert into site (id, name, host, languages, created) values ($1, $2, $3, $4, $5)
		on conflict (id) do update set name = excluded.name, host = excluded.host, languages = excluded.languages`,
		s.ID, s.Name, s.Host, strings.Join(languages, " "), micros(at))
	return err
}

const ruleColumns = "key, version, title, text, since"

func scanRule(rows *sql.Rows) (rozmova.Rule, error) {
	var r rozmova.Rule
	var title, text string
	var since int64
	if err := rows.Scan(&r.Key, &r.Version, &title, &text, &since); err != nil {
		return r, err
	}
	r.Since = moment(since)
	if err := json.Unmarshal([]byte(title), &r.Title); err != nil {
		return r, fmt.Errorf("rule %s: %w", r.Key, err)
	}
	if err := json.Unmarshal([]byte(text), &r.Text); err != nil {
		return r, fmt.Errorf("rule %s: %w", r.Key, err)
	}
	return r, nil
}

// Rules gives every version of every house rule of a site, by key, the newest version first.
func (tx *Tx) Rules(site rozmova.ID[rozmova.Site]) ([]rozmova.Rule, error) {
	rows, err := tx.query("select "+ruleColumns+" from rule where site = $1 order by key, version desc", site)
	return all(rows, err, scanRule)
}

// RuleVersion gives one version of a rule; NotFound where there is none.
func (tx *Tx) RuleVersion(site rozmova.ID[rozmova.Site], key string, version int) (*rozmova.Rule, error) {
	rows, err := tx.query("select "+ruleColumns+" from rule where site = $1 and key = $2 and version = $3", site, key, version)
	list, err := all(rows, err, scanRule)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, rozmova.NotFound
	}
	return &list[0], nil
}

// Rule gives the newest version of one house rule; NotFound where there is none.
func (tx *Tx) Rule(site rozmova.ID[rozmova.Site], key string) (*rozmova.Rule, error) {
	rows, err := tx.query("select "+ruleColumns+" from rule where site = $1 and key = $2 order by version desc limit 1", site, key)
	list, err := all(rows, err, scanRule)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, rozmova.NotFound
	}
	return &list[0], nil
}

// AddRule writes one version of a house rule.
func (tx *Tx) AddRule(site rozmova.ID[rozmova.Site], r *rozmova.Rule) error {
	title, err := json.Marshal(r.Title)
	if err != nil {
		return err
	}
	text, err := json.Marshal(r.Text)
	if err != nil {
		return err
	}
	_, err = tx.exec("insert into rule (site, "+ruleColumns+") values ($1, $2, $3, $4, $5, $6)",
		site, r.Key, r.Version, string(title), string(text), micros(r.Since))
	return err
}
