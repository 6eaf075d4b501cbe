import assert from 'node:assert/strict';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import {
  addEngine,
  addMachine,
  findMachineCredential,
  listEngines,
  listMachines,
  migrateDatabase,
  openDatabase,
  revokeMachine,
  updateEngine,
} from '@renderonline/database';
import { enginePresets } from '@renderonline/engines';
import { readMembership } from '@renderonline/hpc-server';
import { createFakeIo } from '../testing/fake-io.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { joinOwnFarm } from './join-own-farm.ts';
import { seedFarm } from './seed-farm.ts';

async function openFarm(t: TestContext) {
  const folder = await temporaryFolder(t);
  const dataDirectory = join(folder, 'hpc-server');
  await mkdir(dataDirectory);
  const database = await openDatabase(`Data Source="${join(folder, 'farm.db')}"`);
  t.after(() => database.close());
  await migrateDatabase(database);
  const joinAt = async (port: number) => {
    await joinOwnFarm(database, { address: `http://127.0.0.1:${port}`, dataDirectory });
    const membership = await readMembership(dataDirectory);
    assert.ok(membership);
    return membership;
  };
  return { folder, dataDirectory, database, joinAt };
}

test('the computer becomes one machine, whatever the port, and its credential is its own', async (t) => {
  const { dataDirectory, database, joinAt } = await openFarm(t);
  const first = await joinAt(5000);
  const credential = await findMachineCredential(database.db, { machineId: first.machineId });
  assert.equal(credential?.revokedAtMs, null);
  assert.ok(!credential.secretHash.includes(first.secret));
  if (process.platform !== 'win32')
    assert.equal((await stat(join(dataDirectory, 'machine.json'))).mode & 0o777, 0o600);
  const second = await joinAt(5100);
  assert.deepEqual(second, { ...first, address: 'http://127.0.0.1:5100' });
  const machines = await listMachines(database.db);
  assert.deepEqual(
    machines.map(({ name, transport }) => [name, transport]),
    [['quickstart', 'link']],
  );
});

test('a credential that the farm does not know, or took away, is replaced', async (t) => {
  const { dataDirectory, database, joinAt } = await openFarm(t);
  const { machineId } = await joinAt(5000);
  await revokeMachine(database, { machineId, nowMs: Date.now() });
  const again = await joinAt(5000);
  assert.notEqual(again.machineId, machineId);
  await writeFile(join(dataDirectory, 'machine.json'), 'nonsense', { mode: 0o600 });
  assert.ok((await joinAt(5000)).machineId > again.machineId);
});

test('the row that an earlier version made of this computer goes; others stay', async (t) => {
  const { database, joinAt } = await openFarm(t);
  await addMachine(database.db, { name: 'quickstart', ipAddress: '127.0.0.1', port: 40_123 });
  await addMachine(database.db, { name: 'box', ipAddress: '10.0.0.1', port: 5001 });
  await joinAt(5000);
  assert.deepEqual(
    (await listMachines(database.db)).map(({ name, transport }) => `${name} ${transport}`),
    ['box hpc', 'quickstart link'],
  );
});

test('the engine of an earlier version is brought up to date; what an administrator chose stays', async (t) => {
  const { folder, database } = await openFarm(t);
  const { db } = database;
  const profile = { address: 'http://127.0.0.1:5000', email: 'a@b', token: 'rno_x' };
  const seed = () => seedFarm(createFakeIo(), database, { profile, downloadPath: folder });
  const { name, extension, renderArgument } = enginePresets.blender;
  const earlier = renderArgument.replace(/ view_layer=\S+/, '');
  const { engineId } = await addEngine(db, {
    name,
    extension,
    downloadPath: folder,
    renderArgument: earlier,
  });
  await seed();
  const [engine] = await listEngines(db);
  assert.deepEqual([engine?.adapter, engine?.renderArgument], ['blender', renderArgument]);
  await updateEngine(db, { engineId, adapter: 'command' });
  await seed();
  assert.equal((await listEngines(db))[0]?.adapter, 'command');
});
