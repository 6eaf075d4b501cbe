import assert from 'node:assert/strict';
import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';
import { startHpcServer } from '../server/start-hpc-server.ts';
import { startFakeRenderApi, type FakeRenderApi } from '../link/testing/fake-render-api.ts';
import { testSettings } from '../testing/test-server.ts';
import { testLog, type TestLog } from '../testing/test-log.ts';
import { farmAddress } from './farm-address.ts';
import { joinFarm, type JoinFarmInput } from './join-farm.ts';
import { membershipPath, readMembership } from './membership.ts';
import { isSameFarm } from './same-farm.ts';

it('reads addresses as people write them', () => {
  const addresses: readonly (readonly [string, string | null])[] = [
    ['farm.local', 'http://farm.local:5000/'],
    [' 192.168.1.5:6000 ', 'http://192.168.1.5:6000/'],
    ['::1', 'http://[::1]:5000/'],
    ['[::1]:6000', 'http://[::1]:6000/'],
    ['https://farm.example', 'https://farm.example/'],
    ['https://farm.example/render/', 'https://farm.example/render'],
    ['http://farm.example', 'http://farm.example/'],
    ['ftp://farm.example', null],
    ['http://me:geheim@farm.example', null],
    ['farm.local/?x=1', null],
    ['', null],
  ];
  for (const [text, href] of addresses) {
    if (href === null) assert.throws(() => farmAddress(text), { code: 'address-invalid' }, text);
    else assert.equal(farmAddress(text).href, href);
  }
});

it('takes a name and the IP address behind it for one farm, and two names for two', async () => {
  const pairs: readonly (readonly [string, string, boolean])[] = [
    ['127.0.0.1', 'http://127.0.0.1:5000/', true],
    ['localhost', '127.0.0.1', true],
    ['localhost:6000', '127.0.0.1', false],
    ['https://localhost:5000', '127.0.0.1', false],
    ['127.0.0.1', '127.0.0.2', false],
    ['localhost', 'other.localhost', false],
  ];
  for (const [one, other, isSame] of pairs) {
    assert.equal(await isSameFarm(farmAddress(one), farmAddress(other)), isSame, `${one} ${other}`);
  }
});

describe('joining a farm', () => {
  let log: TestLog;
  let api: FakeRenderApi;
  let settings: HpcServerSettings;
  /** Answers who shows a credential. */
  let known: (response: ServerResponse) => void;
  let bodies: { code?: string; machineName?: string; fingerprint?: { cores?: number } }[];
  beforeEach(async () => {
    api = await startFakeRenderApi();
    settings = await testSettings();
    log = testLog();
    bodies = [];
    known = (response) => response.writeHead(409).end('{"code":"lease-lost"}');
    answer((response) => {
      response.writeHead(201).end(JSON.stringify({ machineId: 5, secret: 'geheim', name: 'five' }));
    });
  });
  afterEach(async () => {
    await api.stop();
    await rm(settings.dataDirectory, { recursive: true, force: true });
  });

  function answer(answerWith: (response: ServerResponse) => void): void {
    api.onRequest = (request, response) => {
      if (request.headers.authorization === 'Machine 5.geheim') {
        known(response);
        return;
      }
      void Array.fromAsync(request as AsyncIterable<Buffer>).then((chunks) => {
        assert.equal(`${request.method} ${request.url}`, 'POST /renderapi/link/pair');
        bodies.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof bodies)[0]);
        answerWith(response);
      });
    };
  }

  const join = (overrides: Partial<JoinFarmInput> = {}) =>
    joinFarm({
      address: api.address.href,
      code: 'abcd-efgh',
      name: 'Fünf',
      certificate: null,
      settings,
      log: log.log,
      ...overrides,
    });

  it('buys a credential that its owner alone can read', async () => {
    const membership = await join();
    assert.deepEqual(await readMembership(settings.dataDirectory), membership);
    const { address, machineId, secret, name } = membership;
    assert.deepEqual([address, machineId, secret, name], [api.address.href, 5, 'geheim', 'five']);
    assert.deepEqual([bodies[0]?.code, bodies[0]?.machineName], ['ABCDEFGH', 'Fünf']);
    assert.ok((bodies[0]?.fingerprint?.cores ?? 0) > 0);
    if (process.platform === 'win32') return;
    const path = membershipPath(settings.dataDirectory);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    await chmod(path, 0o644);
    await readMembership(settings.dataDirectory);
    assert.equal((await stat(path)).mode & 0o777, 0o600, 'and is closed where a copy has opened it');
  });

  it('is done once for a code, wherever the command is run again', async () => {
    const first = await join();
    assert.deepEqual(await join({ address: null, discover: () => Promise.resolve([]) }), first);
    assert.equal(bodies.length, 1);
  });

  it('with another code stays the machine that it is, also while the farm is away', async () => {
    const first = await join();
    const { port } = api.address;
    for (const address of [api.address.href, `localhost:${port}`, null]) {
      assert.deepEqual(await join({ code: 'JKMN PQRS', address }), first);
    }
    assert.match(log.text(), /already is machine 5 of http:\/\/127.*the code was not used/);
    await api.stop();
    assert.deepEqual(await join({ code: 'JKMN PQRS' }), first);
    await api.start();
    assert.equal(bodies.length, 1);
  });

  it('takes a new fingerprint for the farm that it has joined', async () => {
    const first = await join();
    const certificate = 'ab'.repeat(32);
    assert.deepEqual(await join({ code: 'JKMN PQRS', certificate }), { ...first, certificate });
    assert.equal((await readMembership(settings.dataDirectory))?.certificate, certificate);
  });

  it('is done anew, and said, once it was revoked', async () => {
    await join();
    known = (response) => response.writeHead(403).end('{"code":"machine-revoked"}');
    await join({ code: 'JKMN PQRS' });
    assert.equal(bodies.length, 2);
    assert.match(log.text(), /takes this computer no more as machine 5/);
  });

  it('is done anew, and said, for another farm', async () => {
    await join();
    const path = membershipPath(settings.dataDirectory);
    const before = await readFile(path, 'utf8');
    await writeFile(path, before.replace(api.address.href, 'http://old.example:5000/'));
    await join({ code: 'JKMN PQRS' });
    assert.equal(bodies.length, 2);
    assert.match(log.text(), /so far this computer was machine 5 of http:\/\/old\.example/);
    assert.equal((await readMembership(settings.dataDirectory))?.address, api.address.href);
  });

  it('is refused where an HPCServer runs, before the code is used', async () => {
    const server = await startHpcServer(settings, { log: log.log });
    try {
      await assert.rejects(join(), { code: 'folder-in-use', message: /another DataDirectory\.$/ });
    } finally {
      await server.close();
    }
    assert.equal(bodies.length, 0);
    assert.equal(await readMembership(settings.dataDirectory), undefined);
  });

  it('takes the farm that it finds', async () => {
    const found = { name: 'farm', address: api.address.href };
    await join({ address: null, discover: () => Promise.resolve([found]) });
    await rm(membershipPath(settings.dataDirectory));
    const other = { name: 'other', address: 'http://10.0.0.2:5000' };
    const code = 'JKMNPQRS';
    await assert.rejects(join({ code, address: null, discover: () => Promise.resolve([found, other]) }), {
      code: 'several-farms',
      message: /farm \(--join http:\/\/127.*other \(--join http:\/\/10\.0\.0\.2:5000\)/,
    });
    await assert.rejects(join({ code, address: null, discover: () => Promise.resolve([]) }), {
      code: 'farm-not-found',
      message: /--join farm\.local/,
    });
  });

  it('fails with what to do, and keeps nothing', async () => {
    await assert.rejects(join({ code: '1234' }), { code: 'pairing-code-unknown', message: /machine pair/ });
    await assert.rejects(join({ certificate: 'AB:CD' }), { code: 'certificate-invalid' });
    assert.equal(bodies.length, 0);
    const problem = (status: number, code: string) => {
      answer((response) => {
        response.writeHead(status).end(JSON.stringify({ code, detail: `Because of ${code}.` }));
      });
    };
    problem(409, 'pairing-code-used');
    await assert.rejects(join(), { code: 'pairing-code-used', message: 'Because of pairing-code-used.' });
    problem(404, 'pairing-code-unknown');
    await assert.rejects(join(), { code: 'pairing-code-unknown' });
    problem(429, 'too-many-tries');
    await assert.rejects(join(), { message: /Because of too-many-tries/ });
    answer((response) => response.writeHead(404).end('<html>'));
    await assert.rejects(join(), { code: 'api-unreachable', message: /no RenderAPI that machines can join/ });
    answer((response) => response.writeHead(200).end('{"hello":1}'));
    await assert.rejects(join(), { code: 'api-unreachable' });
    await api.stop();
    await assert.rejects(join(), {
      code: 'api-unreachable',
      message: /No RenderAPI answers at http:\/\/127/,
    });
    await api.start();
    assert.equal(await readMembership(settings.dataDirectory), undefined);
  });

  it('says what to do about a credential that is none', async () => {
    await join();
    await writeFile(membershipPath(settings.dataDirectory), '{"address":"x"}');
    await assert.rejects(readMembership(settings.dataDirectory), {
      code: 'membership-invalid',
      message: /machine\.json.*join again/,
    });
    assert.equal((await join()).machineId, 5);
    assert.match(await readFile(membershipPath(settings.dataDirectory), 'utf8'), /geheim/);
  });
});
