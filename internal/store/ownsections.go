package store

import (
	"cmp"
	"slices"
)

// OwnSections are all kinds of rows that are about a reader. The text of others is not among them: what they answered, picked or
// reported is told by its ID.
func OwnSections() []OwnSection {
	list := []OwnSection{
		own("account", "reader", "reader.id", "id:id text:pen_name text:language time:joined time:renamed int:hidden text:picture bool:guest time:erasing",
			"select id, pen_name, locale, joined, renamed, hidden, picture, guest, erased from reader where id = $1"),
		own("account", "contact", "contact.reader", "text:email time:added time:bounced", "select email, added, bounced from contact where reader = $1"),
		own("account", "former_names", "former_name.reader", "text:name time:until", "select name, until from former_name where reader = $1 order by until"),
		own("account", "roles", "reader_role.reader", "text:role text:section time:given",
			"select role, section, given from reader_role where reader = $1 order by given, role, section"),
		own("account", "identities", "identity.reader", "id:id text:kind text:issuer text:subject text:label time:added time:used",
			"select id, kind, issuer, subject, label, added, used from identity where reader = $1 order by added"),
		own("account", "passkeys", "passkey.reader", "hash:id text:label time:added time:used",
			"select id, label, added, used from passkey where reader = $1 order by added"),
		own("account", "second_factor", "totp.reader", "time:added int:wrong time:tried", "select added, wrong, tried from totp where reader = $1"),
		own("account", "sessions", "session.reader", "time:created time:seen time:expires text:device text:way time:proven time:second",
			"select created, seen, expires, device, way, proven, second from session where reader = $1 order by created"),
		own("account", "known_browsers", "known_browser.reader", "time:added time:seen", "select added, seen from known_browser where reader = $1 order by added"),
		own("account", "codes", "sign_in_code.reader", "text:email text:purpose time:created time:expires",
			"select email, purpose, created, expires from sign_in_code where reader = $1 or email in (select email_key from contact where reader = $1) order by created"),
		own("account", "challenges", "challenge.reader", "text:kind time:created time:expires",
			"select kind, created, expires from challenge where reader = $1 order by created"),
		own("account", "tokens", "api_token.reader", "text:name time:created time:expires",
			"select name, created, expires from api_token where reader = $1 order by created"),
		own("account", "push_devices", "push_subscription.reader", "text:endpoint text:language text:device time:added int:failed",
			"select endpoint, locale, device, added, failed from push_subscription where reader = $1 order by added"),
		own("account", "alert_settings", "alert_setting.reader", "json:settings", "select doc from alert_setting where reader = $1"),
		own("account", "picture", "picture.reader", "text:version time:at", "select version, at from picture where reader = $1"),

		own("comments", "comments", "comment.author", "id:id text:story id:thread id:answers text:language text:text state:state int:revision text:statement int:cited_revision "+
			"time:created time:changed int:voters int:agree int:disagree int:respect time:picked time:marked",
			`select c.id, s.slug, c.thread, c.parent, c.language, c.source, c.state, c.revision, c.statement, c.cited, c.created, c.changed, c.voters, c.agree,
				c.disagree, c.respect, c.featured, c.marked from comment c join story s on s.id = c.story where c.author = $1 order by c.created, c.id`),
		own("comments", "revisions", "", "id:comment int:revision text:text time:at",
			"select r.comment, r.revision, r.source, r.at from comment_revision r join comment c on c.id = r.comment where c.author = $1 order by r.at"),
		own("comments", "verdicts", "", "id:comment int:revision text:model text:language int:reading score:toxicity score:insult score:threat score:obscenity "+
			"score:identity_attack score:participant json:spans time:at",
			`select v.comment, v.revision, v.model, v.language, v.reading, v.toxicity, v.insult, v.threat, v.obscenity, v.identity_attack, v.participant, v.spans, v.at
				from verdict v join comment c on c.id = v.comment where c.author = $1 order by v.at`),
		own("comments", "picks", "", "id:comment time:at int:block",
			"select p.comment, p.at, p.block from pick p join comment c on c.id = p.comment where c.author = $1 order by p.at"),
		own("comments", "mentions", "mention.reader", "id:comment time:at", "select comment, at from mention where reader = $1 order by at"),

		own("votes", "votes", "vote.reader", "id:comment text:story int:opinion bool:respect time:first time:changed",
			`select v.comment, s.slug, v.opinion, v.respect, v.first, v.changed from vote v join comment c on c.id = v.comment join story s on s.id = c.story
				where v.reader = $1 order by v.first`),

		own("notices", "notices", "notice.reporter", "id:id id:comment text:rule text:text time:at id:decision text:kind text:category text:law text:country text:notifier text:name text:email text:outcome text:answer time:due",
			"select id, comment, rule, text, at, decision, kind, category, law, country, notifier, name, email, outcome, answer, due from notice where reporter = $1 order by at"),

		own("notices", "appeals", "appeal.appellant", "id:id id:decision id:comment text:text time:at time:due int:state text:answer time:decided",
			"select id, decision, comment, text, at, due, state, answer, decided from appeal where appellant = $1 order by at"),
		own("decisions", "sanctions", "sanction.reader", "id:id id:decision int:rung text:rule time:starts time:ends time:read time:lifted",
			"select id, decision, rung, rule, starts, ends, read, lifted from sanction where reader = $1 order by starts"),
		own("decisions", "about_account", "decision.reader", "id:id id:comment text:action text:rule int:version text:facts bool:automatic time:at",
			"select id, comment, action, rule, version, facts, automatic, at from decision where reader = $1 order by at"),
		own("decisions", "appeals_heard", "appeal.actor", "id:id id:decision int:state text:answer time:decided",
			"select id, decision, state, answer, decided from appeal where actor = $1 order by decided"),
		own("comments", "nudges", "nudge.reader", "id:id id:thread text:label score:score int:outcome time:at time:ended id:comment",
			"select id, thread, label, score, outcome, at, ended, comment from nudge where reader = $1 order by at"),
		own("decisions", "about_you", "", "id:id id:comment int:revision text:action text:rule int:version text:facts bool:automatic time:at",
			`select d.id, d.comment, d.revision, d.action, d.rule, d.version, d.facts, d.automatic, d.at from decision d join comment c on c.id = d.comment
				where c.author = $1 order by d.at`),
		own("decisions", "reasons", "reasons.author", "id:decision json:statement time:at", "select decision, doc, at from reasons where author = $1 order by at"),
		own("decisions", "made", "decision.actor", "id:id id:comment int:revision text:action text:rule int:version text:facts time:at",
			"select id, comment, revision, action, rule, version, facts, at from decision where actor = $1 order by at"),
		own("decisions", "labels", "civility_label.actor", "id:comment int:revision int:participant int:toxic time:at",
			"select comment, revision, participant, toxic, at from civility_label where actor = $1 order by at"),
		own("decisions", "second_looks", "second_look.actor", "id:decision text:action text:rule time:at",
			"select decision, action, rule, at from second_look where actor = $1 order by at"),
		own("decisions", "sampled", "sample.actor", "id:comment int:revision int:said time:at", "select comment, revision, said, at from sample where actor = $1 order by at"),
		own("decisions", "picked", "pick.editor", "id:comment time:at int:block", "select comment, at, block from pick where editor = $1 order by at"),
		own("decisions", "story_revisions", "story_revision.actor", "text:story int:revision time:at",
			"select s.slug, r.revision, r.at from story_revision r join story s on s.id = r.story where r.actor = $1 order by r.at"),
		own("decisions", "additions", "addition.actor", "id:id text:story text:byline text:title int:state time:at time:changed text:note",
			"select a.id, s.slug, a.byline, a.title, a.state, a.at, a.changed, a.note from addition a join story s on s.id = a.story where a.actor = $1 order by a.at"),

		own("decisions", "working", "working.actor", "text:story int:version time:changed",
			"select s.slug, w.version, w.changed from working w join story s on s.id = w.story where w.actor = $1 order by w.changed"),
		own("decisions", "evidence", "evidence.actor", "text:story text:name int:size time:at",
			"select s.slug, e.name, e.size, e.at from evidence e join story s on s.id = e.story where e.actor = $1 order by e.at, e.name"),
		own("decisions", "policies", "policy.actor", "text:level int:version time:at", "select level, version, at from policy where actor = $1 order by at"),
		own("decisions", "audit", "audit.actor", "id:id text:action text:kind time:at", "select id, action, kind, at from audit where actor = $1 order by at"),

		own("alerts", "alerts", "alert.reader", "id:id int:kind id:story id:comment id:about time:at time:read bool:page time:digest int:letter",
			"select id, kind, story, comment, ref, at, read, page, digest, letter from alert where reader = $1 order by at, id"),
		own("alerts", "pushes", "", "id:alert int:tries time:next time:sent",
			"select p.alert, p.tries, p.next, p.sent from push p join alert a on a.id = p.alert where a.reader = $1 order by p.sent"),
		own("alerts", "letters", "letter.reader", "int:event text:kind id:about int:tries time:next time:sent",
			"select seq, kind, ref, tries, next, sent from letter where reader = $1 order by seq"),

		own("others", "muted", "mute.reader", "id:reader time:at", "select muted, at from mute where reader = $1 order by at"),
		own("others", "visits", "visit.reader", "text:story time:before time:last",
			"select s.slug, v.before, v.last from visit v join thread t on t.id = v.thread join story s on s.id = t.story where v.reader = $1 order by v.last"),
		own("others", "stories", "story_reader.reader", "text:story text:part",
			"select s.slug, r.part from story_reader r join story s on s.id = r.story where r.reader = $1 order by s.slug, r.part"),
		own("others", "invited", "invited.reader", "text:story",
			"select s.slug from invited i join thread t on t.id = i.thread join story s on s.id = t.story where i.reader = $1 order by s.slug"),
		own("others", "origins", "origin.reader", "int:day text:deed time:at", "select day, deed, at from origin where reader = $1 order by at"),
		own("decisions", "signals", "signal.reader", "id:id text:kind id:comment text:acted time:at int:state",
			"select id, kind, comment, acted, at, state from signal where reader = $1 order by at"),
		own("decisions", "signals_closed", "signal.actor", "id:id text:kind int:state time:closed", "select id, kind, state, closed from signal where actor = $1 order by closed"),
		own("others", "log", "event.actor", "int:event time:at int:kind id:story id:thread id:comment",
			"select seq, at, kind, story, thread, comment from event where actor = $1 order by seq"),
	}
	first := map[string]int{} // those of one file stand together
	for i, section := range list {
		if _, there := first[section.File]; !there {
			first[section.File] = i
		}
	}
	slices.SortStableFunc(list, func(a, b OwnSection) int { return cmp.Compare(first[a.File], first[b.File]) })
	return list
}
