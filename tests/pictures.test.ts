import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { pictureRoutes } from '../src/pictures.ts';
import { keepPicture } from '../src/store/pictures.ts';
import { serve } from './adapters/slack/fake-web-api.ts';
import { onEachDatabase, type TestDatabase } from './databases.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let site: Awaited<ReturnType<typeof serve>>;
  let id: string;
  const bytes = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);
  beforeAll(async () => {
    database = await make();
    const { db } = await database.open();
    id = await keepPicture(db, 'T1', { type: 'image/png', bytes });
    site = await serve(express().use(pictureRoutes(db, createLog('silent'))));
  });
  afterAll(async () => {
    await site.close();
    await database.drop();
  });

  test('a picture is there for whoever knows its id, and can do nothing but be seen', async () => {
    const response = await fetch(`${site.url}/pictures/${id}`);
    expect(response.status).toBe(200);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-security-policy': "default-src 'none'",
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': expect.stringContaining('private'),
    });
  });

  test.each([
    () => crypto.randomUUID(),
    () => 'p1',
    () => `${id}'--`,
    () => '..%2f..%2fpackage.json',
    () => id.toUpperCase(),
  ])('another address has none', async (other) => {
    expect((await fetch(`${site.url}/pictures/${other()}`)).status).toBe(404);
  });
});
