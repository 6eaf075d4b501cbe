import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { argumentsOfRender } from './render-arguments.ts';

const blender = { engineId: 'Shots', executablePath: '/usr/bin/blender', leadingArguments: [] };
const windows = { engineId: 'blender', executablePath: 'C:\\Blender 4\\blender.exe', leadingArguments: [] };
const script = { engineId: 'mock', executablePath: '/usr/bin/node', leadingArguments: ['/opt/mock.js'] };

const cases: readonly (readonly [
  engine: typeof script | typeof blender,
  text: string,
  expected: string[],
])[] = [
  // The program's name in front, or the first option: the same arguments.
  [blender, 'blender -b /x/a.blend -s 1', ['-b', '/x/a.blend', '-s', '1']],
  [blender, '-b /x/a.blend -s 1', ['-b', '/x/a.blend', '-s', '1']],
  [blender, 'BLENDER -b', ['-b']],
  [blender, 'blender.exe -b', ['blender.exe', '-b']],
  [blender, '/opt/other/blender -b', ['-b']],
  [blender, 'shots -b', ['-b']],
  [blender, 'blender blender', ['blender']],
  [blender, '/x/shots -b', ['/x/shots', '-b']],
  [blender, '  \t ', []],
  [windows, 'blender -b', ['-b']],
  [windows, 'blender.exe -b', ['-b']],
  [windows, '"C:\\Blender 4\\blender.exe" -b "C:\\a b\\c.blend"', ['-b', 'C:\\a b\\c.blend']],
  // Spaces in quotes do not separate; a shell's own signs mean nothing.
  [blender, '-b "/x/a scene.blend" -o "" \'y\'', ['-b', '/x/a scene.blend', '-o', '', "'y'"]],
  [blender, '-b $(reboot);`x` && * > /y', ['-b', '$(reboot);`x`', '&&', '*', '>', '/y']],
  [blender, '-b "say \\"hi\\"" C:\\x\\', ['-b', 'say "hi"', 'C:\\x\\']],
  [script, 'mock --frames 1-2', ['/opt/mock.js', '--frames', '1-2']],
];

describe('the arguments of a render', () => {
  for (const [engine, text, expected] of cases) {
    it(`${engine.executablePath}: ${text}`, () => {
      assert.deepEqual(argumentsOfRender(engine, text), expected);
    });
  }
});
