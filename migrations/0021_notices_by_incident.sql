-- A notice is found by its incident, which says its month; nothing asks for the id alone any more.
drop index notices_by_id;
