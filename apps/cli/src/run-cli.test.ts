import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runCli } from './run-cli.ts';
import { createFakeIo, type FakeIoOptions } from './testing/fake-io.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

async function run(argv: readonly string[], options?: FakeIoOptions) {
  const io = createFakeIo(options);
  return { code: await runCli(argv, io), out: io.out(), err: io.err() };
}

describe('help', () => {
  test('lists the commands in groups, with examples', async () => {
    const { code, out } = await run(['--help']);
    assert.equal(code, 0);
    for (const word of ['quickstart', 'submit', 'engine', 'Examples:', 'docs/cli.md'])
      assert.match(out, new RegExp(word));
  });

  test('of every command says what it does', async () => {
    const commands =
      'quickstart|api|node|login|submit|tasks|watch|download|cancel|delete|db migrate|db status';
    for (const command of commands.split('|')) {
      const { code, out } = await run([...command.split(' '), '--help']);
      assert.equal(code, 0, command);
      assert.match(out, /^Usage: renderonline/, command);
    }
    for (const noun of ['user', 'subscription', 'engine', 'argtype', 'machine']) {
      for (const verb of ['add', 'list', 'set', 'remove']) {
        assert.equal((await run([noun, verb, '--help'])).code, 0, `${noun} ${verb}`);
      }
    }
  });

  test('the version goes to standard output', async () => {
    const { code, out } = await run(['--version']);
    assert.equal(code, 0);
    assert.match(out, /^\d+\.\d+\.\d+\n$/);
  });
});

describe('mistakes', () => {
  test('a slip of the finger is recognised', async () => {
    const { code, err } = await run(['sumbit']);
    assert.equal(code, 2);
    assert.match(err, /Did you mean submit/);
    assert.match((await run(['submit', 'x.blend', '--frame', '1'])).err, /Did you mean --frames/);
  });

  test('no command at all shows the help', async () => {
    const { code, err } = await run([]);
    assert.equal(code, 2);
    assert.match(err, /Usage:/);
  });

  test('values that make no sense are refused before anything happens', async () => {
    for (const argv of [
      ['tasks', 'abc'],
      ['tasks', '--limit', '0'],
      ['quickstart', '--port', '70000'],
      ['machine', 'add', '--address', 'x', '--port', '0'],
      ['engine', 'add', '--preset', 'maya', '--download-path', 'x'],
    ]) {
      const { code, err } = await run(argv);
      assert.equal(code, 2, argv.join(' '));
      assert.match(err, /^error: /);
    }
  });
});

describe('errors', () => {
  test('say what happened and what to do', async (t) => {
    const folder = await temporaryFolder(t);
    const { code, out, err } = await run(['tasks'], { cwd: folder, env: { XDG_CONFIG_HOME: folder } });
    assert.equal(code, 3);
    assert.equal(out, '');
    assert.match(err, /no address and no email and no token/);
    assert.match(err, /renderonline login/);
  });

  test('are one JSON object on standard error with --json', async (t) => {
    const folder = await temporaryFolder(t);
    const { code, out, err } = await run(['tasks', '--json'], {
      cwd: folder,
      env: { XDG_CONFIG_HOME: folder },
    });
    assert.equal(code, 3);
    assert.equal(out, '');
    const { error } = JSON.parse(err) as { error: Record<string, unknown> };
    assert.equal(error['code'], 'credentials-missing');
    assert.equal(error['exitCode'], 3);
    assert.equal(typeof error['whatToDo'], 'string');
  });

  test('also when the command line itself is wrong', async () => {
    for (const argv of [
      ['tasks', 'abc'],
      ['tasks', '--limt', '3'],
      ['user', 'add'],
    ]) {
      const { code, err } = await run([...argv, '--json']);
      assert.equal(code, 2);
      const { error } = JSON.parse(err) as { error: Record<string, unknown> };
      assert.equal(error['code'], 'command-line-invalid');
    }
    assert.match((await run(['tasks', 'abc'])).err, /^error: 'abc' is no task\. It must be a whole number/);
  });

  test('name the file that is not there, and what else the system says', async (t) => {
    const folder = await temporaryFolder(t);
    const env = { RENDERONLINE_ADDRESS: 'http://127.0.0.1:1', RENDERONLINE_EMAIL: 'a@b' };
    const { code, err } = await run(['tasks', '--token-file', 'none'], { cwd: folder, env });
    assert.equal(code, 4);
    assert.match(err, /^error: There is no \S+none\.\n\S/);
  });

  test('another e-mail than the profile’s needs its own token', async (t) => {
    const folder = await temporaryFolder(t);
    const profile = join(folder, 'profile.json');
    await writeFile(profile, '{"address":"http://127.0.0.1:1","email":"a@b","token":"t"}', { mode: 0o600 });
    const { code, err } = await run(['tasks', '--email', 'c@d', '--profile', profile], { cwd: folder });
    assert.equal(code, 3);
    assert.match(err, /is for a@b, not for c@d/);
  });

  test('a RenderAPI that is not there has a code of its own', async (t) => {
    const folder = await temporaryFolder(t);
    const env = {
      RENDERONLINE_ADDRESS: 'http://127.0.0.1:1',
      RENDERONLINE_EMAIL: 'a@b',
      RENDERONLINE_TOKEN: 'secret-token',
    };
    const { code, err } = await run(['tasks'], { cwd: folder, env });
    assert.equal(code, 6);
    assert.match(err, /127\.0\.0\.1:1 does not answer/);
    assert.doesNotMatch(err, /secret-token/);
  });
});
