-- Jobs that wait from before say which incident theirs is of, too. Where the queue was never set up there are none.
do $$ begin
  if to_regclass('pgboss.job') is not null then
    update pgboss.job j set data = j.data || jsonb_build_object('incident', n.incident) from notices n
      where j.name = 'notices' and j.state < 'completed' and not j.data ? 'incident'
        and n.tenant = j.data ->> 'tenant' and n.id::text = j.data ->> 'notice';
  end if;
end $$;

-- A notice is found by its incident, which says its month; nothing asks for the id alone any more.
drop index notices_by_id;
