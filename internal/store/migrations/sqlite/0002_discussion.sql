-- +goose Up

-- The comments' place in the tree, what readers and the newsroom say of them, and what they speak to.
alter table comment add column path text not null default ''; -- eight hexadecimal digits for each step down from the root
alter table comment add column statement text not null default ''; -- key in the story; empty: none
alter table comment add column cited integer not null default 0;   -- revision of the story
alter table comment add column answered bigint not null default 0;  -- published answers: of a root in its branch, of another to itself
alter table comment add column voters integer not null default 0;
alter table comment add column agree integer not null default 0;
alter table comment add column disagree integer not null default 0;
alter table comment add column respect integer not null default 0;
alter table comment add column rank bigint not null default 0;     -- ranking.Respected, in millionths
alter table comment add column voted bigint not null default 0;    -- when the votes last changed
alter table comment add column featured bigint not null default 0; -- when the newsroom picked it; 0: it did not

create index comment_parent on comment (parent, created) where parent is not null;

-- One statement: PostgreSQL does not let a table be altered whose rows were written twice in the transaction.
with recursive placed (id, path) as (
  select id, '' from comment where depth = 0
  union all
  select c.id, (case when length(p.path) >= 1600 then substr(p.path, 1, length(p.path) - 8) else p.path end) || printf('%08x', c.ordinal)
    from placed p join comment c on c.parent = p.id
)
update comment set path = placed.path, depth = length(placed.path) / 8, answered = case when comment.depth = 0
    then (select count(*) from comment a where a.root = comment.id and a.depth > 0 and a.state = 2)
    else (select count(*) from comment a where a.parent = comment.id and a.state = 2) end
  from placed where placed.id = comment.id;

create unique index comment_path on comment (root, path);
drop index comment_roots;
create index comment_roots on comment (thread, created, id) where depth = 0 and state <> 1;
create index comment_rank on comment (thread, rank, id) where depth = 0 and state <> 1;
create index comment_answered on comment (thread, answered, id) where depth = 0 and state <> 1;
create index comment_voted on comment (thread, voted) where voted > 0;
create index comment_revised on comment (author, changed) where revision > 1;
create index comment_mine on comment (author, thread, created) where state in (1, 3, 4);
create index comment_participant on comment (thread, author) where state = 2;

create table vote (
  comment blob not null references comment deferrable initially deferred,
  reader  blob not null references reader deferrable initially deferred,
  opinion integer not null, -- rozmova.Opinion
  respect integer not null, -- 0 or 1
  first   bigint not null,
  changed bigint not null,
  primary key (comment, reader)
) without rowid;
create index vote_reader on vote (reader, comment);

-- How many published comments speak to each statement of a story.
create table statement_count (
  story     blob not null references story deferrable initially deferred,
  statement text not null,
  comments  integer not null,
  primary key (story, statement)
);

create table mute (
  reader blob not null references reader deferrable initially deferred,
  muted  blob not null references reader deferrable initially deferred,
  at     bigint not null,
  primary key (reader, muted)
);

-- When a reader last looked at a thread, and when the visit before that ended.
create table visit (
  reader blob not null references reader deferrable initially deferred,
  thread blob not null references thread deferrable initially deferred,
  before bigint not null,
  last   bigint not null,
  primary key (reader, thread)
);

create table mention (
  comment blob not null references comment deferrable initially deferred,
  reader  blob not null references reader deferrable initially deferred,
  at      bigint not null,
  primary key (comment, reader)
);
create index mention_reader on mention (reader, at);

create table pick (
  comment  blob not null primary key references comment deferrable initially deferred,
  thread   blob not null references thread deferrable initially deferred,
  story    blob not null references story deferrable initially deferred,
  editor   blob not null references reader deferrable initially deferred,
  at       bigint not null,
  block    integer not null, -- of the story's body; -1: in the box alone
  revision integer not null  -- of the story
);
create index pick_thread on pick (thread, at);

-- Readers who wrote a story or are quoted in it.
create table story_reader (
  story  blob not null references story deferrable initially deferred,
  reader blob not null references reader deferrable initially deferred,
  part   text not null, -- author, source
  primary key (story, reader, part)
);

alter table thread add column settings text not null default '{}'; -- JSON: rozmova.ThreadSettings

create table invited (
  thread blob not null references thread deferrable initially deferred,
  reader blob not null references reader deferrable initially deferred,
  primary key (thread, reader)
);

-- What is searched: the stems of published comments and stories. It is made from the log and can be made again.
create table stem (
  subject blob not null, -- of a comment or a story
  stem    text not null,
  story   blob not null,
  kind    integer not null, -- store.Comments or store.Stories
  at      bigint not null,
  primary key (subject, stem)
) without rowid;
create index stem_found on stem (stem, at, subject);
create index stem_in_story on stem (story, stem, at, subject) where kind > 0; -- all: see store.inStory

-- +goose Down
-- A store goes forward only: an older program refuses a newer store, and the way back is a backup.
select 1;
