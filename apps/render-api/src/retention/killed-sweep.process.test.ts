// What a kill between the removal of a content's row and of its bytes leaves, with a real program, disk and database.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import {
  addSubscription,
  addUser,
  findOwnedContent,
  keepContents,
  migrateDatabase,
  openDatabase,
} from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import { createDirectoryContents, type ContentStore } from '@renderonline/storage';
import { removeOrphans } from './remove-orphans.ts';

const urlOf = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
const dayMs = 86_400_000;

/** Forgets contents that nobody has used for a day, and dies before it removes the first one's bytes. */
const program = `
  import { openDatabase } from ${urlOf('../../../../packages/database/src/index.ts')};
  import { createDirectoryContents } from ${urlOf('../../../../packages/storage/src/index.ts')};
  import { createRetention } from ${urlOf('./create-retention.ts')};
  const [, , connection, folder] = process.argv;
  const log = { info() {}, warn: console.error, error: console.error };
  const none = { days: null, bytes: null };
  const contents = createDirectoryContents({ folder, minFreeBytes: 0 });
  const database = await openDatabase(connection);
  await createRetention({
    database, log, scheduler: { isLeader: () => true, wake() {} }, turns: {},
    contents: { ...contents, remove: () => process.kill(process.pid, 'SIGKILL') },
    clock: { nowMs: () => Date.now(), setTimer: () => () => undefined },
    settings: { keep: { task: none, results: none, logs: none, project: none }, unusedContentsMs: ${dayMs}, intervalMs: 1000 },
  }).sweep();
`;

test(
  'bytes whose row a killed sweep has removed go, and nothing else does',
  { timeout: 60_000 },
  async (t) => {
    const place = await mkdtemp(join(tmpdir(), 'renderonline-killed-sweep-'));
    t.after(() => rm(place, { recursive: true, force: true }));
    const connection = `Data Source=${join(place, 'farm.db')}`;
    const folder = join(place, 'contents');
    const database = await openDatabase(connection);
    t.after(() => database.close());
    await migrateDatabase(database);
    await addSubscription(database.db, { subscriptionId: 1, name: 'Default', queueLimit: 1 });
    const person = { firstName: 'Test', lastName: 'User', email: 'user@example.com', subscriptionId: 1 };
    await addUser(database.db, { ...person, isActive: true, token: 'token' });
    const contents = createDirectoryContents({ folder, minFreeBytes: 0 });
    const nowMs = Date.now();
    async function store(text: string, { isKnown = true, ageDays = 0 } = {}): Promise<string> {
      const { sha256, size } = await contents.put({
        source: Readable.from([Buffer.from(text)]),
        maxBytes: 100,
      });
      if (isKnown) {
        const [content, usedMs] = [{ userId: 1, sha256, size }, nowMs - ageDays * dayMs];
        await keepContents(database, { contents: [content], nowMs: usedMs });
      }
      const storedS = nowMs / 1000 - (ageDays * dayMs) / 1000;
      await utimes(contents.localPath(sha256) ?? '', storedS, storedS);
      return sha256;
    }
    const unused = await store('unused', { ageDays: 5 });
    const used = await store('used', { ageDays: 0.5 });
    const arriving = await store('its row is being written', { isKnown: false });

    const script = join(place, 'sweep.mjs');
    await writeFile(script, program);
    const child = spawn(process.execPath, [script, connection, folder], { stdio: 'inherit' });
    assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);
    assert.equal(await findOwnedContent(database.db, { userId: 1, sha256: unused }), undefined);
    assert.equal(await contents.sizeOf(unused), 6);

    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const log = createLogger({ name: 'test', level: 'info', destination });
    const sweep = (remove: ContentStore['remove'] = (...content) => contents.remove(...content)) =>
      removeOrphans(
        { database, log, contents: { ...contents, remove } },
        { storedBeforeMs: nowMs - dayMs / 4, mayGoOn: () => true },
      );
    await sweep(async (sha256, only) => {
      // Uploaded anew in this very moment.
      await store('unused');
      return contents.remove(sha256, only);
    });
    assert.equal(await contents.sizeOf(unused), 6);
    await database.db.deleteFrom('contents').where('sha256', '=', unused).execute();
    await utimes(contents.localPath(unused) ?? '', 1_700_000_000, 1_700_000_000);
    await sweep();
    assert.equal(await contents.sizeOf(unused), undefined);
    assert.deepEqual(
      [await contents.sizeOf(used), await contents.sizeOf(arriving)],
      ['used'.length, 'its row is being written'.length],
    );
    assert.match(lines.join(''), /"count":1,"bytes":6/);
  },
);
