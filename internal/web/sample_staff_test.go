package web

import (
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

// secondSample is the page of the second factor of somebody who is signed in.
func secondSample(lang rozmova.Locale, change func(*SecondPage)) *SecondPage {
	p := &SecondPage{Frame: sampleFrame(lang, "/me/second?next=%2Fdesk", "Другий чинник входу"), Next: "/desk", Locked: true}
	p.Me = &Me{ID: sampleID[rozmova.Reader](1), PenName: "Ірина", Staff: true}
	change(p)
	return p
}

// staffFrame frames a page of administrators.
func staffFrame(lang rozmova.Locale, area, title string) DeskFrame {
	f := DeskFrame{Frame: sampleFrame(lang, "/desk/"+area, title), Area: area, Areas: []DeskTab{{"queue", "/desk", 3}, {"staff", "/desk/staff", 0}, {"audit", "/desk/audit", 0}}}
	f.Me = &Me{ID: sampleID[rozmova.Reader](1), PenName: "Ірина", Moderator: true, Staff: true}
	return f
}

// staffSamples are the pages of the staff.
var staffSamples = []sample{
	{"second-new", "second", func(_ testing.TB, lang rozmova.Locale) any {
		return secondSample(lang, func(p *SecondPage) { p.PasskeysOffered = true })
	}},
	{"second-app", "second", func(_ testing.TB, lang rozmova.Locale) any {
		return secondSample(lang, func(p *SecondPage) {
			p.Pending, p.Code = "JBSW Y3DP EHPK 3PXP", QRView{29, "M4 4h7v1h-7z"}
			p.Errors = FieldErrors{{"code", "Код не підходить."}}
		})
	}},
	{"second-ask", "second", func(_ testing.TB, lang rozmova.Locale) any {
		return secondSample(lang, func(p *SecondPage) {
			p.PasskeysOffered, p.Passkeys, p.Any, p.App, p.Key, p.Since = true, []PasskeyLine{{ID: "aa", Added: sampleTime}}, true, true, true, sampleTime
		})
	}},
	{"second-shown", "second", func(_ testing.TB, lang rozmova.Locale) any {
		return secondSample(lang, func(p *SecondPage) {
			p.Locked, p.Any, p.App, p.Since, p.PasskeysOffered, p.Key = false, true, true, sampleTime, true, true
		})
	}},
	{"setup-usual", "setup", func(_ testing.TB, lang rozmova.Locale) any {
		return &SetupPage{Frame: sampleFrame(lang, "/setup", "Перший адміністратор")}
	}},
	{"setup-hostile", "setup", func(_ testing.TB, lang rozmova.Locale) any {
		return &SetupPage{Frame: sampleFrame(lang, "/setup", "Перший адміністратор"), Code: hostile, Email: hostile, Errors: FieldErrors{{"code", "Код не той."}, {"email", "Це не адреса."}}}
	}},
	{"staff-usual", "staff", func(_ testing.TB, lang rozmova.Locale) any {
		return &StaffPage{DeskFrame: staffFrame(lang, "staff", "Редакція"), Second: true, Role: rozmova.Moderator,
			Roles:    []rozmova.Role{rozmova.Moderator, rozmova.Senior, rozmova.Editor, rozmova.Admin},
			Sections: []SectionLink{{"world", "Світ"}, {"city", "Місто"}},
			People: []ColleagueView{
				{ID: sampleID[rozmova.Reader](1), Name: "Ірина", Email: "iryna@example.org", Second: true, Me: true, Grants: []GrantView{{Role: rozmova.Admin}}},
				{ID: sampleID[rozmova.Reader](2), Name: "Роман", Email: "roman@example.org", Grants: []GrantView{{rozmova.Moderator, SectionLink{"city", "Місто"}}, {rozmova.Senior, SectionLink{"world", "Світ"}}}},
			}}
	}},
	{"staff-hostile", "staff", func(_ testing.TB, lang rozmova.Locale) any {
		return &StaffPage{DeskFrame: staffFrame(lang, "staff", "Редакція"), Email: hostile, Errors: FieldErrors{{"email", "Це не адреса."}, {"", "Це останній адміністратор."}},
			Roles:  []rozmova.Role{rozmova.Moderator},
			People: []ColleagueView{{ID: sampleID[rozmova.Reader](1), Name: hostile, Email: hostile, Grants: []GrantView{{rozmova.Editor, SectionLink{"world", hostile}}}}, {Name: longest}}}
	}},
	{"audit-usual", "audit", func(_ testing.TB, lang rozmova.Locale) any {
		return &AuditPage{DeskFrame: staffFrame(lang, "audit", "Журнал дій"), Who: console, Area: "role", Since: "2021-12-01", Until: "2021-12-31", Next: "/desk/audit?before=x",
			Staff: []PersonChoice{{"1", "Ірина"}}, Areas: []AreaChoice{{"role", "Ролі"}, {"policy", "Політики"}},
			Entries: []AuditView{
				{At: sampleTime, Who: "Ірина", What: "Надано роль", Subject: "Роман", Path: "/readers/2", Detail: []string{"модератор", "Місто"}},
				{At: sampleTime, What: "Скинуто другий чинник", Subject: "Роман"},
				{At: sampleTime, Who: "Ірина", What: "Вхід", Detail: []string{"ключем доступу"}},
			}}
	}},
	{"audit-none", "audit", func(_ testing.TB, lang rozmova.Locale) any {
		return &AuditPage{DeskFrame: staffFrame(lang, "audit", "Журнал дій")}
	}},
	{"audit-hostile", "audit", func(_ testing.TB, lang rozmova.Locale) any {
		return &AuditPage{DeskFrame: staffFrame(lang, "audit", hostile), Since: hostile, Staff: []PersonChoice{{hostile, hostile}}, Areas: []AreaChoice{{hostile, hostile}},
			Entries: []AuditView{{Who: hostile, What: hostile, Subject: hostile, Path: "/" + hostile, Detail: []string{hostile}}, {Who: longest, What: strings.Repeat("ж", 200)}}}
	}},
}
