package i18n

import "strings"

// Language names a language that readers write in by its tag, and any for "*"; a tag that we have no name for is given back.
func (p *Printer) Language(tag string) string {
	switch tag {
	case "*":
		return p.T("settings.language.any")
	case "uk", "en", "ru", "pl", "crh", "de", "fr":
		return p.T("settings.language." + tag)
	}
	return tag
}

// LanguageNames names several, one after another.
func LanguageNames[L ~string](p *Printer, tags []L) string {
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = p.Language(string(tag))
	}
	return strings.Join(names, ", ")
}
