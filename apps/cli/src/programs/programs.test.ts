import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCli } from '../run-cli.ts';
import { createFakeIo } from '../testing/fake-io.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

test('a program that cannot start says so in one line and ends with 1', async (t) => {
  const cwd = await temporaryFolder(t);
  await writeFile(join(cwd, 'wrong.json'), '{"Prot": "5000"}');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const taken = String((server.address() as AddressInfo).port);
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['api', '--database', 'Server=127.0.0.1;Port=1;Database=x;User Id=x;Password=geheim'], /127\.0\.0\.1/],
    [['api', '--config', 'absent.json'], /absent\.json/],
    [['api', '--config', 'wrong.json'], /Prot.*Port/],
    [['node', '--config', 'wrong.json'], /Prot.*Port/],
    [['node', '--port', taken], new RegExp(`${taken} is taken`)],
  ];
  for (const [argv, line] of cases) {
    const io = createFakeIo({ cwd });
    assert.equal(await runCli(argv, io), 1, argv.join(' '));
    assert.match(io.err().trimEnd().split('\n').at(-1) ?? '', line);
    assert.equal(io.err().trimEnd().split('\n').length, 1, io.err());
    assert.doesNotMatch(io.err(), /geheim/);
  }
});

test('node runs until it is told to end, and ends with 0', async (t) => {
  const cwd = await temporaryFolder(t);
  await writeFile(join(cwd, 'HPCServer.json'), '{"Port": 0, "BindAddress": "127.0.0.1"}');
  const io = createFakeIo({ cwd });
  const node = runCli(['node'], io);
  io.interrupt();
  assert.equal(await node, 0, io.err());
});
