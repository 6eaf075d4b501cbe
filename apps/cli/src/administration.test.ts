// The administrator's commands on a real SQLite file.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { beforeEach, describe, test, type TestContext } from 'node:test';
import { runCli } from './run-cli.ts';
import { createFakeIo } from './testing/fake-io.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

let folder: string;

async function run(...argv: string[]) {
  const io = createFakeIo({ cwd: folder });
  return { code: await runCli(argv, io), out: io.out(), err: io.err() };
}

async function json<T>(...argv: string[]): Promise<T> {
  const { code, out, err } = await run(...argv, '--json');
  assert.equal(code, 0, err);
  return JSON.parse(out) as T;
}

beforeEach(async (t) => {
  folder = await temporaryFolder(t as TestContext);
});

describe('db', () => {
  test('status of nothing, migrate, migrate again', async () => {
    const nothing = await run('db', 'status');
    assert.equal(nothing.code, 4);
    assert.match(nothing.err, /db migrate/);
    const first = await json<{ applied: string[]; to: string }>('db', 'migrate');
    assert.ok(first.applied.length > 0);
    assert.deepEqual((await json<{ applied: string[] }>('db', 'migrate')).applied, []);
    assert.equal((await json<{ isCurrent: boolean }>('db', 'status')).isCurrent, true);
  });

  test('--database names another, relative to this folder', async () => {
    const { code, out } = await run('db', 'migrate', '--database', 'Data Source=deep/er/farm.db');
    assert.equal(code, 0);
    assert.match(out, new RegExp(join(folder, 'deep', 'er', 'farm.db')));
  });

  test('a wrong connection string is told without its password', async () => {
    const { code, err } = await run('db', 'status', '--database', 'Server=x;Passwort=geheim');
    assert.equal(code, 2);
    assert.doesNotMatch(err, /geheim/);
  });
});

describe('users and subscriptions', () => {
  test('the token is shown once and never again', async () => {
    await run('subscription', 'add', '--name', 'Default', '--queue-limit', '3');
    const added = await json<{ token: string; userId: number }>('user', 'add', '--email', 'ada@example.com');
    assert.ok(added.token.length >= 24);
    const listed = await json<Record<string, unknown>[]>('user', 'list');
    assert.deepEqual(listed, [
      {
        userId: added.userId,
        firstName: '',
        lastName: '',
        email: 'ada@example.com',
        subscriptionId: 1,
        isActive: true,
        role: 'user',
      },
    ]);
    const changed = await json<{ token: string }>('user', 'set', 'ADA@example.com', '--new-token');
    assert.notEqual(changed.token, added.token);
    assert.equal((await json<{ isActive: boolean }>('user', 'set', '1', '--active', 'no')).isActive, false);
    assert.equal((await json<{ role: string }>('user', 'set', '1', '--role', 'admin')).role, 'admin');
  });

  test('refusals have codes', async () => {
    assert.equal((await run('user', 'add', '--email', 'ada@example.com')).code, 2);
    await run('subscription', 'add', '--name', 'Default', '--queue-limit', '3');
    assert.equal((await run('user', 'add', '--email', 'ada')).code, 2);
    assert.equal((await run('user', 'add', '--email', 'ada@example.com')).code, 0);
    const taken = await run('user', 'add', '--email', 'ada@example.com');
    assert.equal(taken.code, 5);
    // What to do is said once, on a line of its own.
    assert.equal(
      taken.err,
      'error: Another user has the e-mail ada@example.com already.\n' +
        'Use another address, or change the user who has it.\n',
    );
    const used = await run('subscription', 'remove', 'default');
    assert.equal(used.code, 5);
    assert.match(
      used.err,
      /^error: .* is still in use by 1 user\.\nRemove or change what refers to it first\.\n$/,
    );
    assert.equal((await run('user', 'set', 'bob', '--active', 'no')).code, 4);
    assert.equal((await run('user', 'set', '1')).code, 2);
    assert.equal((await run('user', 'remove', 'ada@example.com')).code, 0);
    assert.equal((await run('subscription', 'remove', 'default')).code, 0);
  });

  test('the last admin stays one', async () => {
    await run('subscription', 'add', '--name', 'Default', '--queue-limit', '3');
    await run('user', 'add', '--email', 'ada@example.com', '--role', 'admin');
    await run('user', 'add', '--email', 'bob@example.com');
    for (const change of [
      ['set', 'ada@example.com', '--role', 'user'],
      ['set', 'ada@example.com', '--active', 'no'],
      ['remove', 'ada@example.com'],
    ]) {
      const { code, err } = await run('user', ...change);
      assert.equal(code, 5);
      assert.match(
        err,
        /Nobody would be left who administers the farm\.\nMake another user an admin first\./,
      );
    }
    assert.equal((await run('user', 'set', 'ada@example.com', '--first-name', 'Ada')).code, 0);
    assert.equal((await run('user', 'set', 'bob@example.com', '--role', 'admin')).code, 0);
    assert.equal((await run('user', 'set', 'ada@example.com', '--role', 'user')).code, 0);
    assert.equal((await run('user', 'remove', 'ada@example.com')).code, 0);
  });

  test('a name is the name of one subscription', async () => {
    await run('subscription', 'add', '--name', 'Default', '--queue-limit', '3');
    const { code, err } = await run('subscription', 'add', '--name', 'default', '--queue-limit', '4');
    assert.equal(code, 5);
    assert.match(err, /Subscription 1 is called Default already/);
  });

  test('with two subscriptions one has to be chosen', async () => {
    for (const name of ['Small', 'Large'])
      await run('subscription', 'add', '--name', name, '--queue-limit', '3');
    const { code, err } = await run('user', 'add', '--email', 'ada@example.com');
    assert.equal(code, 2);
    assert.match(err, /Small, Large/);
    assert.equal((await run('user', 'add', '--email', 'ada@example.com', '--subscription', 'large')).code, 0);
  });
});

describe('engines, argument types, machines', () => {
  test('a preset brings its argument types, and leaves those there are', async () => {
    await run('argtype', 'add', 'samples', '--type', 'word');
    const { code, err } = await run('engine', 'add', '--preset', 'blender', '--download-path', 'downloads');
    assert.equal(code, 0);
    assert.match(err, /samples is there already/);
    const [engine] = await json<Record<string, unknown>[]>('engine', 'list');
    assert.equal(engine?.['downloadPath'], join(folder, 'downloads'));
    const types = await json<{ argtypeId: string; type: string }[]>('argtype', 'list');
    assert.equal(types.find(({ argtypeId }) => argtypeId === 'samples')?.type, 'word');
    assert.ok(types.some(({ argtypeId }) => argtypeId === 'start_frame'));
  });

  test('a template of one’s own is read before it is kept', async () => {
    const add = ['engine', 'add', '--name', 'gs', '--extension', 'ps', '--download-path', '/d', '--template'];
    assert.equal((await run(...add, 'gs "open')).code, 2);
    const { code, err } = await run(...add, 'gs $RENDERONLINE:@uploaded_file $RENDERONLINE:pages');
    assert.equal(code, 0);
    assert.match(err, /warning: .*pages.*argtype add/);
    const [engine] = await json<Record<string, unknown>[]>('engine', 'list');
    assert.equal(engine?.['extension'], '.ps');
  });

  test('an engine is changed to what adding it would have made', async () => {
    await run('engine', 'add', '--preset', 'blender', '--download-path', 'downloads');
    const set = ['engine', 'set', 'blender', '--download-path', 'elsewhere', '--extension', 'blend1'];
    const changed = await json<Record<string, unknown>>(...set);
    assert.equal(changed['downloadPath'], join(folder, 'elsewhere'));
    assert.equal(changed['extension'], '.blend1');
  });

  test('an argument type must be usable', async () => {
    assert.equal((await run('argtype', 'add', 'x', '--type', 'colour')).code, 2);
    assert.equal((await run('argtype', 'add', 'x', '--type', 'word', '--regex', '(')).code, 2);
    assert.equal((await run('argtype', 'add', 'x', '--type', 'word', '--regex', 'a|b')).code, 0);
    assert.equal((await json<{ regex: null }>('argtype', 'set', 'x', '--no-regex')).regex, null);
    assert.equal((await run('argtype', 'remove', 'y')).code, 4);
  });

  test('one node is one machine', async () => {
    await run('machine', 'add', '--address', 'Box');
    const twice = await run('machine', 'add', '--address', 'box', '--port', '5001');
    assert.equal(twice.code, 5);
    assert.match(twice.err, /Box:5001 is machine 1 already/);
    assert.equal((await run('machine', 'add', '--address', 'box', '--port', '5002')).code, 0);
    assert.equal((await run('machine', 'set', '2', '--port', '5001')).code, 5);
    assert.equal((await run('machine', 'set', '2', '--port', '5002', '--name', 'second')).code, 0);
  });

  test('a second engine of one name is told', async () => {
    const add = ['engine', 'add', '--preset', 'blender', '--download-path', 'downloads'];
    assert.doesNotMatch((await run(...add)).err, /is called/);
    assert.match((await run(...add)).err, /engine 1 is called blender too/);
  });

  test('machines by number, name and address', async () => {
    await run('machine', 'add', '--address', '10.0.0.1', '--name', 'box');
    await run('machine', 'add', '--address', '10.0.0.2', '--port', '5002');
    assert.equal(
      (await json<{ isEnabled: boolean }>('machine', 'set', 'BOX', '--enabled', 'no')).isEnabled,
      false,
    );
    assert.equal((await run('machine', 'remove', '10.0.0.2:5002')).code, 0);
    assert.match(
      (await run('machine', 'list')).out,
      /^ID {2}NAME {2}STATE .*ADDRESS .*\n 1 {2}box {3}disabled/,
    );
  });
});
