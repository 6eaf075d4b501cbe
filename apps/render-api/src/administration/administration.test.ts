// What admins do over HTTP, against a listening server on a SQLite file, by the client.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  ArgumentTypeList,
  EnginePresetList,
  EngineSettingsList,
  FarmSettings,
  MachineSettingsList,
  Problem,
  SubscriptionList,
  UserList,
} from '@renderonline/contract';
import { addMachine, findMachineCredential, redeemPairingCode, updateUser } from '@renderonline/database';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { createClient, type Client } from '../../../../packages/client/src/index.ts';
import { hashPairingCode } from '../link/pairing/pairing-code.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const others = { email: 'other@example.com', token: 'other-token' };

describe('administration', { timeout: 60_000 }, () => {
  let api: TestApi;
  let client: Client;
  let otherClient: Client;

  before(async () => {
    api = await startTestApi();
    await updateUser(api.database.db, { userId: 1, role: 'admin' });
    client = createClient({ baseUrl: api.url, ...api.headers });
    otherClient = createClient({ baseUrl: api.url, ...others });
  });
  after(() => api.close());

  const admin = () => client.administration;
  const send = (
    method: string,
    path: string,
    { body, headers = api.headers }: { body?: string; headers?: Record<string, string> } = {},
  ) =>
    fetch(`${api.url}/renderapi/v2/admin/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
  function assertShape(schema: TSchema, value: unknown): void {
    assert.deepEqual(Compile(schema).Errors(value), []);
  }

  test('everybody else is refused, whatever they ask for, and nothing happens', async () => {
    const routes = [
      ['GET', 'users'],
      ['POST', 'users', '{"email":"eve@example.com","subscriptionId":1,"role":"admin"}'],
      ['PATCH', 'users/2', '{"role":"admin"}'],
      ['DELETE', 'users/3'],
      ['GET', 'subscriptions'],
      ['PATCH', 'subscriptions/1', '{"queueLimit":1000}'],
      ['GET', 'engines'],
      ['PATCH', 'engines/1', '{"template":"rm -rf /"}'],
      ['DELETE', 'argument-types/start_frame'],
      ['GET', 'machines'],
      ['PATCH', 'machines/1', '{"isEnabled":false}'],
      ['POST', 'machines/1/revoke'],
      ['POST', 'pairing-codes', '{}'],
      ['GET', 'engine-presets'],
      ['GET', 'settings'],
      // Not even whether a request makes sense is told.
      ['PATCH', 'users/x', 'no JSON'],
    ] as const;
    for (const [method, path, body] of routes) {
      const request = body === undefined ? {} : { body };
      const refused = await send(method, path, { ...request, headers: others });
      const problem = (await refused.json()) as Problem;
      assert.deepEqual([refused.status, problem.code], [403, 'admins-only'], `${method} ${path}`);
      assertShape(Problem, problem);
      const unknown = await send(method, path, { ...request, headers: { ...others, token: 'x' } });
      assert.equal(unknown.status, 401);
    }
    assert.equal((await admin().users()).users.length, 3);
  });

  test('users: added, shown in pages, changed, removed; tokens once', async () => {
    const added = await admin().addUser({ email: 'ada@example.com', firstName: 'Ada', subscriptionId: 1 });
    assert.match(added.token, /^rno_/);
    const ada = createClient({ baseUrl: api.url, email: 'ada@example.com', token: added.token });
    await ada.engines();
    const first = await admin().users({ limit: 3 });
    assertShape(UserList, first);
    assert.equal(first.nextAfter, 3);
    const { token: _, ...account } = added;
    assert.deepEqual(await admin().users({ limit: 3, after: 3 }), { users: [account], nextAfter: null });
    const renewed = await admin().changeUser(added.userId, { newToken: true, lastName: 'Lovelace' });
    assert.equal(renewed.lastName, 'Lovelace');
    await assert.rejects(ada.engines(), { status: 401 });
    const again = createClient({ baseUrl: api.url, email: 'ada@example.com', token: renewed.token ?? '' });
    await again.engines();
    assert.equal((await admin().changeUser(added.userId, { isActive: false })).token, null);
    await assert.rejects(again.engines(), { status: 401 });
    await admin().removeUser(added.userId);
    await assert.rejects(admin().removeUser(added.userId), { status: 404, code: 'user-not-found' });
  });

  test('users: what is refused', async () => {
    const add = (email: string, subscriptionId = 1) => admin().addUser({ email, subscriptionId });
    await assert.rejects(add('ada'), { status: 400, code: 'request-invalid' });
    await assert.rejects(add('OTHER@example.com'), { status: 409, code: 'duplicate-email' });
    await assert.rejects(add('new@example.com', 9), { status: 404, code: 'subscription-not-found' });
    await assert.rejects(admin().changeUser(2, {}), { status: 400 });
    await assert.rejects(admin().changeUser(99, { lastName: 'x' }), { code: 'user-not-found' });
    assert.equal((await send('PATCH', 'users/2', { body: '{"token":"chosen"}' })).status, 400);
    assert.equal((await send('PATCH', 'users/2', { body: '{"userId":1}' })).status, 400);
  });

  test('the last admin stays; a role is taken at once', async () => {
    const last = { status: 409, code: 'last-admin' };
    await assert.rejects(admin().changeUser(1, { role: 'user' }), last);
    await assert.rejects(admin().changeUser(1, { isActive: false }), last);
    await assert.rejects(admin().removeUser(1), last);
    await admin().changeUser(2, { role: 'admin' });
    assert.equal((await otherClient.administration.changeUser(1, { role: 'user' })).role, 'user');
    await assert.rejects(admin().users(), { status: 403, code: 'admins-only' });
    await otherClient.administration.changeUser(1, { role: 'admin' });
    await admin().changeUser(2, { role: 'user' });
    assert.ok(api.logLines.some((line) => /"adminId":2.*an admin changed the farm/.test(line)));
  });

  test('subscriptions', async () => {
    const added = await admin().addSubscription({
      ...{ name: 'Studio', queueLimit: 50 },
      keep: { tasks: { days: 30 } },
    });
    assert.deepEqual(added.keep.tasks, { days: 30, bytes: null });
    const { subscriptionId } = added;
    const changed = await admin().changeSubscription(subscriptionId, {
      ...{ weight: 2, name: 'STUDIO' },
      keep: { tasks: { bytes: 5 }, results: { days: 7 }, logs: { days: 1 } },
    });
    assert.deepEqual(changed, {
      ...{ subscriptionId, name: 'STUDIO', queueLimit: 50, weight: 2 },
      keep: {
        tasks: { days: 30, bytes: 5 },
        results: { days: 7, bytes: null },
        logs: { days: 1, bytes: null },
        projects: { days: null, bytes: null },
      },
    });
    const list = await admin().subscriptions();
    assertShape(SubscriptionList, list);
    assert.deepEqual(list.subscriptions[1], changed);
    const taken = { status: 409, code: 'already-exists' };
    await assert.rejects(admin().addSubscription({ name: 'studio', queueLimit: 1 }), taken);
    await assert.rejects(admin().changeSubscription(1, { name: 'Studio' }), taken);
    await assert.rejects(admin().removeSubscription(1), { status: 409, code: 'still-in-use' });
    await admin().removeSubscription(subscriptionId);
    await assert.rejects(admin().changeSubscription(subscriptionId, { weight: 1 }), { status: 404 });
  });

  test('engines and argument types', async () => {
    const engine = { name: 'gs', extension: 'ps', downloadPath: api.downloads };
    const template = 'gs $RENDERONLINE:@uploaded_file $RENDERONLINE:pages';
    const invalid = { status: 400, code: 'template-invalid' };
    await assert.rejects(admin().addEngine({ ...engine, template: 'gs "open' }), invalid);
    const relative = admin().addEngine({ ...engine, template, downloadPath: 'downloads' });
    await assert.rejects(relative, { status: 400, code: 'value-invalid' });
    const added = await admin().addEngine({ ...engine, template });
    assert.equal(added.extension, '.ps');
    assert.match(added.warning ?? '', /pages/);
    const pages = { argTypeId: 'pages', type: 'word', regex: 'a|b' };
    const unusable = { status: 400, code: 'value-invalid' };
    await assert.rejects(admin().addArgumentType({ argTypeId: 'pages', type: 'colour' }), unusable);
    await assert.rejects(admin().addArgumentType({ ...pages, regex: '(' }), unusable);
    assert.deepEqual(await admin().addArgumentType(pages), pages);
    await assert.rejects(admin().changeArgumentType('pages', { regex: '(' }), unusable);
    assert.equal((await admin().changeArgumentType('pages', { regex: null })).type, 'word');
    assert.equal((await admin().changeEngine(added.engineId, { template })).warning, null);
    await assert.rejects(admin().changeEngine(added.engineId, { template: '"' }), invalid);
    assertShape(EngineSettingsList, await admin().engines());
    assertShape(ArgumentTypeList, await admin().argumentTypes());
    await admin().removeEngine(added.engineId);
    await assert.rejects(admin().removeEngine(added.engineId), { status: 404, code: 'engine-not-found' });
    await admin().removeArgumentType('pages');
    const gone = { status: 404, code: 'argument-type-not-found' };
    await assert.rejects(admin().removeArgumentType('pages'), gone);
    await assert.rejects(admin().changeArgumentType('pages', { type: 'word' }), gone);
  });

  test('machines: paired, changed, released, revoked, removed', async () => {
    const { code, machineName } = await admin().createPairingCode({ machineName: 'workstation' });
    assert.equal(machineName, 'workstation');
    const paired = await redeemPairingCode(api.database, {
      codeHash: hashPairingCode(code.replace('-', '')),
      nowMs: Date.now(),
      machine: { name: 'host', ipAddress: '127.0.0.1', fingerprint: {} },
      secretHash: 'x',
    });
    assert.ok(typeof paired !== 'string');
    const { machineId } = paired;
    const changed = await admin().changeMachine(machineId, {
      ...{ name: 'desk', tags: ['GPU', 'fast'], slots: 2, yieldsToUser: true, isDrained: true },
      schedule: 'sun,sat; mon-fri 18:00-8:00',
    });
    assert.deepEqual(
      [changed.name, changed.tags, changed.slots, changed.isDrained, changed.yieldsToUser],
      ['desk', ['fast', 'gpu'], 2, true, true],
    );
    assert.equal((await admin().changeMachine(machineId, { schedule: null })).schedule, null);
    const wrong = admin().changeMachine(machineId, { schedule: 'whenever' });
    await assert.rejects(wrong, { status: 400, code: 'schedule-invalid' });
    await assert.rejects(admin().changeMachine(99, { slots: 1 }), { status: 404 });
    const hpc = await addMachine(api.database.db, {
      ...{ ipAddress: '10.0.0.1', port: 5001, quarantineReason: 'It fails.' },
    });
    assert.equal((await admin().releaseMachine(hpc.machineId)).quarantineReason, null);
    await assert.rejects(admin().revokeMachine(hpc.machineId), { code: 'machine-has-no-credential' });
    const revoked = await admin().revokeMachine(machineId);
    assert.deepEqual([revoked.isRevoked, revoked.isEnabled], [true, false]);
    assert.ok((await findMachineCredential(api.database.db, { machineId }))?.revokedAtMs);
    await assert.rejects(admin().changeMachine(machineId, { isEnabled: true }), { code: 'machine-revoked' });
    const list = await admin().machines();
    assertShape(MachineSettingsList, list);
    assert.equal(list.machines.length, 2);
    for (const id of [machineId, hpc.machineId]) await admin().removeMachine(id);
    await assert.rejects(admin().revokeMachine(machineId), { status: 404, code: 'machine-not-found' });
    assert.deepEqual((await admin().machines()).machines, []);
  });

  test('what is added is added once, however often the request comes', async () => {
    let keys = 0;
    const twice = async (path: string, body: object, others = body) => {
      const headers = { ...api.headers, 'idempotency-key': `admin-${(keys += 1)}` };
      const post = (what: object) => send('POST', path, { body: JSON.stringify(what), headers });
      const asked = await Promise.all([post(body), post(body)]);
      assert.deepEqual(
        asked.map(({ status, headers: answered }) => [status, answered.get('idempotent-replayed')]).sort(),
        [
          [201, null],
          [201, 'true'],
        ],
      );
      const answers = (await Promise.all(asked.map((answer) => answer.json()))) as Record<string, unknown>[];
      if (others !== body) assert.equal((await post(others)).status, 422);
      return asked.map((answer, at) => ({
        isReplay: answer.headers.has('idempotent-replayed'),
        answer: answers[at] ?? {},
      }));
    };
    const template = { template: 'pov $RENDERONLINE:@uploaded_file', downloadPath: '/srv/pov' };
    for (const [path, body, change] of [
      ['subscriptions', { name: 'Twice', queueLimit: 1 }, { queueLimit: 2 }],
      ['engines', { name: 'twice', extension: '.pov', ...template }, { name: 'other' }],
      ['argument-types', { argTypeId: 'twice', type: 'natural' }, { type: 'word' }],
    ] as const) {
      const [one, other] = await twice(path, body, { ...body, ...change });
      assert.deepEqual(one?.answer, other?.answer);
    }
    const users = await twice('users', { email: 'twice@example.com', subscriptionId: 1 });
    const [last, first] = users.toSorted((a, b) => Number(b.isReplay) - Number(a.isReplay));
    assert.equal(last?.answer['userId'], first?.answer['userId']);
    const clientWith = (token: unknown) =>
      createClient({ baseUrl: api.url, email: 'twice@example.com', token: String(token) });
    await clientWith(last?.answer['token']).engines();
    await assert.rejects(clientWith(first?.answer['token']).engines(), { status: 401 });
    const codes = await twice('pairing-codes', {});
    const redeemed = await Promise.all(
      codes.map(async ({ isReplay, answer }) => {
        const codeHash = hashPairingCode(String(answer['code']).replaceAll('-', ''));
        const machine = { name: 'box', ipAddress: '10.0.0.1', fingerprint: {} };
        const nowMs = Date.now();
        const made = await redeemPairingCode(api.database, { codeHash, nowMs, machine, secretHash: 'x' });
        return [isReplay, typeof made === 'string' ? made : 'machine'];
      }),
    );
    assert.deepEqual(redeemed.sort(), [
      [false, 'code-unknown'],
      [true, 'machine'],
    ]);
  });

  test('presets are engines that can be added as they are', async () => {
    const presets = await admin().enginePresets();
    assertShape(EnginePresetList, presets);
    const { name, template, extension, adapter, argumentTypes } = presets.presets[0] ?? assert.fail();
    assert.equal(name, 'blender');
    const known = new Set((await admin().argumentTypes()).argumentTypes.map(({ argTypeId }) => argTypeId));
    for (const type of argumentTypes) if (!known.has(type.argTypeId)) await admin().addArgumentType(type);
    const downloadPath = presets.suggestedDownloadPath;
    const added = await admin().addEngine({ name, template, extension, adapter, downloadPath });
    assert.equal(added.warning, null);
    await admin().removeEngine(added.engineId);
  });

  test('the configuration tells where each value came from, and no secret', async () => {
    const secretive = await startTestApi({
      flags: {
        ConnectionString: 'Server=db;Database=farm;User Id=ro;Password=my-password',
        ContentsS3: { Bucket: 'farm', AccessKeyId: 'my-key-id', SecretAccessKey: 'my-password' },
      },
    });
    try {
      await updateUser(secretive.database.db, { userId: 1, role: 'admin' });
      const answer = await fetch(`${secretive.url}/renderapi/v2/admin/settings`, {
        headers: secretive.headers,
      });
      const text = await answer.text();
      assert.doesNotMatch(text, /my-password|my-key-id/);
      const told = JSON.parse(text) as FarmSettings;
      assertShape(FarmSettings, told);
      const byKey = new Map(told.settings.map((setting) => [setting.key, setting]));
      assert.equal(byKey.get('ConnectionString')?.value, 'MySQL ro@db:3306/farm');
      assert.deepEqual(byKey.get('ContentsS3')?.value, { Bucket: 'farm' });
      const { source, value, defaultValue, environmentVariable } = byKey.get('Port') ?? assert.fail();
      assert.deepEqual([source, value, defaultValue], ['default', 5000, 5000]);
      assert.equal(environmentVariable, 'RENDERONLINE_API_PORT');
      assert.equal(byKey.get('MinFreeBytes')?.source, 'flag');
    } finally {
      await secretive.close();
    }
  });
});
