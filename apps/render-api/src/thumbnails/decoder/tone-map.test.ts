import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toneMap } from './tone-map.ts';

/** @param colours red, green, blue and alpha of each pixel */
function shown(colours: readonly (readonly [number, number, number, number])[]): number[][] {
  const plane = (index: 0 | 1 | 2 | 3): Float32Array => Float32Array.from(colours.map((each) => each[index]));
  const pixels = toneMap([plane(1), plane(2), plane(0), plane(3)]);
  return colours.map((_, at) => [...pixels.subarray(4 * at, 4 * at + 4)]);
}

describe('toneMap', () => {
  const table: readonly [string, [number, number, number, number], number[]][] = [
    ['black', [0, 0, 0, 1], [0, 0, 0, 255]],
    ['middle grey as sRGB has it', [0.2140411, 0.2140411, 0.2140411, 1], [127, 127, 127, 255]],
    ['channels where they belong', [0.5, 0.05, 0.0001, 1], [188, 63, 0, 255]],
    ['highlights softly', [0.8, 1, 2, 1], [231, 237, 250, 255]],
    ['infinite light as white, none as black', [Infinity, -1, NaN, 1], [255, 0, 0, 255]],
    ['colours without their alpha', [0.25, 0.125, 0, 0.5], [188, 137, 0, 128]],
    ['what is not there', [0, 0, 0, 0], [0, 0, 0, 0]],
    ['alpha that cannot be', [0.5, 0.5, 0.5, NaN], [188, 188, 188, 0]],
  ];
  for (const [name, colour, expected] of table) {
    it(`shows ${name}`, () => {
      assert.deepEqual(shown([colour]), [expected]);
    });
  }

  it('dims what would be white all over, and nothing else', () => {
    const depth = shown(Array.from({ length: 100 }, (_, at) => [10 + at, 10 + at, 10 + at, 1] as const));
    assert.ok((depth[0]?.[0] ?? 255) < 100 && (depth[50]?.[0] ?? 255) < (depth[90]?.[0] ?? 0));
    const lamp = shown([
      [1000, 1000, 1000, 1],
      ...Array<[number, number, number, number]>(30).fill([0.2, 0.2, 0.2, 1]),
    ]);
    assert.deepEqual(lamp[1], [124, 124, 124, 255]);
  });
});
