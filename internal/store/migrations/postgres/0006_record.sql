-- +goose Up

-- Who is quoted: the newsroom's register of persons, organisations, outlets and documents, and what each said in its pages.
create table entry (
  id      bytea not null primary key,
  site    bytea not null references site deferrable initially deferred,
  kind    text not null,   -- rozmova.SourceKind
  slug    text not null,
  name    text not null,
  doc     text not null,   -- the rest of rozmova.Entry as JSON
  merged  bytea,            -- the entry that stands for it since they were made one
  created bigint not null,
  changed bigint not null
);
create unique index entry_slug on entry (site, slug);
create index entry_listed on entry (site, name, id);

-- Every form by which an entry may be found in a text, folded: names, aliases, their cases.
create table entry_name (
  entry bytea not null references entry deferrable initially deferred,
  site  bytea not null references site deferrable initially deferred,
  name  text collate "C" not null,
  primary key (entry, name)
);
create index entry_name_found on entry_name (site, name);

-- The ledger: confirmed statements of stories that readers may see. It can be made anew from the stories.
create table said (
  entry     bytea not null references entry deferrable initially deferred,
  story     bytea not null references story deferrable initially deferred,
  statement text not null, -- key within the story
  part      text not null, -- speaker, or via
  site      bytea not null references site deferrable initially deferred,
  at        bigint not null, -- when the story was first published
  primary key (entry, story, statement, part)
);
create index said_entry on said (entry, at, story);
create index said_story on said (story);

-- What an editor works on and readers do not see yet: one for each story.
create table working (
  story   bytea not null primary key references story deferrable initially deferred,
  base    integer not null, -- the revision that it was begun from
  version integer not null, -- counts the savings: two windows do not overwrite each other
  doc     text not null,    -- newsroom.Working as JSON
  actor   bytea references reader deferrable initially deferred, -- who saved it last
  changed bigint not null
);

-- Files that prove who said what: for the newsroom alone.
create table evidence (
  id    bytea not null primary key,
  story bytea not null references story deferrable initially deferred,
  name  text not null,
  size  integer not null, -- of body, in bytes
  body  bytea not null,
  actor bytea references reader deferrable initially deferred, -- who brought it
  at    bigint not null
);
create unique index evidence_name on evidence (story, name);

-- The comments that speak to a statement, for its own page.
create index comment_statement on comment (story, statement, created, id) where statement <> '' and state = 2;

-- Time-stamped additions to a developing story.
alter table story add column developing integer not null default 0; -- rozmova.Developing
create table addition (
  id      bytea not null primary key,
  site    bytea not null references site deferrable initially deferred,
  story   bytea not null references story deferrable initially deferred,
  actor   bytea references reader deferrable initially deferred, -- who wrote it
  byline  text not null default '',
  title   text not null default '',
  source  text not null,   -- what was typed; empty once it was taken back
  body    text not null,   -- []rozmova.Block as JSON
  state   integer not null, -- rozmova.AdditionState
  at      bigint not null, -- when it was published
  changed bigint not null, -- when it was last changed; at: never
  note    text not null default '' -- why it was changed or taken back
);
create index addition_story on addition (story, at, id);
create index addition_actor on addition (actor, at) where actor is not null;

-- When readers were last told that a story changed. What was told before does not go back.
alter table story add column modified bigint not null default 0; -- 0 for a draft
update story set modified = changed where state <> 1;

-- The corrections of all stories, so that they can be listed; their words are in the story's newest revision.
create table correction (
  story bytea not null references story deferrable initially deferred,
  place integer not null, -- in the story's list, from 0
  site  bytea not null references site deferrable initially deferred,
  at    bigint not null,
  primary key (story, place)
);
create index correction_listed on correction (site, at, story, place);
insert into correction (story, place, site, at)
  select s.id, c.place - 1, s.site, (extract(epoch from (c.value->>'at')::timestamptz) * 1000000)::bigint
  from story s join story_revision r on r.story = s.id and r.revision = s.revision, jsonb_array_elements(case jsonb_typeof(r.doc::jsonb->'corrections') when 'array' then r.doc::jsonb->'corrections' else '[]' end) with ordinality as c (value, place);

-- The order across a divide.
alter table comment add column bridge bigint not null default 0; -- place in the order across the divide, in millionths; below 0: sunk
update comment set bridge = rank;
create index comment_bridge on comment (thread, bridge, id) where depth = 0 and state <> 1;
alter table comment add column moved bigint not null default 0; -- when that place, or what is told of it, last changed otherwise than with rank
create index comment_moved on comment (thread, moved) where moved > 0;
alter table thread add column divide integer not null default 0; -- ranking.Mode

-- What may be told of a comment's place, and what moderators are told. A row goes when there is nothing to tell.
create table bridging (
  comment    bytea not null primary key references comment deferrable initially deferred,
  thread     bytea not null references thread deferrable initially deferred,
  label      integer not null,  -- ranking.Label
  more       integer not null,  -- of ten readers of one side who value it
  less       integer not null,  -- of ten of the other
  more_votes integer not null,
  less_votes integer not null,
  discounted integer not null,  -- votes' worth of weight taken from discounted votes, in thousandths
  sunk       bigint not null,   -- since when readers of both sides report it; 0: they do not
  held       bigint not null,   -- until when a sudden fall is held back; 0: none is
  place      bigint not null    -- where it would stand but for that, in millionths
);
create index bridging_thread on bridging (thread);

-- Settled pictures: where voters stand. As private as the votes.
create table settled_picture (
  site    bytea not null references site deferrable initially deferred,
  section text not null,  -- or the thread's ID where a thread goes by its own; empty: stories without a section
  drawn   bigint not null,
  doc     bytea not null,  -- ranking.Picture
  primary key (site, section)
);

-- Work that one process of an installation does at a time.
create table lease (
  name   text not null primary key,
  holder text not null,
  until  bigint not null
);

-- +goose Down
-- A store goes forward only: an older program refuses a newer store, and the way back is a backup.
select 1;
