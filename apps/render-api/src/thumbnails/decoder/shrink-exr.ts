import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import sharp from 'sharp';
import { mostPixels } from './decoder-limits.ts';
import { ThumbnailError } from './decoder-message.ts';
import { encodeThumbnail } from './encode-thumbnail.ts';
import { exrHeadBytes, pictureLayerOf } from './exr-layer.ts';
import { limitedCommand } from './limited-command.ts';
import { toneMap } from './tone-map.ts';

const program = 'ffmpeg';
const mostBytes = 2 ** 31 - 1;
const bytesPerPixel = 16;

/**
 * Makes the thumbnail of an EXR: ffmpeg decodes and shrinks it in linear light, in a process with the same limits.
 *
 * @throws ThumbnailError 'failed', 'program-missing'
 */
export async function shrinkExr(
  file: FileHandle,
  options: { readonly edge: number; readonly exposureStops: number; readonly memoryBytes: number },
): Promise<Buffer> {
  const { edge, exposureStops, memoryBytes } = options;
  const { size } = await file.stat();
  const { buffer: head, bytesRead } = await file.read(
    Buffer.alloc(Math.min(exrHeadBytes, size)),
    0,
    undefined,
    0,
  );
  const layer = pictureLayerOf(head.subarray(0, bytesRead));
  if (layer === undefined) throw new ThumbnailError('failed', 'It has no red, green and blue.');
  if (layer.isMisread) throw new ThumbnailError('failed', 'ffmpeg reads no 32-bit EXR with DWA compression.');
  if (size > mostBytes) throw new ThumbnailError('failed', `It is larger than ${mostBytes} bytes.`);
  const pixels = await decode(file, { size, layer: layer.name, edge, memoryBytes });
  const [width, height] = sizeOf(pixels.said);
  const count = width * height;
  if (width > edge || height > edge || pixels.bytes.length !== count * bytesPerPixel) {
    throw new ThumbnailError('failed', 'The decoder gave fewer pixels than it announced.');
  }
  const plane = (index: number): Float32Array =>
    new Float32Array(pixels.bytes.buffer.slice(0), pixels.bytes.byteOffset + 4 * index * count, count);
  const shown = toneMap([plane(0), plane(1), plane(2), plane(3)], exposureStops);
  return encodeThumbnail(sharp(shown, { raw: { width, height, channels: 4 } }));
}

interface Decoded {
  readonly bytes: Buffer;
  readonly said: string;
}

async function decode(
  file: FileHandle,
  { size, layer, edge, memoryBytes }: { size: number; layer: string; edge: number; memoryBytes: number },
): Promise<Decoded> {
  const shrink = `scale=w='min(iw,${edge})':h='min(ih,${edge})':force_original_aspect_ratio=decrease:flags=area`;
  const decoding = ['-threads', '1', '-max_pixels', String(mostPixels), '-max_alloc', String(memoryBytes)];
  const input = ['-layer', layer, '-f', 'exr_pipe', '-frame_size', String(size), '-i', 'pipe:0'];
  const output = ['-frames:v', '1', '-vf', `${shrink},showinfo`, '-pix_fmt', 'gbrapf32le', '-f', 'rawvideo'];
  const [command, ...args] = limitedCommand(
    [
      program,
      ...['-hide_banner', '-nostats', '-loglevel', 'info', '-protocol_whitelist', 'pipe', '-xerror'],
      ...decoding,
      ...['-err_detect', 'explode'],
      ...input,
      ...output,
      'pipe:1',
    ],
    memoryBytes,
  );
  const child = spawn(command, args, {
    stdio: [file.fd, 'pipe', 'pipe'],
    windowsHide: true,
  }) as ChildProcessByStdio<null, Readable, Readable>;
  const { stdout, stderr } = child;
  const ended = new Promise<number | string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(signal ?? code);
    });
  });
  try {
    const [bytes, said, code] = await Promise.all([buffer(stdout), text(stderr), ended]);
    if (code === 0 && !/decode_block\(\) failed|error/i.test(said)) return { bytes, said };
    if (code === 127) throw missing();
    throw new ThumbnailError('failed', `ffmpeg cannot decode it: ${complaintOf(said)}`);
  } catch (error) {
    child.kill('SIGKILL');
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw missing();
    throw error;
  }
}

/** ffmpeg's showinfo says how large the picture is that it sends. */
function sizeOf(said: string): [number, number] {
  const size = / s:(?<width>\d{1,5})x(?<height>\d{1,5}) /.exec(said)?.groups;
  return [Number(size?.['width'] ?? 0), Number(size?.['height'] ?? 0)];
}

function missing(): ThumbnailError {
  return new ThumbnailError('program-missing', program);
}

/** The first line that is about a fault, without the address of the decoder in memory. */
function complaintOf(said: string): string {
  const lines = said.split('\n').filter((line) => /^\[exr |invalid|error|not implemented/i.test(line));
  return (lines[0] ?? 'it gives no reason').replace(/ @ 0x[0-9a-f]+/, '').slice(0, 200);
}
