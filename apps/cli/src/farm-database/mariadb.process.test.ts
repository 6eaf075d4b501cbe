// Database commands on a server, where they differ from those on a file.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startPrivateMariaDb, type PrivateMariaDb } from '@renderonline/database/testing';
import { runCli } from '../run-cli.ts';
import { createFakeIo } from '../testing/fake-io.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

let server: PrivateMariaDb;
before(async () => {
  server = await startPrivateMariaDb();
});
after(() => server.stop());

test('db migrate makes the database when the server has none of that name; others do not', async (t) => {
  const cwd = await temporaryFolder(t);
  const run = async (...argv: string[]) => {
    const io = createFakeIo({ cwd });
    const code = await runCli([...argv, '--database', server.connectionString('new farm')], io);
    return { code, out: io.out(), err: io.err() };
  };
  const status = await run('db', 'status');
  assert.equal(status.code, 6);
  assert.match(status.err, /db migrate/);
  assert.equal((await run('user', 'list')).code, 6);
  const migrated = await run('db', 'migrate');
  assert.equal(migrated.code, 0, migrated.err);
  assert.equal((await run('db', 'status')).code, 0);
});
