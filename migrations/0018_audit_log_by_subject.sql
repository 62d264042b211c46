-- A person gets a copy of what the log says about them. Their workspaces have logs of their own, so the subject leads.
create index audit_log_by_subject on audit_log (subject);
