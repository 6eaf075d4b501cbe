import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseEngine } from './choose-engine.ts';

const engines = [
  ['Blender', '3.4.1', true],
  ['blender', '4.10.0', true],
  ['Blender', '4.2.3', true],
  ['Blender', '5.0.0', false],
  ['POV-Ray', null, false],
].map(([name, version, hasSessions]) => ({
  name: String(name),
  version: version === null ? null : String(version),
  hasSessions: hasSessions === true,
  executablePath: '/usr/bin/x',
  leadingArguments: [],
}));

const cases: readonly (readonly [name: string, wanted: string | null, chosen: string | null | undefined])[] =
  [
    ['BLENDER', null, '4.10.0'],
    ['Blender', '4.2', '4.2.3'],
    ['Blender', '>=4.2', '4.10.0'],
    ['Blender', '5.0', '5.0.0'],
    ['Blender', '2.9', undefined],
    ['POV-Ray', null, null],
    ['POV-Ray', '3.7', undefined],
    ['ffmpeg', null, undefined],
  ];

describe('the engine for a task', () => {
  for (const [engineName, engineVersion, chosen] of cases) {
    it(`${engineName} ${engineVersion ?? 'of any version'}: ${chosen}`, () => {
      assert.equal(chooseEngine({ engineName, engineVersion }, engines)?.version, chosen);
    });
  }
});
