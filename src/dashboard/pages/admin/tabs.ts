/** The admin's pages, beside each other. */
const TABS = [
  ['/admin', 'Connections'],
  ['/admin/people', 'People'],
  ['/admin/sign-in', 'Sign-in and roles'],
  ['/admin/jobs', 'Jobs'],
  ['/admin/retention', 'What is kept'],
  ['/admin/audit', 'Audit log'],
] as const;

export type AdminPage = (typeof TABS)[number][0];

export const tabsFor = (current: AdminPage) => TABS.map(([href, text]) => ({ href, text, current: href === current }));
