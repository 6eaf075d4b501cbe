// Thumbnails of real and of hostile files, by real decoders.
import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isDomainError } from '@renderonline/domain';
import { encode } from 'fast-png';
import sharp from 'sharp';
import { createThumbnails, type Thumbnails } from './create-thumbnails.ts';
import { createDecoders } from './decoders.ts';
import { pngBomb } from './testing/png-bomb.ts';

const mebibyte = 1024 * 1024;
const fixture = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);

describe('thumbnails', { timeout: 60_000 }, () => {
  let filePath: string;
  let output: string;
  let thumbnails: Thumbnails;
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (facts: object) => void warnings.push(JSON.stringify(facts)) };
  const limits = { concurrency: 2, waitMs: 30_000, memoryBytes: 384 * mebibyte, timeoutMs: 20_000 };
  const thumbnailsWith = (different: Partial<typeof limits>): Thumbnails =>
    createThumbnails({ decoders: createDecoders({ ...limits, ...different }), minFreeBytes: 0, log });

  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'renderonline-thumbnails-'));
    filePath = join(folder, '7', '638603640000000000', 'scene.blend');
    output = join(dirname(filePath), 'output');
    await mkdir(output, { recursive: true });
    thumbnails = thumbnailsWith({});
  });
  after(async () => {
    thumbnails.close();
    await rm(dirname(dirname(dirname(filePath))), { recursive: true });
  });

  async function thumbnailOf(
    path: string,
    maker = thumbnails,
    edge = 160,
    exposureStops = 0,
  ): Promise<Buffer> {
    const { size, mtimeMs } = await stat(join(output, path));
    return maker.thumbnailOf({
      filePath,
      path,
      size,
      modifiedAtMs: Math.floor(mtimeMs),
      edge,
      exposureStops,
    });
  }

  /** Size and the colour in the middle: the cube is red. */
  async function look(picture: Buffer): Promise<{ size: string; isRed: boolean; hasAlpha: boolean }> {
    const { format, width, height, hasAlpha } = await sharp(picture).metadata();
    assert.equal(format, 'webp');
    const [red = 0, green = 0, blue = 0] = await sharp(picture)
      .extract({ left: width >> 1, top: height >> 1, width: 1, height: 1 })
      .raw()
      .toBuffer();
    return { size: `${width}x${height}`, isRed: red > 120 && red > 1.2 * Math.max(green, blue), hasAlpha };
  }

  test('show scene-linear light brighter or darker', async () => {
    await copyFile(fixture('blender-3.4-half-zip.exr'), join(output, 'dark.exr'));
    const brightness = async (stops: number) => {
      const { channels } = await sharp(await thumbnailOf('dark.exr', thumbnails, 160, stops)).stats();
      return channels.slice(0, 3).reduce((sum, { mean }) => sum + mean, 0);
    };
    const [darker, normal, brighter] = [await brightness(-2), await brightness(0), await brightness(2)];
    assert.ok(darker < normal * 0.8 && brighter > normal * 1.2, `${darker} ${normal} ${brighter}`);
    assert.equal(await brightness(0), normal, 'what was asked for meanwhile is not kept in its place');
  });

  test('are made of what Blender writes', async () => {
    for (const name of ['blender-3.4.png', 'blender-3.4-half-zip.exr']) {
      await copyFile(fixture(name), join(output, name));
      const { size, isRed } = await look(await thumbnailOf(name));
      assert.deepEqual({ name, size, isRed }, { name, size: '160x90', isRed: true });
    }
    const small = await look(await thumbnailOf('blender-3.4.png', thumbnails, 640));
    assert.equal(small.size, '192x108', 'never enlarged');
  });

  test('are made of the other formats, 16 bits and transparency, by what is in the file', async () => {
    const red = { r: 200, g: 20, b: 20, alpha: 0.5 };
    const image = sharp({ create: { width: 300, height: 600, channels: 4, background: red } });
    const deep = Uint16Array.from(
      { length: 4 * 300 * 600 },
      (_, at) => [51_400, 5140, 5140, 32_768][at % 4] ?? 0,
    );
    await writeFile(
      join(output, 'deep.png'),
      encode({ width: 300, height: 600, channels: 4, depth: 16, data: deep }),
    );
    await image.clone().tiff({ compression: 'lzw' }).toFile(join(output, 'tiff.bin'));
    await image.clone().webp().toFile(join(output, 'webp'));
    await image.clone().jpeg().toFile(join(output, 'jpeg.exr'));
    for (const name of ['deep.png', 'tiff.bin', 'webp']) {
      assert.deepEqual(await look(await thumbnailOf(name)), { size: '80x160', isRed: true, hasAlpha: true });
    }
    assert.equal((await look(await thumbnailOf('jpeg.exr'))).hasAlpha, false);
  });

  test('are not made of what is no image, damaged, or read wrongly', async () => {
    const files: Record<string, string | Buffer> = {
      'text.png': 'no image',
      'empty.png': '',
      'script.svg':
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>',
      'huge.png': pngBomb({ width: 2 ** 31 - 1, height: 2 ** 31 - 1, bitDepth: 16, bytes: 0 }),
      'many-pixels.png': pngBomb({ width: 40_000, height: 40_000, bitDepth: 8, bytes: 0 }),
      'head.tif': Buffer.from('49492a0008000000ffff', 'hex'),
      'head.exr': Buffer.from('762f310102000000', 'hex'),
    };
    for (const [name, content] of Object.entries(files)) await writeFile(join(output, name), content);
    await copyFile(fixture('blender-3.4-layers-dwaa-32.exr'), join(output, 'dwaa.exr'));
    await copyFile(fixture('blender-3.4.png'), join(output, 'cut.png'));
    await truncate(join(output, 'cut.png'), 20_000);
    const unknown = ['text.png', 'empty.png', 'script.svg'];
    for (const name of await readdir(output)) {
      if (!(name in files) && !/^cut|^dwaa/.test(name)) continue;
      const code = unknown.includes(name) ? 'thumbnail-format-unknown' : 'thumbnail-failed';
      await assert.rejects(thumbnailOf(name), { code }, name);
    }
    assert.deepEqual(warnings, [], 'none of them cost a decoder its life');
  });

  test('that take too much memory or time cost their decoder alone', async () => {
    const side = 16_000;
    await writeFile(
      join(output, 'memory.png'),
      pngBomb({ width: side, height: side, bitDepth: 16, isInterlaced: true, bytes: 64 * mebibyte }),
    );
    await writeFile(join(output, 'time.png'), pngBomb({ width: side, height: side, bitDepth: 16 }));
    await copyFile(fixture('blender-3.4.png'), join(output, 'good.png'));
    const hasty = thumbnailsWith({ timeoutMs: 1500 });
    const [memory, time, good] = await Promise.allSettled([
      thumbnailOf('memory.png'),
      thumbnailOf('time.png', hasty),
      thumbnailOf('good.png'),
    ]);
    hasty.close();
    for (const costly of [memory, time]) {
      assert.ok(costly.status === 'rejected' && isDomainError(costly.reason, 'thumbnail-failed'));
    }
    assert.equal(good.status, 'fulfilled');
    assert.match(warnings.join('\n'), /longer than 1500 ms/);
    // It is remembered, and others still get theirs.
    const before = warnings.length;
    await assert.rejects(thumbnailOf('memory.png'), { code: 'thumbnail-failed' });
    assert.equal(warnings.length, before);
    assert.equal((await look(await thumbnailOf('good.png', thumbnails, 320))).isRed, true);
  });

  test('say what to install when ffmpeg is not there', async () => {
    await copyFile(fixture('blender-3.4-half-zip.exr'), join(output, 'frame.exr'));
    const { PATH } = process.env;
    process.env['PATH'] = output;
    const without = thumbnailsWith({ concurrency: 1 });
    try {
      await assert.rejects(thumbnailOf('frame.exr', without), {
        code: 'thumbnail-program-missing',
        message: /Install it: .* install ffmpeg/,
      });
    } finally {
      process.env['PATH'] = PATH;
      without.close();
    }
  });
});
