import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { demandSignature, engineFor, machineSignature, matchesVersion } from './requirements.ts';
import { machineOf, taskOf } from './testing/builders.ts';

describe('a required version', () => {
  const table: [string | null, string, boolean][] = [
    ['4.2', '4.2', true],
    ['4.2.1', '4.2', true],
    ['4.2.1 LTS', '4.2', true],
    ['Blender 4.2.0', '4.2', true],
    ['4.20', '4.2', false],
    ['4.3', '4.2', false],
    ['4', '4.2', false],
    ['4', '4.0', true],
    ['4.2', '4.2.0', true],
    ['4.2.1', '4.2.0', false],
    ['4.2', '>=4.2', true],
    ['4.10', '>=4.2', true],
    ['5.0', '>= 4.2', true],
    ['4.1.9', '>=4.2', false],
    ['3.6', '>=4.2', false],
    [null, '4.2', false],
    [null, '>=1', false],
    ['unknown', '4', false],
    ['4.2', 'newest', false],
  ];
  for (const [version, required, isMet] of table) {
    it(`${required} is ${isMet ? '' : 'not '}met by ${version ?? 'an unknown one'}`, () => {
      assert.equal(matchesVersion(version, required), isMet);
    });
  }

  it('chooses among several engines of the same name, sessions first', () => {
    const machine = machineOf(1, {
      engines: [
        { name: 'blender', version: '3.6', hasSessions: true },
        { name: 'Blender', version: '4.2.0', hasSessions: false },
        { name: 'BLENDER', version: '4.2.1', hasSessions: true },
      ],
    });
    const demand = (engineVersion: string | null) =>
      taskOf(1, 1, { requirements: { tags: [], engineVersion, needsGpu: false, memoryMb: null } });
    assert.equal(engineFor(machine, demand('4.2'))?.version, '4.2.1');
    assert.equal(engineFor(machine, demand('4.2.0'))?.version, '4.2.0');
    assert.equal(engineFor(machine, demand('5'))?.version, undefined);
  });
});

describe('signatures', () => {
  it('do not depend on case and order', () => {
    const requirements = { engineVersion: null, needsGpu: false, memoryMb: null };
    const a = taskOf(1, 1, { engineName: 'blender', requirements: { ...requirements, tags: ['A', 'b'] } });
    const b = taskOf(2, 9, { engineName: 'BLENDER', requirements: { ...requirements, tags: ['B', 'a'] } });
    assert.equal(demandSignature(a), demandSignature(b));
    const engines = machineOf(1).engines;
    assert.equal(
      machineSignature(machineOf(1, { tags: ['x', 'Y'] })),
      machineSignature(machineOf(2, { tags: ['y', 'X'], engines: [...engines].reverse() })),
    );
  });

  it('differ where it matters', () => {
    assert.notEqual(demandSignature(taskOf(1, 1)), demandSignature(taskOf(1, 1, { transport: 'hpc' })));
    assert.notEqual(machineSignature(machineOf(1)), machineSignature(machineOf(1, { gpuCount: 1 })));
  });
});
