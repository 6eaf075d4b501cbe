import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addMachine,
  createPairingCode,
  findMachine,
  findMachineCredential,
  listFindings,
  listMachineNames,
  listRevokedMachines,
  redeemPairingCode,
  removeMachine,
  replacePairingCode,
  requeueFrames,
  revokeMachine,
  saveFindings,
  setMachineSeen,
  setQuarantine,
  updateMachine,
  type RedeemPairingCodeInput,
  type TaskFinding,
} from '../index.ts';
import { buildFarm, doneOf, startMs, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

const dayMs = 24 * 60 * 60 * 1000;

export function exerciseMachineLink(newPlace: NewPlace): void {
  describe('machines of the link', () => {
    let farm: Farm;
    let codes = 0;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
    });
    after(() => farm.database.close());

    const newCode = async (machineName: string | null = null, nowMs = startMs) => {
      codes += 1;
      const codeHash = codes.toString(16).padStart(64, '0');
      await createPairingCode(farm.database.db, { codeHash, nowMs, expiresAtMs: nowMs + 1000, machineName });
      return codeHash;
    };
    const redeem = (codeHash: string, changes: Partial<RedeemPairingCodeInput> = {}) =>
      redeemPairingCode(farm.database, {
        codeHash,
        nowMs: startMs + 500,
        machine: { name: 'box', ipAddress: '10.0.0.7', fingerprint: { cores: 8, gpus: ['é'] } },
        secretHash: `sha256:${'e'.repeat(64)}`,
        ...changes,
      });
    const join = async (machineName: string | null = null) => {
      const joined = await redeem(await newCode(machineName));
      return typeof joined === 'string' ? assert.fail(joined) : joined;
    };

    test('a code gives way to another one until a machine has joined with it', async () => {
      const { db } = farm.database;
      const codeHash = await newCode();
      const newCodeHash = 'ab'.repeat(32);
      const replacement = { codeHash, newCodeHash, expiresAtMs: startMs + 2000 };
      await replacePairingCode(db, replacement);
      assert.equal(await redeem(codeHash), 'code-unknown');
      assert.equal(typeof (await redeem(newCodeHash, { nowMs: startMs + 1500 })), 'object');
      await assert.rejects(replacePairingCode(db, { ...replacement, codeHash: newCodeHash }), {
        code: 'pairing-code-used',
      });
    });

    test('a code makes a machine with a credential of its own', async () => {
      const { db } = farm.database;
      const { machineId, name } = await join();
      assert.equal(name, 'box');
      const machine = await findMachine(db, { machineId });
      assert.deepEqual(machine, {
        machineId,
        name: 'box',
        ipAddress: '10.0.0.7',
        port: 0,
        isEnabled: true,
        transport: 'link',
        fingerprint: { cores: 8, gpus: ['é'] },
        tags: [],
        isDrained: false,
        schedule: null,
        yieldsToUser: false,
        slots: 1,
        quarantineReason: null,
        lastSeenAtMs: null,
        createdAtMs: startMs + 500,
      });
      assert.deepEqual(await findMachineCredential(db, { machineId }), {
        machineId,
        secretHash: `sha256:${'e'.repeat(64)}`,
        createdAtMs: startMs + 500,
        revokedAtMs: null,
      });
      assert.equal((await join('the name of the code')).name, 'the name of the code');
    });

    test('a code is good once, in time, and only when it was made', async () => {
      const codeHash = await newCode();
      assert.equal(typeof (await redeem(codeHash)), 'object');
      assert.equal(await redeem(codeHash), 'code-used');
      assert.equal(await redeem(codeHash, { nowMs: startMs + dayMs }), 'code-used');
      assert.equal(await redeem('f'.repeat(64)), 'code-unknown');
      const late = await newCode();
      assert.equal(await redeem(late, { nowMs: startMs + 1000 }), 'code-expired');
      assert.equal(await redeem(late, { nowMs: startMs + 2 * dayMs }), 'code-expired');
      await newCode(null, startMs + 2 * dayMs);
      assert.equal(await redeem(late), 'code-unknown', 'it ended long before the newest code was made');
    });

    test('of many who bring one code at once, one gets a machine', async () => {
      const codeHash = await newCode();
      const count = async () => (await farm.database.db.selectFrom('machines').selectAll().execute()).length;
      const before = await count();
      const results = await Promise.all(Array.from({ length: 8 }, () => redeem(codeHash)));
      assert.equal(results.filter((result) => result === 'code-used').length, 7);
      assert.equal(await count(), before + 1);
    });

    test('a code is not used up when its machine is refused', async () => {
      const codeHash = await newCode();
      const machine = { name: 'x'.repeat(256), ipAddress: '10.0.0.7', fingerprint: null };
      await assert.rejects(redeem(codeHash, { machine }), { code: 'value-invalid' });
      assert.equal(typeof (await redeem(codeHash)), 'object');
    });

    test('a machine is revoked for good, and removed with its credential', async () => {
      const { database } = farm;
      const { machineId } = await join();
      assert.equal((await listRevokedMachines(database.db)).has(machineId), false);
      assert.equal(await revokeMachine(database, { machineId, nowMs: startMs + 1 }), true);
      assert.equal((await listRevokedMachines(database.db)).has(machineId), true);
      assert.equal(await revokeMachine(database, { machineId, nowMs: startMs + 2 }), true);
      assert.equal((await findMachineCredential(database.db, { machineId }))?.revokedAtMs, startMs + 1);
      assert.equal((await findMachine(database.db, { machineId }))?.isEnabled, false);
      assert.equal(await revokeMachine(database, { machineId: farm.otherMachineId, nowMs: startMs }), false);
      await assert.rejects(revokeMachine(database, { machineId: 9999, nowMs: startMs }), {
        code: 'machine-not-found',
      });
      await removeMachine(database.db, { machineId });
      assert.equal(await findMachineCredential(database.db, { machineId }), undefined);
      assert.equal((await listRevokedMachines(database.db)).size, 0);
    });

    test('what people set for a machine', async () => {
      const { db } = farm.database;
      const { machineId } = await join();
      const changes = {
        name: 'renamed',
        tags: ['gpu', 'basement'],
        isDrained: true,
        schedule: 'mon-fri 18:00-08:00; sat,sun',
        yieldsToUser: true,
        slots: 4,
        fingerprint: null,
      };
      const before = await findMachine(db, { machineId });
      assert.deepEqual(await updateMachine(db, { machineId, ...changes }), {
        ...before,
        ...changes,
        tags: ['basement', 'gpu'],
      });
      assert.equal((await updateMachine(db, { machineId, schedule: null })).schedule, null);
      for (const bad of [{ slots: 0 }, { slots: 1025 }, { tags: ['with space'] }, { schedule: '' }]) {
        await assert.rejects(updateMachine(db, { machineId, ...bad }), { code: 'value-invalid' });
      }
    });

    test('quarantine, and when machines were last heard of', async () => {
      const { db } = farm.database;
      const { machineId } = await join();
      const find = async () => (await findMachine(db, { machineId })) ?? assert.fail('gone');
      await setQuarantine(db, { machineId, reason: `It failed. ${'x'.repeat(5000)}` });
      assert.equal((await find()).quarantineReason?.length, 4000);
      await setQuarantine(db, { machineId, reason: null });
      assert.equal((await find()).quarantineReason, null);
      await assert.rejects(setQuarantine(db, { machineId: 9999, reason: 'x' }), {
        code: 'machine-not-found',
      });
      const machines = [machineId, 9999, farm.machineId].map((id) => ({
        machineId: id,
        seenAtMs: startMs + id,
      }));
      await setMachineSeen(db, { machines });
      await setMachineSeen(db, { machines: [] });
      assert.equal((await find()).lastSeenAtMs, startMs + machineId);
    });

    test('what machines are called', async () => {
      const { db } = farm.database;
      const nameless = await addMachine(db, { ipAddress: '10.0.0.8', port: 0, transport: 'link' });
      const { machineId } = await join('named');
      const machineIds = [machineId, 9999, farm.machineId, nameless.machineId];
      const names = await listMachineNames(db, { machineIds });
      assert.deepEqual(
        names,
        [
          { machineId: farm.machineId, name: '192.168.1.10:5001' },
          { machineId: nameless.machineId, name: `machine ${nameless.machineId}` },
          { machineId, name: 'named' },
        ].sort((a, b) => a.machineId - b.machineId),
      );
      assert.deepEqual(await listMachineNames(db, { machineIds: [] }), []);
    });

    test('findings take the place of what the machine said before', async () => {
      const { database, machineId, otherMachineId } = farm;
      const taskId = await farm.submit();
      const save = (ofMachine: number, findings: readonly TaskFinding[]) =>
        saveFindings(database, { taskId, machineId: ofMachine, findings });
      const warning = {
        severity: 'warning',
        code: 'texture-missing',
        message: 'wood.png is "gone" é🎬',
      } as const;
      const error = { severity: 'error', code: 'camera-absent', message: 'x'.repeat(3000) } as const;
      await save(otherMachineId, [warning]);
      await save(machineId, [warning, warning]);
      await save(machineId, [warning, error]);
      assert.deepEqual(await listFindings(database.db, { taskId }), [
        { machineId, ...error, message: 'x'.repeat(2000) },
        { machineId, ...warning },
        { machineId: otherMachineId, ...warning },
      ]);
      await save(machineId, Array.from({ length: 500 }, () => warning).concat(error as never));
      const many = await listFindings(database.db, { taskId });
      assert.equal(many.length, 201);
      assert.equal(many[0]?.severity, 'error');
      await save(machineId, []);
      assert.equal((await listFindings(database.db, { taskId })).length, 1);
      await assert.rejects(saveFindings(database, { taskId: 99_999, machineId, findings: [warning] }), {
        code: 'task-not-found',
      });
    });

    test('what is odd about finished frames is told once, and stays when the scene is looked at again', async () => {
      const { database, machineId } = farm;
      const taskId = await farm.submit();
      const held = await farm.grant(taskId, 1, 7);
      for (let frame = 1; frame <= 7; frame += 1) {
        const done = { ...doneOf(held, frame), warnings: [`f${frame}.png: blank`] };
        await farm.commit({ framesDone: [done] });
        // Said again, because its answer was lost.
        await farm.commit({ framesDone: [done] });
      }
      await saveFindings(database, { taskId, machineId, findings: [] });
      assert.deepEqual(
        (await listFindings(database.db, { taskId })).map(({ code, severity, message }) => [
          `${severity} ${code}`,
          message,
        ]),
        [1, 2, 3, 4, 5].map((frame) => [
          'warning frame-odd',
          `Frame ${frame}: f${frame}.png: blank.` +
            (frame === 5 ? ' Further ones of this machine are not listed.' : ''),
        ]),
      );
    });

    test('are forgotten when the frame is asked for again, and others take their place', async () => {
      const { database } = farm;
      const taskId = await farm.submit();
      const held = await farm.grant(taskId, 1, 7);
      for (const frame of [1, 2]) {
        await farm.commit({ framesDone: [{ ...doneOf(held, frame), warnings: [`f${frame}.png: blank`] }] });
      }
      const messages = async () =>
        (await listFindings(database.db, { taskId })).map(({ message }) => message);
      await requeueFrames(database, { taskId, frames: [{ first: 1, last: 1 }] });
      assert.deepEqual(await messages(), ['Frame 2: f2.png: blank.']);
      await farm.commit({ framesDone: [{ ...doneOf(held, 3), warnings: ['f3.png: blank'] }] });
      assert.deepEqual(await messages(), ['Frame 2: f2.png: blank.', 'Frame 3: f3.png: blank.']);
    });
  });
}
