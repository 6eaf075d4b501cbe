import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { readTicket } from '@renderonline/contract';
import { createContentNeighbours } from './content-neighbours.ts';

const sha256 = 'a'.repeat(64);
const place = { port: 5002, addresses: ['192.168.1.7'] };

describe('machines that may have a content', () => {
  test('are those that share and got it, each with a ticket under its own key', () => {
    const neighbours = createContentNeighbours(() => 1000.5);
    const { sharing } = neighbours.join(1, place);
    assert.ok(sharing);
    assert.equal(sharing.nowMs, 1000);
    assert.deepEqual(neighbours.join(2, undefined), {});
    for (const machineId of [1, 2]) neighbours.noteHolder(machineId, sha256);
    const found = neighbours.of(3, sha256);
    assert.deepEqual(
      found.map(({ machineId, port, addresses }) => ({ machineId, port, addresses })),
      [{ machineId: 1, ...place }],
    );
    const ticket = found[0]?.ticket ?? '';
    assert.deepEqual(readTicket(ticket), { machineId: 3, sha256, endsAtMs: 301_000 });
    const key = createHmac('sha256', Buffer.from(sharing.key, 'base64url'))
      .update(ticket)
      .digest('base64url');
    assert.equal(found[0]?.key, key);
    assert.deepEqual(neighbours.of(3, 'b'.repeat(64)), []);
  });

  test('are not those that have gone, nor the one that asks', () => {
    const neighbours = createContentNeighbours(() => 0);
    const idsFor = (machineId: number) => neighbours.of(machineId, sha256).map((one) => one.machineId);
    for (const machineId of [1, 2]) {
      neighbours.join(machineId, place);
      neighbours.noteHolder(machineId, sha256);
    }
    assert.deepEqual(idsFor(1), [2]);
    // It would not have asked if it still had it.
    assert.deepEqual(idsFor(3), [2]);
    neighbours.leave(2);
    assert.deepEqual(idsFor(3), []);
    neighbours.join(2, place);
    assert.deepEqual(idsFor(3), [2]);
  });

  test('are the last sixteen, of which eight are told, not always the same one first', () => {
    const neighbours = createContentNeighbours(() => 0);
    for (let machineId = 1; machineId <= 30; machineId++) {
      neighbours.join(machineId, place);
      neighbours.noteHolder(machineId, sha256);
    }
    const firsts = new Set<number>();
    for (let time = 0; time < 200; time++) {
      const found = neighbours.of(99, sha256).map(({ machineId }) => machineId);
      assert.equal(found.length, 8);
      assert.ok(found.every((machineId) => machineId > 14));
      firsts.add(found[0] ?? 0);
    }
    assert.ok(firsts.size > 4);
  });
});
