// The commands for machines on a real SQLite file, and with a real RenderAPI that only knows the machines' rows.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, test, type TestContext } from 'node:test';
import { normalizePairingCode, type MachineStatus } from '@renderonline/contract';
import {
  addMachine,
  migrateDatabase,
  openDatabase,
  redeemPairingCode,
  setQuarantine,
} from '@renderonline/database';
import { generateMachineSecret, hashMachineSecret, hashPairingCode } from '@renderonline/render-api';
import { makeCertificate } from '../../../render-api/src/testing/make-certificate.ts';
import { runCli } from '../run-cli.ts';
import { createFakeIo } from '../testing/fake-io.ts';
import { startStubApi } from '../testing/stub-api.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { lanAddress } from './join-address.ts';

let folder: string;

beforeEach(async (t) => {
  folder = await temporaryFolder(t as TestContext);
});

async function run(argv: readonly string[], env: Readonly<Record<string, string>> = {}, columns?: number) {
  // HOME: the profile of whoever runs the tests is none of theirs.
  const io = createFakeIo({
    cwd: folder,
    env: { HOME: folder, ...env },
    ...(columns === undefined ? {} : { columns, isTerminal: true }),
  });
  return { code: await runCli(argv, io), out: io.out(), err: io.err() };
}

async function json<T>(...argv: string[]): Promise<T> {
  const { code, out, err } = await run([...argv, '--json']);
  assert.equal(code, 0, err);
  return JSON.parse(out) as T;
}

async function withFarm<T>(
  work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(`Data Source="${join(folder, '.renderonline', 'renderonline.db')}"`);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const fingerprint = {
  hostName: 'tower',
  os: 'Debian GNU/Linux 12',
  arch: 'x64',
  cores: 16,
  memoryMb: 65_536,
  gpus: [
    { name: 'RTX 4090', memoryMb: 24_564 },
    { name: 'RTX 4090', memoryMb: 24_564 },
  ],
  engines: [{ name: 'Blender', version: '4.2.1', executablePath: '/opt/blender', hasSessions: true }],
};

/** A machine that has joined with a code of `machine pair`. */
async function joined(name?: string): Promise<number> {
  const named = name === undefined ? [] : ['--name', name];
  const { code } = await json<{ code: string }>('machine', 'pair', '--address', 'http://farm:5000', ...named);
  const result = await withFarm((database) =>
    redeemPairingCode(database, {
      codeHash: hashPairingCode(normalizePairingCode(code) ?? ''),
      nowMs: Date.now(),
      machine: { name: 'tower', ipAddress: '10.0.0.7', fingerprint },
      secretHash: hashMachineSecret(generateMachineSecret()),
    }),
  );
  assert.ok(typeof result === 'object');
  return result.machineId;
}

describe('machine pair', () => {
  test('prints the code, how long it is good, and the line for the new computer', async () => {
    const { code, out, err } = await run(['machine', 'pair', '--address', 'farm.example:5000/']);
    assert.equal(code, 0, err);
    assert.match(out, /^Code [A-Z2-9]{4}-[A-Z2-9]{4}, good for one machine, for 15m 00s\.$/m);
    assert.match(
      out,
      /^ {2}npx renderonline node --join http:\/\/farm\.example:5000 --code [A-Z2-9]{4}-[A-Z2-9]{4}$/m,
    );
  });

  test('a code makes one machine, with the name that was given', async () => {
    const machineId = await joined('workstation');
    const [machine] = await json<{ machineId: number; name: string; transport: string }[]>('machine', 'list');
    assert.deepEqual(
      [machine?.machineId, machine?.name, machine?.transport],
      [machineId, 'workstation', 'link'],
    );
  });

  test('warns when RenderAPI does not answer where others would look for it', async () => {
    const env = { RENDERONLINE_ADDRESS: 'http://127.0.0.1:1' };
    const { code, out, err } = await run(['machine', 'pair'], env);
    assert.equal(code, 0);
    assert.match(out, /--join http:\/\/\S+:1 --code/);
    assert.match(err, /^warning: (RenderAPI does not answer|this computer is in no network)/m);
    const remote = await run(['machine', 'pair'], { RENDERONLINE_ADDRESS: 'https://farm.example' });
    assert.match(remote.out, /--join https:\/\/farm\.example --code/);
    assert.equal(remote.err, '');
  });

  test('says what the certificate is when nobody has signed it', async () => {
    const { cert, key } = await makeCertificate(folder, 'farm');
    const configuration = { Port: 5443, Certificate: { FullchainPemPath: cert, PrivPemPath: key } };
    await writeFile(join(folder, 'RenderAPI.json'), JSON.stringify(configuration));
    const { out } = await run(['machine', 'pair', '--address', 'https://farm:5443']);
    assert.match(out, /--join https:\/\/farm:5443 --code \S+ --fingerprint [0-9a-f]{64}$/m);
  });

  test('takes the address that others reach this computer by', () => {
    const one = (address: string, family: 'IPv4' | 'IPv6' = 'IPv4', internal = false) => [
      { address, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 } as never,
    ];
    assert.equal(lanAddress({ lo: one('127.0.0.1', 'IPv4', true) }), undefined);
    const all = {
      lo: one('127.0.0.1', 'IPv4', true),
      docker0: one('172.17.0.1'),
      wan: one('203.0.113.9'),
      eth0: [...one('fd00::1', 'IPv6'), ...one('192.168.1.5')],
    };
    assert.equal(lanAddress(all), '192.168.1.5');
    assert.equal(lanAddress({ eth0: [...one('fe80::1', 'IPv6'), ...one('fd00::1', 'IPv6')] }), 'fd00::1');
  });
});

describe('machines', () => {
  test('are renamed, tagged, given slots and hours', async () => {
    await joined();
    const set = ['machine', 'set', 'tower', '--name', 'box', '--tags', 'GPU, fast', '--slots', '2'];
    await json(...set, '--schedule', 'sat,sun; mon-fri 18:00-08:00', '--yield', 'yes');
    const [machine] = await json<Record<string, unknown>[]>('machine', 'list');
    assert.equal(machine?.['name'], 'box');
    assert.deepEqual(machine['tags'], ['fast', 'gpu']);
    assert.equal(machine['slots'], 2);
    assert.equal(machine['yieldsToUser'], true);
    assert.match(String(machine['schedule']), /18:00/);
    const always = await json<{ schedule: null; tags: string[] }>(
      ...['machine', 'set', 'box', '--schedule', 'always', '--tags', ''],
    );
    assert.deepEqual([always.schedule, always.tags], [null, []]);
    for (const wrong of [
      ['--schedule', 'someday'],
      ['--slots', '0'],
      ['--yield', 'maybe'],
      ['--tags', 'a b'],
      ['--port', '5001'],
      [],
    ]) {
      assert.equal((await run(['machine', 'set', 'box', ...wrong])).code, 2, wrong.join(' '));
    }
  });

  test('are drained, released and revoked', async () => {
    const machineId = await joined();
    assert.match((await run(['machine', 'drain', 'tower'])).out, /^Draining machine 1, tower\.\n.*undrain/);
    assert.match((await run(['machine', 'list'])).out, / drained /);
    assert.equal((await json<{ isDrained: boolean }>('machine', 'undrain', 'tower')).isDrained, false);
    await withFarm(({ db }) => setQuarantine(db, { machineId, reason: 'every frame failed' }));
    assert.match((await run(['machine', 'list'])).out, / quarantined .*every frame failed/);
    const released = await json<{ quarantineReason: null }>('machine', 'release', 'tower');
    assert.equal(released.quarantineReason, null);
    const revoked = await json<{ isEnabled: boolean }>('machine', 'revoke', 'tower');
    assert.equal(revoked.isEnabled, false);
    assert.equal((await run(['machine', 'drain', 'nobody'])).code, 4);
  });

  test('that were revoked say so, and cannot be enabled', async () => {
    await joined();
    await json('machine', 'revoke', 'tower');
    assert.match((await run(['machine', 'list'])).out, / tower {2}revoked /);
    const [listed] = await json<{ isRevoked: boolean; state: string }[]>('machine', 'list');
    assert.deepEqual([listed?.isRevoked, listed?.state], [true, 'revoked']);
    const { code, err } = await run(['machine', 'set', 'tower', '--enabled', 'yes']);
    assert.equal(code, 5);
    assert.match(err, /revoked[^]*machine pair[^]*machine remove 1/);
    assert.equal((await run(['machine', 'set', 'tower', '--enabled', 'no'])).code, 0);
  });

  test('that were paired anew are meant by the name they had before', async () => {
    const before = await joined();
    await json('machine', 'revoke', 'tower');
    const now = await joined();
    const changed = await json<{ machineId: number }>('machine', 'set', 'tower', '--slots', '3');
    assert.equal(changed.machineId, now);
    assert.equal((await json<{ machineId: number }>('machine', 'drain', '10.0.0.7')).machineId, now);
    const removing = await run(['machine', 'remove', 'tower']);
    assert.equal(removing.code, 2);
    assert.match(removing.err, /1, 2/);
    await json('machine', 'remove', String(before));
    assert.equal((await json<{ machineId: number }>('machine', 'remove', 'tower')).machineId, now);
  });

  test('of /hpc have nothing to revoke', async () => {
    await json('machine', 'add', '--address', '10.0.0.1');
    const { code, err } = await run(['machine', 'revoke', '10.0.0.1']);
    assert.equal(code, 2);
    assert.match(err, /--enabled no/);
  });

  test('show what they are, also when nobody can be asked', async () => {
    await joined();
    const { out } = await run(['machine', 'list']);
    assert.match(out, /^ID {2}NAME .*CORES +MEMORY +GPU +OS +ENGINES/);
    assert.match(out, / 16 +64 GiB +2 × RTX 4090 +Debian GNU\/Linux 12 +Blender 4\.2\.1/);
  });
});

describe('machine list with credentials', () => {
  const status = (changes: Partial<MachineStatus>): MachineStatus => ({
    machineId: 1,
    name: 'tower',
    transport: 'link',
    state: 'busy',
    acceptsWork: true,
    whyNot: null,
    quarantineReason: null,
    problem: null,
    reasonPhrases: [],
    slots: 1,
    schedule: null,
    tags: [],
    engines: [{ name: 'Blender', version: '4.2.1', hasSessions: true }],
    fingerprint: { ...fingerprint, hpcServerVersion: '2.0.0' },
    load: null,
    leases: [],
    currentFrames: [{ taskId: 12, frame: 25, machineId: 1, leaseId: 7, fraction: 0.625, startedAt: null }],
    lastHeardAt: null,
    retryAt: null,
    ...changes,
  });
  const answer = (...machines: MachineStatus[]) => ({
    '/renderapi/v2/machines': { isScheduling: true, machines },
  });

  test('tells what each does now', async (t) => {
    const env = await startStubApi(t, answer(status({})));
    await joined();
    const { out, err } = await run(['machine', 'list'], env);
    assert.match(out, /tower {2}busy {3}task 12: frame 25 62%/);
    assert.equal(err, '');
    const listed = JSON.parse((await run(['machine', 'list', '--json'], env)).out) as {
      live: MachineStatus;
    }[];
    assert.equal(listed[0]?.live.currentFrames[0]?.frame, 25);
  });

  test('tells that a machine renders for somebody else', async (t) => {
    const leases = [{ leaseId: 1, taskId: null, isRunning: true }];
    const env = await startStubApi(t, answer(status({ currentFrames: [], leases })));
    assert.match((await run(['machine', 'list'], env)).out, /tower {2}busy {3}another user's/);
  });

  test('does not take another farm’s machine for this one', async (t) => {
    const env = await startStubApi(t, answer(status({ name: 'stranger' })));
    await joined();
    assert.match((await run(['machine', 'list'], env)).out, /tower {2}unknown/);
  });

  test('where there is no database, RenderAPI’s word is all, and nothing is made', async (t) => {
    const env = await startStubApi(t, answer(status({})));
    const { code, out, err } = await run(['machine', 'list'], env);
    assert.equal(code, 0, err);
    assert.match(out, /tower {2}busy/);
    await assert.rejects(import('node:fs/promises').then(({ stat }) => stat(join(folder, '.renderonline'))));
  });

  test('says so when RenderAPI cannot be asked, and lists what is known', async () => {
    await joined();
    const env = {
      RENDERONLINE_ADDRESS: 'http://127.0.0.1:1',
      RENDERONLINE_EMAIL: 'ada@example.com',
      RENDERONLINE_TOKEN: 'x',
    };
    const { code, out, err } = await run(['machine', 'list'], env);
    assert.equal(code, 0);
    assert.match(out, /tower/);
    assert.match(err, /^note: what the machines do now is not known: RenderAPI at http:\/\/127\.0\.0\.1:1/);
  });

  test('fits narrow terminals', async (t) => {
    const env = { ...(await startStubApi(t, answer(status({})))), NO_COLOR: '1' };
    await joined('夜の城'.repeat(10));
    for (const columns of [40, 60, 80, 120]) {
      const { out } = await run(['machine', 'list'], env, columns);
      for (const line of out.split('\n')) assert.ok(line.length <= columns, `${columns}: ${line}`);
      assert.match(out, /ID {2}NAME.*STATE/);
    }
  });
});

test('a machine of /hpc that has no name is known by its address', async (t) => {
  const database = await openDatabase(`Data Source="${join(folder, 'farm.db')}"`);
  await migrateDatabase(database);
  await addMachine(database.db, { ipAddress: '10.0.0.1', port: 5001 });
  await database.close();
  const live = { machineId: 1, name: '10.0.0.1:5001', transport: 'hpc', state: 'unreachable' };
  const env = await startStubApi(t, {
    '/renderapi/v2/machines': {
      isScheduling: true,
      machines: [
        {
          ...live,
          acceptsWork: true,
          problem: 'connection refused',
          slots: 1,
          tags: [],
          engines: [],
          leases: [],
          currentFrames: [],
        },
      ],
    },
  });
  const { out } = await run(['machine', 'list', '--database', 'Data Source=farm.db'], env);
  assert.match(out, /10\.0\.0\.1:5001 +unreachable.*connection refused/);
});
