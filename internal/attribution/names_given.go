package attribution

import (
	"strings"
	"sync"
)

// givenForms are all forms of the given names that are known.
var givenForms = map[string]func() map[string][]reading{
	"uk": sync.OnceValue(func() map[string][]reading { return readGiven(namesUk+moreNamesUk, paradigms["uk"]()) }),
	"ru": sync.OnceValue(func() map[string][]reading { return readGiven(namesRu, paradigms["ru"]()) }),
}

// moreNamesUk are given names that the list of shevchenko has not: of other peoples, and short ones.
const moreNamesUk = `
m джо= пабло= педро= марко= бруно= леонардо= дієго= альберто= роберто= дональд барак емманюель олаф анджей дональд матеуш ярослав лукаш реджеп тайїп біньямін нарендра шавкат касим-жомарт ілхам ніколас борис ріші кір девід джордж джон джеймс майкл томас стівен кевін білл білльям вільям марк ентоні ллойд
m жозеп урсула антоніу антоніо жозе хосе карлос луїс хав’єр хуан енріке мануель роберт чарльз річард едвард генрі патрік браян еріх клаус ганс юрген вольфганг фрідріх франк крістіан йенс стефан ульріх гітанас едгарс егілс алар саулі пекка ларс йонас андерс
m симон рефат наріман сидір казимир рафаель шарль хома фома марк нестор єнс андрес тарас джозеф антоніу ростислав вітольд зенон северин любомир аскольд юхим юрко івась ігнат ілля кіндрат лаврентій мефодій никодим оверко онуфрій охрім панас пантелеймон прохор самійло свирид терентій тодось трохим харитон хведір ярема ахтем енвер ленур нурі шевкет еміль емін фарід
m саша женя сергєй ніколай міхаїл алєксєй дмітрій євгеній владімір нікіта рамзан шойгу лі вей хі сі тарік ахмед мухаммад мохаммед алі хасан омар абдул рустем мустафа ахтем нариман дуейн клаудіо ніно заза іраклій міхеїл бідзіна
f роксолана лариса віталіна еліна ада леся ліна енн анне майя наталя ганна
f урсула анналена кая камала гілларі мішель анна-лена джорджа джилл джен карін кетрін елізабет меланія ненсі лінда карла софія магдалена мая санду маріанна джоан сара кейт шарлотта еммануель бріжит крістін анне аннетте аліса оля катя настя юля маша таня свєта лєна ірена аґата зузана катажина барбара беата агнешка ясміна аміна фатіма лейла маргот ксенія олеся орися дарка уляна зоряна соломія злата мілана емілія аріна жасмін
`

// readGiven writes out the forms of a list of given names.
func readGiven(list string, d *paradigm) map[string][]reading {
	forms := make(map[string][]reading, 10_000)
	seen := map[string]bool{}
	for line := range strings.Lines(list) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0] != "m" && f[0] != "f" {
			continue
		}
		for _, name := range f[1:] {
			gender := f[0][0]
			if bare, ok := strings.CutSuffix(name, "="); ok {
				forms[bare] = append(forms[bare], reading{name: bare, gender: gender, cases: every})
				continue
			}
			if key := f[0] + name; seen[key] {
				continue
			} else {
				seen[key] = true
			}
			for form, c := range d.forms(name, 'g', gender, false) {
				if c == vocative {
					continue
				}
				r := reading{name: name, gender: gender, cases: c &^ vocative}
				if c&nominative != 0 && len(forms[form]) > 0 {
					forms[form] = append([]reading{r}, forms[form]...)
				} else {
					forms[form] = append(forms[form], r)
				}
			}
		}
	}
	return forms
}

// patronymic tells whether a word looks like a form of a patronymic.
func (n *namer) patronymic(w string) bool {
	stem := strings.TrimRight(w, "аеиоуюіїяйм")
	if n.p.lang == "ru" {
		return len(w) > 10 && (hasAny(stem, "ович", "евич", "ович") || hasAny(stem, "овн", "евн", "ичн"))
	}
	return len(w) > 10 && (hasAny(stem, "ович", "йович", "евич", "лліч", "іліч") || hasAny(stem, "івн", "ївн") && stem != w)
}

// fathers tells whether a patronymic is made of a name that is known: Іванович is, Сєнкевич is a family name.
func (n *namer) fathers(w string) bool {
	for _, mark := range []string{"йович", "ьович", "ович", "евич", "івн", "ївн", "овн", "евн", "ьевич"} {
		stem, _, ok := strings.Cut(w, mark)
		if !ok {
			continue
		}
		for _, end := range []string{"", "о", "й", "ь", "а", "я", "ій", "ий"} {
			for _, r := range n.given[stem+end] {
				if r.cases&nominative != 0 && r.gender == 'm' {
					return true
				}
			}
		}
	}
	return hasAny(strings.TrimRight(w, "аеиоуюіїяйм"), "лліч", "іліч", "ичн")
}
