import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadHpcServerSettings, startHpcServer } from '@renderonline/hpc-server';
import { createLogger } from '@renderonline/runtime';
import { runCli } from '../run-cli.ts';
import { createFakeIo } from '../testing/fake-io.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

test('a program that cannot start says so in one line and ends with 1', async (t) => {
  const cwd = await temporaryFolder(t);
  await writeFile(join(cwd, 'wrong.json'), '{"Prot": "5000"}');
  await writeFile(join(cwd, 'HPCServer.json'), '{"FindEngines": false}');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const taken = String((server.address() as AddressInfo).port);
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['api', '--database', 'Server=127.0.0.1;Port=1;Database=x;User Id=x;Password=geheim'], /127\.0\.0\.1/],
    [['api', '--database', 'nonsense'], /Data Source=path\.db/],
    [['api', '--database', 'Data Source=wrong.json'], /not a database/],
    [['api', '--port', taken], new RegExp(`${taken} is taken`)],
    [['api', '--config', 'absent.json'], /absent\.json.*Check the path/],
    [['api', '--config', 'wrong.json'], /Prot.*Port/],
    [['node', '--config', 'wrong.json'], /Prot.*Port/],
    [['node', '--port', taken], new RegExp(`${taken} is taken`)],
    [
      ['node', '--join', '127.0.0.1:1', '--code', 'ABCD-EFGH'],
      /No RenderAPI answers at http:\/\/127\.0\.0\.1:1/,
    ],
    [['node', '--join', '127.0.0.1:1', '--code', 'geheim1'], /ABCD-EFGH/],
  ];
  for (const [argv, line] of cases) {
    const io = createFakeIo({ cwd });
    assert.equal(await runCli(argv, io), 1, argv.join(' '));
    assert.match(io.err().trimEnd().split('\n').at(-1) ?? '', line);
    assert.equal(io.err().trimEnd().split('\n').length, 1, io.err());
    assert.doesNotMatch(io.err(), /geheim\b/);
    // What to do is said once.
    for (const verb of ['Check', 'Write', 'End', 'Stop', 'choose another'])
      assert.ok(io.err().split(verb).length <= 2, io.err());
    if (!argv.includes('wrong.json')) assert.doesNotMatch(io.err(), /Correct the named/, argv.join(' '));
  }
});

test('with --json why a program cannot start is one value', async (t) => {
  const cwd = await temporaryFolder(t);
  for (const program of ['api', 'node']) {
    const io = createFakeIo({ cwd });
    assert.equal(await runCli([program, '--config', 'absent.json', '--json'], io), 1);
    const { error } = JSON.parse(io.err()) as { error: Record<string, unknown> };
    assert.equal(error['code'], 'configuration-not-found');
  }
});

test('joining takes a code once', async (t) => {
  const cwd = await temporaryFolder(t);
  for (const argv of [
    ['node', '--join', '127.0.0.1:1'],
    ['node', '--join'],
    ['node', '--name', 'n'],
  ]) {
    const io = createFakeIo({ cwd });
    assert.equal(await runCli(argv, io), 2, argv.join(' '));
    assert.match(io.err(), /machine pair|--join/);
  }
});

test('node joins, works for its farm without a port, and ends when it is revoked', async (t) => {
  const cwd = await temporaryFolder(t);
  await writeFile(join(cwd, 'HPCServer.json'), '{"FindEngines": false}');
  const authorizations: (string | undefined)[] = [];
  const server = createHttpServer((request, response) => {
    request.resume();
    response.writeHead(201).end('{"machineId":5,"secret":"geheim","name":"five"}');
  });
  server.on('upgrade', (request, socket) => {
    authorizations.push(request.headers.authorization);
    const body = '{"code":"machine-revoked","detail":"It was revoked."}';
    socket.end(`HTTP/1.1 403 Forbidden\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const first = createFakeIo({ cwd });
  assert.equal(await runCli(['node', '--join', address, '--code', 'abcdefgh'], first), 3, first.err());
  assert.match(first.err(), /revoked.*new code/);
  const again = createFakeIo({ cwd });
  assert.equal(await runCli(['node'], again), 3, 'it stays a machine of that farm');
  assert.deepEqual(authorizations, ['Machine 5.geheim', 'Machine 5.geheim']);
});

test('node spends no code in a folder that another one uses', async (t) => {
  const cwd = await temporaryFolder(t);
  await writeFile(
    join(cwd, 'HPCServer.json'),
    '{"Port": 0, "BindAddress": "127.0.0.1", "FindEngines": false}',
  );
  const settings = await loadHpcServerSettings({ env: {}, cwd });
  const running = await startHpcServer(settings, { log: createLogger({ name: 'test', level: 'silent' }) });
  t.after(() => running.close());
  let requests = 0;
  const farm = createHttpServer((_request, response) => {
    requests += 1;
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => farm.listen(0, '127.0.0.1', resolve));
  t.after(() => farm.close());
  const address = `127.0.0.1:${(farm.address() as AddressInfo).port}`;
  const io = createFakeIo({ cwd });
  assert.equal(await runCli(['node', '--join', address, '--code', 'ABCD-EFGH'], io), 1);
  assert.match(io.err(), /uses the folder .* another DataDirectory\.\n$/);
  assert.equal(requests, 0);
});

test('node runs until it is told to end, and ends with 0', async (t) => {
  const cwd = await temporaryFolder(t);
  await writeFile(join(cwd, 'HPCServer.json'), '{"Port": 0, "BindAddress": "127.0.0.1"}');
  const io = createFakeIo({ cwd });
  const node = runCli(['node'], io);
  io.interrupt();
  assert.equal(await node, 0, io.err());
  // Whoever started it is gone, or lets go of it.
  const child = createFakeIo({ cwd, input: 'anything' });
  assert.equal(await runCli(['node', '--until-stdin-ends'], child), 0, child.err());
});
