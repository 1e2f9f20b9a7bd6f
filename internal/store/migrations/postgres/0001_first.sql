-- +goose Up

create table site (
  id        bytea not null primary key,
  name      text not null,
  host      text not null,
  languages text not null,
  created   bigint not null
);

create table rule (
  site    bytea not null references site deferrable initially deferred,
  key     text not null,
  version integer not null,
  title   text not null, -- JSON: language to text
  text    text not null, -- JSON: language to text
  since   bigint not null,
  primary key (site, key, version)
);

create table reader (
  id       bytea not null primary key,
  site     bytea not null references site deferrable initially deferred,
  pen_name text not null,
  pen_key  text not null, -- folded, so that two names that look alike meet
  locale   text not null,
  joined   bigint not null,
  unique (site, pen_key)
);

-- All personal data of a reader is here and nowhere else.
create table contact (
  reader    bytea not null primary key references reader deferrable initially deferred,
  site      bytea not null references site deferrable initially deferred,
  email     text not null,
  email_key text not null, -- lower case
  added     bigint not null,
  unique (site, email_key)
);

create table reader_role (
  reader  bytea not null references reader deferrable initially deferred,
  role    text not null,
  section text not null, -- empty: all
  given   bigint not null,
  primary key (reader, role, section)
);

create table session (
  hash    bytea not null primary key, -- SHA-256 of the token
  reader  bytea not null references reader deferrable initially deferred,
  created bigint not null,
  seen    bigint not null,
  expires bigint not null
);
create index session_reader on session (reader);

create table sign_in_code (
  id      bytea not null primary key, -- SHA-256 of the request's token
  site    bytea not null references site deferrable initially deferred,
  email   text not null,
  locale  text not null,
  hash    bytea not null, -- of the code, bound to the id
  tries   integer not null,
  created bigint not null,
  expires bigint not null
);
create index sign_in_code_email on sign_in_code (site, email, created);

create table api_token (
  hash    bytea not null primary key, -- SHA-256 of the token
  reader  bytea not null references reader deferrable initially deferred,
  name    text not null,
  created bigint not null,
  expires bigint not null -- 0: never
);

create table story (
  id          bytea not null primary key,
  site        bytea not null references site deferrable initially deferred,
  slug        text not null,
  section     text not null,
  language    text not null,
  state       integer not null, -- rozmova.StoryState
  translation bytea not null,    -- shared by stories that translate each other
  thread      bytea not null,
  revision    integer not null,
  headline    text not null,
  standfirst  text not null,
  byline      text not null,
  published   bigint not null,  -- 0 for a draft
  changed     bigint not null,
  unique (site, slug)
);
create index story_published on story (site, published, id) where state <> 1;
create index story_translation on story (translation);

create table story_revision (
  story    bytea not null references story deferrable initially deferred,
  revision integer not null,
  doc      text not null, -- JSON: store.storyDoc
  actor    bytea,
  at       bigint not null,
  primary key (story, revision)
);

create table thread (
  id       bytea not null primary key,
  site     bytea not null references site deferrable initially deferred,
  story    bytea not null references story deferrable initially deferred,
  mode     integer not null, -- rozmova.ThreadMode
  comments integer not null, -- published ones
  seq      bigint not null,
  opened   bigint not null
);

create table comment (
  id       bytea not null primary key,
  site     bytea not null references site deferrable initially deferred,
  thread   bytea not null references thread deferrable initially deferred,
  story    bytea not null references story deferrable initially deferred,
  parent   bytea references comment deferrable initially deferred,
  root     bytea not null,
  ordinal  integer not null, -- 0 for a root
  depth    integer not null,
  answers  integer not null, -- of a root: answers ever given in its branch
  author   bytea references reader deferrable initially deferred,
  language text not null,
  source   text not null,
  body     text not null, -- JSON: []rozmova.Block
  state    integer not null, -- rozmova.CommentState
  revision integer not null,
  created  bigint not null,
  changed  bigint not null,
  seq      bigint not null
);
create index comment_roots on comment (thread, created, id) where depth = 0;
create index comment_thread on comment (thread, created, id);
create unique index comment_branch on comment (root, ordinal);
create index comment_author on comment (author, created);
create index comment_waiting on comment (site, state, created) where state in (1, 3);

create table comment_revision (
  comment  bytea not null references comment deferrable initially deferred,
  revision integer not null,
  source   text not null,
  body     text not null,
  at       bigint not null,
  primary key (comment, revision)
);

create table decision (
  id        bytea not null primary key,
  site      bytea not null references site deferrable initially deferred,
  comment   bytea not null references comment deferrable initially deferred,
  revision  integer not null,
  action    text not null,
  rule      text not null,
  version   integer not null,
  facts     text not null,
  automatic integer not null,
  actor     bytea references reader deferrable initially deferred,
  at        bigint not null
);
create index decision_comment on decision (comment, at);
create index decision_site on decision (site, at);

create table reasons (
  decision bytea not null primary key references decision deferrable initially deferred,
  author   bytea not null references reader deferrable initially deferred,
  doc      text not null, -- JSON: rozmova.Reasons, frozen
  at       bigint not null
);
create index reasons_author on reasons (author, at);

create table notice (
  id       bytea not null primary key,
  site     bytea not null references site deferrable initially deferred,
  comment  bytea not null references comment deferrable initially deferred,
  reporter bytea references reader deferrable initially deferred,
  rule     text not null,
  text     text not null,
  at       bigint not null,
  decision bytea references decision deferrable initially deferred
);
create index notice_open on notice (site, at) where decision is null;
create index notice_comment on notice (comment);

create table event (
  seq     bigint not null primary key,
  at      bigint not null,
  kind    integer not null, -- rozmova.EventKind
  site    bytea not null,
  story   bytea,
  thread  bytea,
  comment bytea,
  actor   bytea,
  ref     bytea
);
create index event_thread on event (thread, seq) where thread is not null;

create table follower (
  name text not null primary key,
  seq  bigint not null
);

-- Letters that an event asks for. The address is read when the letter is sent.
create table letter (
  seq    bigint not null, -- of the event
  kind   text not null,
  reader bytea not null references reader deferrable initially deferred,
  ref    bytea not null, -- what it tells of
  tries  integer not null,
  next   bigint not null, -- when to try; 0: sent or given up
  sent   bigint not null, -- 0: not yet
  primary key (seq, reader)
);
create index letter_due on letter (next) where next > 0;

create table idempotency (
  key    bytea not null primary key, -- SHA-256 of reader, route and the caller's key
  body   bytea not null,             -- SHA-256 of what was asked
  result bytea not null,             -- ID of what came of it
  at     bigint not null
);
create index idempotency_at on idempotency (at);

-- A transaction's number, shifted, is where its events begin (docs/decisions/event-order.md); base is added so that the log
-- goes on growing when the rows move to a server whose transactions are numbered from lower.
create table event_base (
  base bigint not null
);
insert into event_base (base) values (0);

-- +goose Down
-- A store goes forward only: an older program refuses a newer store, and the way back is a backup.
select 1;
