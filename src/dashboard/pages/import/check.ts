import type { Platform } from '../../../chat.ts';
import type { EntityEngine } from '../../../policy/index.ts';
import type { Db } from '../../../store/database.ts';
import type { PersonKey } from '../../../store/people.ts';
import { knownTenants, type StaffGiven, unknownPeople } from '../../../store/staff-import.ts';
import type { Viewer } from '../../access.ts';
import { type Fault, type Good, type Reading, readList } from './read.ts';

/** Reads a list for who brings it in, and looks up what only the database knows: organisations and managers. */
export async function checkList(
  db: Db,
  { scope }: Viewer,
  configured: Partial<Record<Platform, string>>,
  engine: EntityEngine,
  text: string,
): Promise<Reading> {
  const known = await knownTenants(db, scope);
  const tenantOf = (platform: Platform) => {
    const own = configured[platform];
    if (own !== undefined) return own;
    const [only, another] = known.filter((one) => one.platform === platform);
    return only && !another ? only.tenant : undefined;
  };
  const mayWrite = (tenant: string) => scope.tenants === null || scope.tenants.includes(tenant);
  const reading = await readList(text, { platforms: scope.platforms, tenantOf, mayWrite, engine });
  return 'refused' in reading ? reading : withManagers(db, reading);
}

/** A manager must be in the list, in a row that is good, or known before. */
async function withManagers(
  db: Db,
  { good, faults }: { readonly good: readonly Good[]; readonly faults: readonly Fault[] },
): Promise<Reading> {
  const wanted = new Map(
    good.flatMap(({ person }) => {
      const manager = managerOf(person);
      return manager ? [[keyOf(manager), manager] as const] : [];
    }),
  );
  const unknown = new Set((await unknownPeople(db, [...wanted.values()])).map(keyOf));
  let kept = good;
  const more: Fault[] = [];
  // Again until nothing changes: a row that goes may have been somebody's manager.
  for (;;) {
    const listed = new Set(kept.map(({ person }) => keyOf(person)));
    const lacks = ({ person }: Good) => {
      const manager = managerOf(person);
      return manager !== null && unknown.has(keyOf(manager)) && !listed.has(keyOf(manager));
    };
    const bad = kept.filter(lacks);
    if (bad.length === 0) break;
    more.push(...bad.map(({ line }) => ({ line, reason: 'manager is nobody in the list, nor known yet' })));
    kept = kept.filter((row) => !lacks(row));
  }
  return { good: kept, faults: [...faults, ...more].sort((a, b) => a.line - b.line) };
}

function managerOf({ tenant, platform, fields }: StaffGiven): PersonKey | null {
  return fields.manager ? { tenant, platform, user: fields.manager } : null;
}

const keyOf = ({ tenant, platform, user }: PersonKey) => JSON.stringify([tenant, platform, user]);
