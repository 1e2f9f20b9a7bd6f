-- +goose Up

-- Moderation with due process: what is decided about whom, on which ground, how it is told, appealed against and made public.

-- A decision is about a comment, about a reader (a sanction) or about a branch; the last two rest on a comment all the same.
alter table decision add column scope text not null default 'comment'; -- rozmova.Scope
alter table decision add column reader bytea references reader deferrable initially deferred; -- who is sanctioned
alter table decision add column before integer not null default 0;    -- state of the comment that it found: rozmova.CommentState
alter table decision add column final bigint not null default 0;      -- from when it is told and can no longer be undone; 0: made by a program that knew no undoing
alter table decision add column settled bigint not null default 0;    -- when DecisionFinal was appended; 0: not yet
alter table decision add column undone bigint not null default 0;     -- when its decider took it back; 0: never
alter table decision add column ground text not null default 'rule';  -- rozmova.Ground
alter table decision add column law text not null default '';         -- the provision, where the ground is the law
alter table decision add column source text not null default 'voluntary'; -- rozmova.DecisionSource
alter table decision add column label text not null default '';       -- of the classifier, where it had a part in it
alter table decision add column score integer not null default 0;     -- of that label, in ten-thousandths
alter table decision add column model text not null default '';
alter table decision add column repairs bytea;                         -- the decision that it reverses or amends
alter table decision add column marked bigint not null default 0;     -- since when the comment stood on the moderators' list, to go back there where it is undone
create index decision_unsettled on decision (site, final) where settled = 0 and undone = 0 and final > 0;
create index decision_reader on decision (reader, at) where reader is not null;
create index decision_actor on decision (actor, at);

-- Reports of what is against the law come from anybody (DSA Art. 16(2)); the fields of who sent it are personal data.
alter table notice add column kind text not null default 'rule';      -- rozmova.NoticeKind
alter table notice add column category text not null default '';      -- STATEMENT_CATEGORY_…
alter table notice add column law text not null default '';           -- what law it breaks, in the notifier's words
alter table notice add column country text not null default '';       -- of that law, two letters
alter table notice add column notifier text not null default '';      -- rozmova.Notifier
alter table notice add column name text not null default '';
alter table notice add column email text not null default '';
alter table notice add column good_faith integer not null default 0;
alter table notice add column language text not null default '';      -- to write to the notifier in
alter table notice add column secret bytea;                            -- SHA-256 of the code under which its page is found
alter table notice add column due bigint not null default 0;          -- by when it has to be decided; 0: no law says
alter table notice add column warned bigint not null default 0;       -- when the alarm before that was given
alter table notice add column weight integer not null default 100;    -- of a report, by the standing of who sent it, in hundredths
alter table notice add column origin bytea;                            -- keyed hash of the network that sent it; goes with the other origins
alter table notice add column outcome text not null default '';       -- rozmova.NoticeOutcome
alter table notice add column answer text not null default '';        -- what the decider says to the notifier
create unique index notice_secret on notice (secret) where secret is not null;
create index notice_due on notice (site, due) where decision is null and due > 0;
create index notice_reporter on notice (reporter, at) where reporter is not null;

-- Letters to people who have no account: receipts and outcomes of notices. The address stands in the notice.
create table outside_letter (
  id     bytea not null primary key,
  kind   text not null, -- receipt, outcome, appeal
  notice bytea not null references notice deferrable initially deferred,
  code   text not null, -- under which the page of the notice is found
  tries  integer not null,
  next   bigint not null, -- when to try; 0: sent or given up
  sent   bigint not null  -- 0: not yet
);
create index outside_letter_due on outside_letter (next) where next > 0;

create table appeal (
  id        bytea not null primary key,
  site      bytea not null references site deferrable initially deferred,
  decision  bytea not null references decision deferrable initially deferred,
  comment   bytea not null references comment deferrable initially deferred,
  appellant bytea references reader deferrable initially deferred, -- the author or a notifier with an account
  notice    bytea references notice deferrable initially deferred, -- where who sent it appeals
  text      text not null,
  at        bigint not null,
  due       bigint not null, -- by when it is to be heard
  warned    bigint not null default 0,
  state     integer not null, -- rozmova.AppealState
  actor     bytea references reader deferrable initially deferred, -- who heard it
  answer    text not null default '',
  decided   bigint not null default 0,
  outcome   bytea references decision deferrable initially deferred -- the decision that came of it; none where the first was upheld
);
create unique index appeal_once on appeal (decision, notice) where notice is not null;
create unique index appeal_once_author on appeal (decision) where notice is null;
create index appeal_open on appeal (site, due) where state = 1;
create index appeal_appellant on appeal (appellant, at) where appellant is not null;
create index appeal_actor on appeal (actor, decided);

create table sanction (
  id       bytea not null primary key,
  site     bytea not null references site deferrable initially deferred,
  reader   bytea not null references reader deferrable initially deferred,
  decision bytea not null references decision deferrable initially deferred,
  rung     integer not null, -- rozmova.Rung
  rule     text not null,
  starts   bigint not null,
  ends     bigint not null,
  read     bigint not null default 0,   -- when a warning was read; 0: not yet
  lifted   bigint not null default 0    -- when it was lifted before its end; 0: it was not
);
create index sanction_reader on sanction (reader, ends);

-- What waits for a person. Everything in it can be made anew from the other tables.
create table queue (
  list     text not null,   -- rozmova.QueueList
  subject  bytea not null,   -- comment, root of a branch, notice or appeal
  site     bytea not null references site deferrable initially deferred,
  comment  bytea not null references comment deferrable initially deferred, -- the one that its card shows
  story    bytea not null references story deferrable initially deferred,
  section  text not null,
  author   bytea,
  rule     text not null,    -- that is in question, where one is known
  language text not null,    -- as the classifier read it
  label    text not null,    -- the worst
  score    integer not null, -- of that label, in ten-thousandths
  harm     integer not null, -- in thousandths: rozmova.Urgency
  doubt    integer not null,
  reports  integer not null,
  rank     bigint not null,  -- rozmova.Urgency.Rank; the greatest comes first
  since    bigint not null,
  primary key (list, subject)
);
create index queue_order on queue (site, list, rank, subject);
create index queue_section on queue (site, list, section, rank, subject);
create index queue_story on queue (story, list, rank, subject);
create index queue_all on queue (site, rank, subject);
create index queue_rule on queue (site, list, rule, rank, subject);
create index queue_language on queue (site, list, language, rank, subject);
create index queue_subject on queue (subject);
create index queue_comment on queue (comment);

-- Who works on a card, so that no two people do, and to whom it is assigned.
create table claim (
  comment  bytea not null primary key references comment deferrable initially deferred,
  actor    bytea references reader deferrable initially deferred,
  until    bigint not null, -- when the claim runs out by itself
  assigned bytea references reader deferrable initially deferred -- to whom; null: nobody
);
create index claim_actor on claim (actor);
create index claim_assigned on claim (assigned);

-- What moderators write for each other. It never leaves the desk.
create table note (
  id      bytea not null primary key,
  site    bytea not null references site deferrable initially deferred,
  reader  bytea references reader deferrable initially deferred,  -- about whom
  comment bytea references comment deferrable initially deferred,
  actor   bytea references reader deferrable initially deferred,
  text    text not null,
  at      bigint not null
);
create index note_reader on note (reader, at);
create index note_comment on note (comment, at);
create index note_actor on note (actor);

-- What staff do. It holds no text of anybody.
create table audit (
  id      bytea not null primary key,
  site    bytea not null references site deferrable initially deferred,
  actor   bytea references reader deferrable initially deferred,
  action  text not null, -- rozmova.AuditAction
  kind    text not null, -- of the subject: comment, reader, decision, notice, appeal, policy, rule, site
  subject bytea,
  detail  text not null, -- JSON: names and numbers, no words of people
  at      bigint not null
);
create index audit_site on audit (site, at, id);
create index audit_actor on audit (actor, at);
create index audit_subject on audit (subject);

-- The policy of a site, of its sections and of stories, one over the other; earlier versions stay.
create table policy (
  site    bytea not null references site deferrable initially deferred,
  level   text not null, -- empty: the site; section/SLUG; story/ID
  version integer not null, -- counts from 1
  doc     text not null, -- JSON: rozmova.Policy
  actor   bytea references reader deferrable initially deferred,
  at      bigint not null,
  primary key (site, level, version)
);
create index policy_actor on policy (actor);

-- How often a writer was asked to say it more kindly, and what came of it. It holds no word of the text.
create table nudge (
  id       bytea not null primary key,
  site     bytea not null references site deferrable initially deferred,
  thread   bytea not null references thread deferrable initially deferred,
  section  text not null,
  reader   bytea references reader deferrable initially deferred,
  digest   bytea not null,    -- keyed hash of the text, to tell whether it was changed
  label    text not null,
  language text not null,
  score    integer not null,
  outcome  integer not null, -- rozmova.NudgeOutcome
  at       bigint not null,
  ended    bigint not null default 0,
  comment  bytea
);
create index nudge_at on nudge (site, at);
create index nudge_reader on nudge (reader);

-- How heated branches are.
create table temperature (
  root     bytea not null primary key references comment deferrable initially deferred,
  site     bytea not null references site deferrable initially deferred,
  thread   bytea not null references thread deferrable initially deferred,
  state    integer not null, -- rozmova.Heat
  heat     integer not null, -- in thousandths
  since    bigint not null,
  until    bigint not null,  -- when it ends by itself
  decision bytea              -- that said so
);
create index temperature_thread on temperature (thread);
create index temperature_until on temperature (until) where state > 0;

-- The public log: entries without personal data, each bound to the one before.
create table public_log (
  seq  bigint not null primary key, -- from 1, without gaps
  at   bigint not null,
  kind text not null,
  doc  text not null, -- canonical JSON
  prev bytea not null,
  hash bytea not null
);
-- With the salt the entry's content can be shown to be a certain text; without it, never.
create table log_salt (
  seq     bigint not null primary key,
  comment bytea not null,
  salt    bytea not null
);
create index log_salt_comment on log_salt (comment);
create table log_head (
  seq       bigint not null primary key, -- of the entry that it seals
  at        bigint not null,
  hash      bytea not null,
  signature bytea not null, -- Ed25519
  key       bytea not null
);

-- Decisions that a second moderator looks at without knowing the first, and comments drawn by lot to measure the classifier.
create table second_look (
  decision bytea not null primary key references decision deferrable initially deferred,
  drawn    bigint not null,
  actor    bytea references reader deferrable initially deferred,
  action   text not null default '',
  rule     text not null default '',
  at       bigint not null default 0 -- 0: not yet
);
create index second_look_actor on second_look (actor);
create table sample (
  comment  bytea not null primary key references comment deferrable initially deferred,
  revision integer not null,
  language text not null,
  drawn    bigint not null,
  actor    bytea references reader deferrable initially deferred,
  said     integer not null default 0, -- rozmova.Answer: is it an insult, a threat or an attack on somebody here
  at       bigint not null default 0   -- 0: not yet
);
create index sample_actor on sample (actor);

-- What looks like abuse by numbers, with the evidence.
create table signal (
  id      bytea not null primary key,
  site    bytea not null references site deferrable initially deferred,
  kind    text not null, -- rozmova.SignalKind
  key     text not null, -- tells one from another of its kind
  comment bytea references comment deferrable initially deferred,
  reader  bytea references reader deferrable initially deferred,
  doc     text not null, -- JSON: the evidence
  score   integer not null, -- in thousandths
  acted   text not null, -- what the policy did: nothing, hold, ignore_votes, ignore_reports
  at      bigint not null,
  state   integer not null, -- 1 open, 2 confirmed, 3 dismissed
  actor   bytea references reader deferrable initially deferred,
  closed  bigint not null default 0,
  unique (site, kind, key)
);
create index signal_open on signal (site, at) where state = 1;
create index signal_reader on signal (reader);
create index signal_actor on signal (actor);

-- Hashes of what comments say, to find copies of them. They go with the words.
create table fingerprint (
  comment bytea not null references comment deferrable initially deferred,
  band    integer not null,
  hash    bigint not null,
  at      bigint not null,
  primary key (comment, band)
);
create index fingerprint_hash on fingerprint (band, hash, at);

-- Keyed hashes of the networks that readers wrote, voted and reported from. The key changes every day; they go after a week.
create table origin (
  reader bytea not null references reader deferrable initially deferred,
  day    integer not null, -- days since 1970
  hash   bytea not null,
  deed   text not null,    -- post, vote, report, join
  at     bigint not null,
  primary key (reader, day, hash, deed)
);
create index origin_hash on origin (day, hash);
create table origin_key (
  day integer not null primary key,
  key bytea not null -- random; goes with the origins of its day
);

-- Votes that a site found to be bought by numbers: they stay, and do not count.
alter table vote add column ignored integer not null default 0;
create index comment_voted_lately on comment (site, voted) where voted > 0;

-- What the site's own decisions teach about spam.
create table spam_word (
  word text not null primary key,
  spam bigint not null,
  ham  bigint not null
);
create table spam_taught (
  comment bytea not null primary key references comment deferrable initially deferred,
  said    integer not null -- 1 ham, 2 spam
);

-- The second factor of those who have a role, where it is no passkey (RFC 6238).
create table totp (
  reader bytea not null primary key references reader deferrable initially deferred,
  secret text not null,
  added  bigint not null, -- 0: not confirmed yet
  step   bigint not null, -- the last that was used: none is used twice
  wrong  integer not null, -- wrong codes since the last right one
  tried  bigint not null  -- when the last of these was entered; 0: none was
);
alter table session add column second bigint not null default 0; -- when a second factor was shown; 0: none was

-- What waited before is put into the queue; its order is made anew at the first start.
insert into queue (list, subject, site, comment, story, section, author, rule, language, label, score, harm, doubt, reports, rank, since)
  select case c.state when 3 then 'held' else 'new' end, c.id, c.site, c.id, c.story, s.section, c.author, '', '', '', 0, 100, 1000, 0, -c.created, c.changed
    from comment c join story s on s.id = c.story where c.state in (1, 3) or c.marked > 0;
insert into queue (list, subject, site, comment, story, section, author, rule, language, label, score, harm, doubt, reports, rank, since)
  select 'reported', c.id, c.site, c.id, c.story, s.section, c.author, '', '', '', 0, 100, 1000, n.n, -c.created, n.since
    from comment c join story s on s.id = c.story
    join (select comment, count(*) as n, min(at) as since from notice where decision is null group by comment) n on n.comment = c.id;
drop index comment_waiting;

-- +goose Down
-- A store goes forward only: an older program refuses a newer store, and the way back is a backup.
select 1;
