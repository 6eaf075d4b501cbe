import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { pictureLayerOf } from './exr-layer.ts';

/** The head of an EXR with these channels, each half. */
function head(names: readonly string[]): Buffer {
  const channels = Buffer.concat([
    ...names.flatMap((name) => [Buffer.from(`${name}\0`), Buffer.from([1, 0, 0, 0]), Buffer.alloc(12)]),
    Buffer.from([0]),
  ]);
  const size = Buffer.alloc(4);
  size.writeInt32LE(channels.length);
  return Buffer.concat([
    Buffer.from('762f310102000000', 'hex'),
    Buffer.from('channels\0chlist\0'),
    size,
    channels,
    Buffer.from('compression\0compression\0\x01\0\0\0\x03'),
  ]);
}

describe('pictureLayerOf', () => {
  const table: readonly [string, string[], string | undefined][] = [
    ['one without a name', ['A', 'B', 'G', 'R'], ''],
    ['one without a name among others', ['B', 'G', 'R', 'Diffuse.B', 'Diffuse.G', 'Diffuse.R'], ''],
    ['brightness alone', ['Y'], ''],
    [
      "Blender's combined one",
      [
        ...['View Layer.Combined.B', 'View Layer.Combined.G', 'View Layer.Combined.R', 'View Layer.Depth.Z'],
        ...['A.AO.B', 'A.AO.G', 'A.AO.R'],
      ],
      'View Layer.Combined',
    ],
    [
      'the first with colours',
      ['depth.Z', 'left.B', 'left.G', 'left.R', 'right.B', 'right.G', 'right.R'],
      'left',
    ],
    ['none of a depth pass', ['Z'], undefined],
    ['none of nothing', [], undefined],
  ];
  for (const [name, channels, expected] of table) {
    it(`finds ${name}`, () => {
      assert.equal(pictureLayerOf(head(channels))?.name, expected);
    });
  }

  it('reads what Blender writes', async () => {
    const read = async (name: string) =>
      pictureLayerOf(await readFile(new URL(`../fixtures/blender-3.4-${name}.exr`, import.meta.url)));
    assert.deepEqual(await read('half-zip'), { name: '', isMisread: false });
    assert.deepEqual(await read('layers-dwaa-32'), { name: 'ViewLayer.Combined', isMisread: true });
  });

  it('is not misled by what is cut off or made up', () => {
    const whole = head(['B', 'G', 'R']);
    for (let length = 0; length < whole.length; length += 1) pictureLayerOf(whole.subarray(0, length));
    assert.equal(pictureLayerOf(Buffer.from('channels\0chlist\0'.repeat(100))), undefined);
  });
});
