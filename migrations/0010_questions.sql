-- What trainers changed in the question bank: each change is a row, and none is ever changed or removed, so that an answer can be
-- marked by the words that were read. `tenant`: whose bank; '*' is that of every organisation this installation serves.
create table question_versions (
  tenant   text        not null,
  question text        not null,
  number   integer     not null, -- from 1
  topic    text        not null,
  -- As a file of the bank has it, in both languages; null: as the files have it.
  content  jsonb,
  -- False: nobody has put it into Welsh yet, and the Welsh in `content` is the English.
  welsh    boolean     not null default true,
  retired  boolean     not null default false, -- asked of nobody any more
  author   text        not null,
  at       timestamptz not null,
  primary key (tenant, question, number)
);
