-- +goose Up

-- What the classifier says of a comment, kept with the revision that it read. It holds no words: whoever erases those of a comment
-- erases its verdicts with them.
create table verdict (
  comment  bytea not null references comment deferrable initially deferred,
  revision integer not null,
  model    text not null,
  language text not null,
  reading  integer not null, -- rozmova.Reading
  toxicity        integer not null, -- scores in ten-thousandths
  insult          integer not null,
  threat          integer not null,
  obscenity       integer not null,
  identity_attack integer not null,
  participant     integer not null,
  spans    text not null, -- JSON: []rozmova.Marked, in runes of the revision's whole text
  at       bigint not null,
  primary key (comment, revision)
);

-- When a verdict put a published comment on the moderators' list; 0: it did not, or somebody has looked since.
alter table comment add column marked bigint not null default 0;
create index comment_marked on comment (site, marked) where marked > 0;

-- What people of the site say of a comment where they are asked, to teach the classifier. It holds no words.
create table civility_label (
  comment     bytea not null references comment deferrable initially deferred,
  revision    integer not null, -- that was read
  actor       bytea not null references reader deferrable initially deferred,
  participant integer not null, -- rozmova.Answer
  toxic       integer not null, -- rozmova.Answer
  at          bigint not null,
  primary key (comment, actor)
);
create index civility_label_at on civility_label (at);

-- What the classifier was taught, the earlier ones too.
create table civility_adjustment (
  id         bytea not null primary key,
  made       bigint not null,
  model      text not null, -- version of the model with it
  body       text not null, -- JSON: civility.Adjustment
  evaluation text not null, -- JSON: civility.Evaluation
  state      integer not null -- store.AdjustmentState
);
create unique index civility_adjustment_in_force on civility_adjustment (state) where state = 1;
create index verdict_at on verdict (at);

-- +goose Down
-- A store goes forward only: an older program refuses a newer store, and the way back is a backup.
select 1;
