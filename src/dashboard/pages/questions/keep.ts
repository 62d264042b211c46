import { audit } from '../../../store/audit.ts';
import type { Db } from '../../../store/database.ts';
import { addVersion, type StoredVersion } from '../../../store/question-versions.ts';
import type { Viewer } from '../../access.ts';

/** Keeps a change of a question, with its line in the audit log. False where somebody else was quicker. */
export function keepVersion(
  db: Db,
  viewer: Viewer,
  kind: 'add' | 'edit' | 'retire' | 'restore' | 'reset',
  version: Omit<StoredVersion, 'author'>,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if (!(await addVersion(trx, { ...version, author: viewer.subject }))) return false;
    const subject = `question:${version.question}`;
    await audit(
      trx,
      viewer,
      kind === 'retire'
        ? { action: 'question.retired', subject }
        : { action: 'question.changed', subject, detail: kind },
    );
    return true;
  });
}
