import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MachineStatus } from '@renderonline/contract';
import { engineNames, findMachines, readMachineQuery, writeMachineQuery } from './machine-query.ts';

const query = (search: string) => readMachineQuery(new URLSearchParams(search));

test('what stands in the address is read and written alike, and what is wrong in it ignored', () => {
  for (const search of ['', 'view=table&text=tower+gpu&state=away', 'state=ready']) {
    assert.equal(writeMachineQuery(query(search)).toString(), search);
  }
  assert.equal(writeMachineQuery(query('view=list&state=odd')).toString(), '');
});

const machine = (machineId: number, name: string, changes: object = {}) =>
  ({
    ...{ machineId, name, state: 'idle', acceptsWork: true, quarantineReason: null, tags: [] },
    ...{ fingerprint: null, engines: [] },
    ...changes,
  }) as unknown as MachineStatus;

test('machines are found by words and state, and listed as people count', () => {
  const engines = [
    { name: 'Blender', version: '4.2.3', hasSessions: true },
    { name: 'Blender', version: '4.2.3', hasSessions: false },
    { name: 'ffmpeg', version: null, hasSessions: false },
  ];
  const machines = [
    machine(1, 'node10'),
    machine(2, 'node9', { engines, state: 'busy' }),
    machine(3, 'Attic', { tags: ['GPU'] }),
  ];
  const ids = (search: string) =>
    findMachines(machines, query(search), 'en').map(({ machineId }) => machineId);
  assert.deepEqual(ids(''), [3, 2, 1]);
  assert.deepEqual(ids('text=gpu'), [3]);
  assert.deepEqual(ids('text=blender+NODE'), [2]);
  assert.deepEqual(ids('state=rendering'), [2]);
  assert.deepEqual(engineNames({ engines }), ['Blender 4.2.3', 'ffmpeg']);
});
