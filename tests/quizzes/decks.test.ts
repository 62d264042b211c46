import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { createDecks, type Decks } from '../../src/quizzes/decks.ts';
import { contentOf, EVERYWHERE } from '../../src/quizzes/stored.ts';
import type { Db } from '../../src/store/database.ts';
import { addVersion, type StoredVersion, versionsOf } from '../../src/store/question-versions.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { soon } from '../soon.ts';
import { bank } from './room.ts';

const [first] = bank.questions;
if (!first) throw new Error('The bank is empty.');
const [variant] = first.variants;
const inWords = (stem: string) => {
  const content = contentOf(first);
  return {
    ...content,
    variants: content.variants.map((one) => ({ ...one, en: { ...one.en, stem: `${stem} ${one.id}` } })),
  };
};

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  let decks: Decks;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    decks = createDecks(bank, db, createLog('silent'), 0);
  });
  afterAll(() => database.drop());

  let minutes = 0;
  const change = (number: number, of: Partial<StoredVersion>) => {
    minutes += 1;
    const at = new Date(Date.parse('2026-03-05T09:00:00Z') + minutes * 60_000);
    return addVersion(db, {
      tenant: EVERYWHERE,
      question: first.id,
      number,
      topic: first.topic,
      content: inWords('Which?'),
      welsh: true,
      retired: false,
      author: 'trainer',
      at,
      ...of,
    });
  };
  const cardOf = async (tenant: string) => (await decks.of(tenant)).find(first.id, variant?.id ?? '');
  const stemOf = async (tenant: string) => (await cardOf(tenant))?.variant.said.en.stem;
  const put = async (tenant: string) => ({
    question: first.id,
    variant: variant?.id ?? '',
    version: (await cardOf(tenant))?.version ?? '',
  });

  test('a change is there for everybody, its own organisation’s for that one, and each number is given once', async () => {
    const asFiled = await put('T1');
    expect(await stemOf('T1')).toBe(variant?.said.en.stem);
    expect(await change(1, {})).toBe(true);
    expect(await change(1, { content: inWords('Twice?') })).toBe(false);
    expect(await stemOf('T1')).toBe(`Which? ${variant?.id}`);
    expect(await stemOf(EVERYWHERE)).toBe(`Which? ${variant?.id}`);
    await change(1, { tenant: 'T1', content: inWords('Ours?') });
    expect(await stemOf('T1')).toBe(`Ours? ${variant?.id}`);
    expect(await stemOf('T2')).toBe(`Which? ${variant?.id}`);

    const ours = await put('T1');
    await change(2, { tenant: 'T1', retired: true });
    expect((await decks.of('T1')).has(first.id)).toBe(false);
    expect((await decks.of('T2')).has(first.id)).toBe(true);
    // Whatever was read can be marked.
    expect((await decks.asked(db, 'T1', asFiled))?.variant.said.en.stem).toBe(variant?.said.en.stem);
    expect((await decks.asked(db, 'T1', ours))?.variant.said.en.stem).toBe(`Ours? ${variant?.id}`);
    expect(await decks.asked(db, 'T2', ours)).toBeUndefined();
    expect(await decks.asked(db, 'T1', { ...ours, variant: 'none' })).toBeUndefined();
    expect((await versionsOf(db, ['T1'], first.id)).map(({ number, retired }) => [number, retired])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  test('another process sees a change within seconds, and asks the database no more often', async () => {
    const other = createDecks(bank, db, createLog('silent'), 50);
    const before = await other.of('T3');
    expect(await other.of('T3')).toBe(before);
    await change(1, { tenant: 'T3', content: inWords('Now?') });
    await soon(async () =>
      expect((await other.of('T3')).find(first.id, variant?.id ?? '')?.variant.said.en.stem).toContain('Now?'),
    );
  });
});

test('a database that is away is asked again', async () => {
  let away = true;
  const db = {
    selectFrom: () => {
      if (away) throw new Error('away');
      const chain = { select: () => chain, where: () => chain, executeTakeFirstOrThrow: async () => ({ count: 0 }) };
      return chain;
    },
  } as unknown as Db;
  const decks = createDecks(bank, db, createLog('silent'));
  await expect(decks.of('T1')).rejects.toThrow('away');
  away = false;
  expect((await decks.of('T1')).bank).toBe(bank);
});
