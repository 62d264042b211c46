import type { AuditAction } from '../../../store/audit.ts';

export const ACTION_WORDS: Record<AuditAction, string> = {
  'triage.viewed': 'Opened an item of the triage list',
  'triage.exported': 'Exported the decision log',
  'records.exported': 'Exported the learning records of those who agreed',
  'people.searched': 'Looked for people',
  'person.viewed': 'Opened the page of a person',
  'people.imported': 'Brought in a list of people',
  'role.given': 'Gave a role',
  'role.taken': 'Took a role away',
  'team.given': 'Gave a team to a manager',
  'team.taken': 'Took a team from a manager',
  'jobs.redriven': 'Started failed jobs again',
  'audit.viewed': 'Read this log',
  'audit.exported': 'Exported this log',
};
