-- +goose Up

-- The people: how they come in, by which names they go and went, what they are told, and how they leave.
alter table reader add column renamed bigint not null default 0;  -- when the name was last changed; 0: never, or it is still the made-up one
alter table reader add column hidden integer not null default 0;  -- parts of the profile that others do not see: rozmova.Hidden
alter table reader add column picture text not null default '';   -- version of the reader's own picture; empty: none
alter table reader add column guest integer not null default 0;   -- 1: known by a name alone, with no way in
alter table reader add column erased bigint not null default 0;   -- when the account was erased; what is left stands for nobody

alter table contact add column bounced bigint not null default 0; -- when a letter was refused for good; 0: the address works as far as is known

alter table session add column device text not null default '';   -- browser and system, as the browser said
alter table session add column way text not null default '';      -- by which way in: membership.Way
alter table session add column proven bigint not null default 0;  -- when its reader last showed a way in

alter table sign_in_code add column purpose text not null default 'sign-in'; -- membership.Purpose
alter table sign_in_code add column reader bytea;                 -- who asked, where somebody was signed in
alter table sign_in_code add column origin text not null default ''; -- keyed hash of the network that asked
alter table sign_in_code add column known integer not null default 0; -- 1: the browser had been signed in to this account before

-- Browsers that signed in to an account once: what strangers ask for that account does not bar them.
create table known_browser (
  hash   bytea not null, -- SHA-256 of the cookie
  reader bytea not null references reader deferrable initially deferred,
  added  bigint not null,
  seen   bigint not null,
  primary key (hash, reader)
);
create index known_browser_reader on known_browser (reader);

-- Names that readers went by. They stay theirs for a time, so that nobody takes over who they were.
create table former_name (
  reader  bytea not null references reader deferrable initially deferred,
  site    bytea not null references site deferrable initially deferred,
  name    text not null,
  pen_key text collate "C" not null,
  until   bigint not null, -- when it was given up
  primary key (reader, until)
);
create index former_name_key on former_name (site, pen_key);

-- Who somebody is at an OpenID Connect provider or at the newsroom's own login. Personal data, as a contact is.
create table identity (
  id      bytea not null primary key,
  reader  bytea not null references reader deferrable initially deferred,
  site    bytea not null references site deferrable initially deferred,
  kind    text not null, -- membership.Way
  issuer  text not null,
  subject text not null,
  label   text not null, -- how the reader tells it from others: the provider's name, perhaps an address
  added   bigint not null,
  used    bigint not null,
  unique (site, kind, issuer, subject)
);
create index identity_reader on identity (reader);

create table passkey (
  id         bytea not null primary key, -- SHA-256 of the credential's ID
  reader     bytea not null references reader deferrable initially deferred,
  credential text not null, -- JSON: webauthn.Credential
  label      text not null,
  added      bigint not null,
  used       bigint not null
);
create index passkey_reader on passkey (reader);

-- What a way in was begun with and is ended by: state, nonce and verifier of a provider, a passkey's challenge. Once only.
create table challenge (
  id      bytea not null primary key, -- SHA-256 of the secret that the asking browser holds
  kind    text not null,
  reader  bytea references reader deferrable initially deferred, -- who asked, where somebody was signed in
  doc     text not null, -- JSON
  created bigint not null,
  expires bigint not null
);
create index challenge_expires on challenge (expires);

-- Tokens of the newsroom's own login that were used.
create table spent_token (
  issuer  text not null,
  token   bytea not null, -- SHA-256 of its jti
  expires bigint not null,
  primary key (issuer, token)
);

-- Pictures that readers gave themselves, encoded anew.
create table picture (
  reader  bytea not null primary key references reader deferrable initially deferred,
  version text not null unique, -- part of its address; another for each picture
  body    bytea not null,
  at      bigint not null
);

-- What readers are told on the page; letters and pushes of it hang on this.
create table alert (
  id      bytea not null primary key,
  reader  bytea not null references reader deferrable initially deferred,
  seq     bigint not null,  -- of the event
  kind    integer not null, -- rozmova.AlertKind
  story   bytea references story deferrable initially deferred,
  comment bytea references comment deferrable initially deferred, -- that it tells of
  actor   bytea,             -- who answered or mentioned
  ref     bytea,             -- the decision
  at      bigint not null,
  read    bigint not null,  -- 0: not yet
  page    integer not null, -- 1: shown on the page
  digest  bigint not null,  -- when the digest is due that it goes into; 0: none
  letter  bigint not null default 0, -- seq of the letter it went into; 0: none
  unique (reader, seq)
);
create index alert_reader on alert (reader, at);
create index alert_unread on alert (reader) where read = 0 and page = 1;
create index alert_digest on alert (digest) where digest > 0;

-- What a reader wants to be told, and the secret in letters by which mail is switched off without a sign-in.
create table alert_setting (
  reader bytea not null primary key references reader deferrable initially deferred,
  doc    text not null, -- JSON: rozmova.AlertSettings
  secret text not null unique
);

-- Where a browser takes Web Push messages (RFC 8030), with its keys (RFC 8291). Personal data.
create table push_subscription (
  id       bytea not null primary key, -- SHA-256 of the endpoint
  reader   bytea not null references reader deferrable initially deferred,
  endpoint text not null,
  p256dh   text not null,
  auth     text not null,
  locale   text not null,
  device   text not null,
  added    bigint not null,
  failed   integer not null, -- in a row
  session  bytea              -- hash of the session in which it was switched on: it ends with that one
);
create index push_subscription_reader on push_subscription (reader);

create table push (
  alert        bytea not null references alert deferrable initially deferred,
  subscription bytea not null references push_subscription deferrable initially deferred,
  tries        integer not null,
  next         bigint not null, -- when to try; 0: sent or given up
  sent         bigint not null, -- 0: not yet
  primary key (alert, subscription)
);
create index push_due on push (next) where next > 0;

-- Accounts that were erased, or are being. It holds no word of who they were.
create table erasure (
  id     bytea not null primary key,
  reader bytea not null,
  keep   integer not null, -- 1: the comments' texts stay, without a name
  asked  bigint not null,
  done   bigint not null   -- 0: not yet
);
create index erasure_open on erasure (asked) where done = 0;

-- +goose Down
-- A store goes forward only: an older program refuses a newer store, and the way back is a backup.
select 1;
