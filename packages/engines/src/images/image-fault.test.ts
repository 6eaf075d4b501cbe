import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { encode } from 'fast-png';
import fc from 'fast-check';
import { imageFault } from './image-fault.ts';

/** Small pictures that Blender wrote, one of each kind. */
const fixtures = fileURLToPath(new URL('../../fixtures/images-blender-3.4/', import.meta.url));
const names = (await readdir(fixtures)).sort();
/** Kinds of which all pixels are decoded, and how far behind their beginning there are pixels. */
const decoded = { 'rgba.png': 0.5, 'grey-16.png': 0.5, 'deflate.tif': 0.3, 'zip.exr': 0.9 };

/** Where it is cut: anywhere in its first and last bytes, and here and there in between. */
function cutsOf(length: number): number[] {
  return Array.from({ length }, (_, at) => at).filter((at) => at < 40 || at > length - 40 || at % 7 === 0);
}

describe('imageFault', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-images-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function faultOf(content: Uint8Array, extension: string) {
    const path = join(folder, `picture${extension}`);
    await writeFile(path, content);
    return imageFault(path);
  }

  for (const name of names) {
    it(`finds nothing wrong with ${name}, and tells whether it is blank`, async () => {
      const { fault, warning } = await imageFault(join(fixtures, name));
      assert.equal(fault, null);
      assert.equal(
        warning,
        name.startsWith('blank') ? 'the image is blank: all of its pixels look the same' : null,
      );
    });

    it(`sees that ${name} was cut off, wherever it was`, async () => {
      const whole = await readFile(join(fixtures, name));
      for (const length of cutsOf(whole.length)) {
        const { fault } = await faultOf(whole.subarray(0, length), extname(name));
        assert.notEqual(fault, null, `cut off after ${length} of ${whole.length} bytes`);
      }
    });

    it(`says something of ${name} with damaged bytes, and never fails`, async () => {
      const whole = await readFile(join(fixtures, name));
      const anywhere = fc.array(
        fc.tuple(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 })),
        { minLength: 1, maxLength: 4 },
      );
      await fc.assert(
        fc.asyncProperty(anywhere, async (damages) => {
          const damaged = Buffer.from(whole);
          for (const [at, bits] of damages) damaged[at] = (damaged[at] ?? 0) ^ bits;
          await faultOf(damaged, extname(name));
        }),
        { numRuns: 40 },
      );
    });

    it(`sees that the end of ${name} was never written, though the file is long enough`, async () => {
      const whole = await readFile(join(fixtures, name));
      const { fault } = await faultOf(
        Buffer.from(whole).fill(0, Math.floor(whole.length / 2)),
        extname(name),
      );
      assert.notEqual(fault, null);
    });
  }

  it('sees a wrong byte among the pixels of kinds that it decodes', async () => {
    for (const [name, part] of Object.entries(decoded)) {
      const damaged = await readFile(join(fixtures, name));
      const at = Math.floor(damaged.length * part);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      assert.notEqual((await faultOf(damaged, extname(name))).fault, null, name);
    }
  });

  it('reads PNGs of other writers: larger ones, and all of their filters', async () => {
    const [width, height] = [700, 500];
    const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * at) % 251);
    assert.deepEqual(await faultOf(encode({ width, height, data, channels: 3 }), '.png'), {
      fault: null,
      warning: null,
      format: 'png',
    });
    const grey = encode({ width, height, data: new Uint8Array(width * height).fill(7), channels: 1 });
    assert.match((await faultOf(grey, '.png')).warning ?? '', /blank/);
  });

  it('takes noise of two levels for dithering, and three for a picture', async () => {
    const [width, height] = [64, 64];
    for (const [levels, depth, isBlank] of [
      [2, 8, true],
      [3, 8, false],
      [1, 16, false],
    ] as const) {
      const samples = Array.from({ length: width * height * 3 }, (_, at) => 40 + ((at * 7) % (levels + 1)));
      const data = depth === 8 ? Uint8Array.from(samples) : Uint16Array.from(samples);
      const { warning } = await faultOf(encode({ width, height, data, channels: 3, depth }), '.png');
      assert.equal(warning !== null, isBlank, `${levels} levels of ${depth} bits`);
    }
  });

  it('goes by the first bytes, and by the extension when they say nothing', async () => {
    const png = await readFile(join(fixtures, 'rgba.png'));
    assert.equal((await faultOf(png, '.exr')).format, 'png');
    assert.equal(
      (await faultOf(Buffer.from('no picture'), '.tif')).fault,
      'the file does not begin as a TIFF does',
    );
    assert.equal((await faultOf(Buffer.alloc(0), '.jpg')).fault, 'the file is empty');
    assert.deepEqual(await faultOf(Buffer.from('RIFF'), '.webp'), {
      fault: null,
      warning: null,
      format: null,
    });
  });

  it('fails for a file that is not there', async () => {
    await assert.rejects(imageFault(join(folder, 'nowhere.png')), { code: 'ENOENT' });
  });
});
