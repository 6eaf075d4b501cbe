import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addArgumentType,
  addEngine,
  addMachine,
  addSubscription,
  findEngine,
  findMachine,
  listArgumentTypes,
  listAttempts,
  listEngines,
  listMachines,
  listSubscriptions,
  removeArgumentType,
  removeEngine,
  removeMachine,
  removeSubscription,
  requireNewName,
  updateArgumentType,
  updateEngine,
  updateMachine,
  updateSubscription,
} from '../index.ts';
import { buildFarm, endOf, type Farm } from './farm.ts';
import { newMachine } from '../machines/machine.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseAdministration(newPlace: NewPlace): void {
  describe('subscriptions, engines, argument types, machines', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
    });
    after(() => farm.database.close());

    test('subscriptions', async () => {
      const { db } = farm.database;
      const added = await addSubscription(db, {
        subscriptionId: 7000,
        name: 'Large',
        queueLimit: 4_000_000_000,
      });
      assert.deepEqual((await listSubscriptions(db)).at(-1), added);
      assert.deepEqual(await updateSubscription(db, { subscriptionId: 7000, queueLimit: 0 }), {
        ...added,
        queueLimit: 0,
      });
      await assert.rejects(addSubscription(db, added), { code: 'already-exists' });
      await assert.rejects(addSubscription(db, { name: 'x', queueLimit: -1 }), { code: 'value-invalid' });
      await assert.rejects(requireNewName(db, { name: 'LARGE' }), { code: 'already-exists' });
      await requireNewName(db, { name: 'LARGE', subscriptionId: 7000 });
      await requireNewName(db, { name: 'Larger' });
      await removeSubscription(db, { subscriptionId: 7000 });
      await assert.rejects(removeSubscription(db, { subscriptionId: 7000 }), {
        code: 'subscription-not-found',
      });
      await assert.rejects(updateSubscription(db, { subscriptionId: 7000, name: 'y' }), {
        code: 'subscription-not-found',
      });
      const [used] = await listSubscriptions(db);
      await assert.rejects(removeSubscription(db, { subscriptionId: used?.subscriptionId ?? 0 }), {
        code: 'still-in-use',
        message: /1 user\b/,
      });
    });

    test('engines', async () => {
      const { db } = farm.database;
      const template = 'povray +I"$RENDERONLINE:@uploaded_file" \\ ünïcode 🎬';
      const added = await addEngine(db, {
        engineId: 300,
        name: 'povray',
        extension: '.pov',
        downloadPath: 'C:\\renders',
        renderArgument: template,
      });
      assert.deepEqual(await findEngine(db, { engineId: 300 }), added);
      assert.deepEqual((await listEngines(db)).at(-1), added);
      assert.equal((await updateEngine(db, { engineId: 300, name: 'pov' })).renderArgument, template);
      await assert.rejects(addEngine(db, added), { code: 'already-exists' });
      await removeEngine(db, { engineId: 300 });
      assert.equal(await findEngine(db, { engineId: 300 }), undefined);
      await assert.rejects(removeEngine(db, { engineId: 300 }), { code: 'engine-not-found' });
      await farm.submit();
      await assert.rejects(removeEngine(db, { engineId: farm.engineId }), { code: 'still-in-use' });
    });

    test('argument types', async () => {
      const { db } = farm.database;
      const added = { argtypeId: 'start_frame', type: 'natural', regex: null };
      await addArgumentType(db, added);
      assert.deepEqual(await listArgumentTypes(db), [added]);
      await assert.rejects(addArgumentType(db, added), { code: 'already-exists' });
      const regex = '\\d{1,4}';
      assert.deepEqual(await updateArgumentType(db, { argtypeId: 'start_frame', regex }), {
        ...added,
        regex,
      });
      assert.deepEqual(await updateArgumentType(db, { argtypeId: 'start_frame', regex: null }), added);
      await removeArgumentType(db, { argtypeId: 'start_frame' });
      await assert.rejects(removeArgumentType(db, { argtypeId: 'start_frame' }), {
        code: 'argument-type-unknown',
      });
    });

    test('machines, more than 255 of them', async () => {
      const { db } = farm.database;
      const added = await addMachine(db, { machineId: 1000, ipAddress: 'render-1.local', port: 5001 });
      assert.deepEqual(added, {
        machineId: 1000,
        ipAddress: 'render-1.local',
        port: 5001,
        ...newMachine,
      });
      assert.deepEqual((await listMachines(db)).at(-1), added);
      const linked = await addMachine(db, {
        machineId: 1001,
        ipAddress: '10.0.0.1',
        port: 0,
        transport: 'link',
        fingerprint: { cores: 8 },
        lastSeenAtMs: 1_700_000_000_000,
      });
      assert.deepEqual(await listMachines(db, { transport: 'link' }), [linked]);
      assert.deepEqual(await listMachines(db, { transport: 'link', withFacts: false }), [
        { ...linked, fingerprint: null, lastSeenAtMs: null },
      ]);
      assert.deepEqual((await listMachines(db, { transport: 'hpc' })).at(-1), added);
      await removeMachine(db, { machineId: 1001 });
      assert.deepEqual(await updateMachine(db, { machineId: 1000, isEnabled: false, name: 'one' }), {
        ...added,
        isEnabled: false,
        name: 'one',
      });
      await assert.rejects(addMachine(db, added), { code: 'already-exists' });
      await assert.rejects(addMachine(db, { ipAddress: 'x', port: 70_000 }), { code: 'value-invalid' });
      await removeMachine(db, { machineId: 1000 });
      assert.equal(await findMachine(db, { machineId: 1000 }), undefined);
      await assert.rejects(removeMachine(db, { machineId: 1000 }), { code: 'machine-not-found' });
    });

    test('a machine that renders stays; its past attempts outlive it', async () => {
      const { database, machineId } = farm;
      const taskId = await farm.submit();
      const lease = await farm.grant(taskId, 1, 10);
      await assert.rejects(removeMachine(database.db, { machineId }), { code: 'still-in-use' });
      await farm.commit({ ends: [endOf(lease)] });
      await removeMachine(database.db, { machineId });
      const [attempt] = await listAttempts(database.db, { taskId });
      assert.equal(attempt?.outcome, 'succeeded');
      assert.equal(attempt.machineId, null);
    });
  });
}
