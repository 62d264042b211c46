import type { Config } from '../../../config.ts';
import type { Log } from '../../../log.ts';
import type { EntityEngine } from '../../../policy/index.ts';
import type { Db } from '../../../store/database.ts';
import type { DeadLetters } from '../../../store/dead-letters.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { auditPages } from '../audit/route.ts';
import { importPages } from '../import/route.ts';
import { jobPages } from '../jobs/route.ts';
import { peoplePages } from '../people/route.ts';
import { rolePages } from '../roles/route.ts';
import type { Connected } from './connections.ts';
import { connectionsPage } from './route.ts';

interface Parts {
  readonly pages: Pages;
  readonly db: Db;
  readonly config: Pick<Config, 'signIn' | 'teams'>;
  readonly engine: () => EntityEngine;
  readonly connections: () => Promise<readonly Connected[]>;
  readonly jobs: DeadLetters;
  readonly render: Render;
  readonly log: Log;
  readonly now: () => Date;
}

/** Whatever stands below `/admin`. */
export function adminPages({ pages, db, config, engine, connections, jobs, render, log, now }: Parts): void {
  const { signIn, teams } = config;
  connectionsPage({ pages, db, connections, render, now });
  // Before `/admin/people/:id`, which would take `import` for one.
  importPages({ pages, db, tenants: teams ? { teams: teams.tenant } : {}, engine, render, log });
  peoplePages({ pages, db, signIn, render, now });
  rolePages({ pages, db, signIn, engine, render });
  jobPages({ pages, db, jobs, render });
  auditPages({ pages, db, render });
}
