import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A decoded picture: RGBA, 8 bits each, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

export interface VideoFacts {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: string;
  readonly frames: number;
}

/** What ffprobe says of the only video stream of a file, whose frames it counts. */
export async function videoFacts(path: string): Promise<VideoFacts> {
  const wanted = 'stream=codec_name,width,height,r_frame_rate,nb_read_frames';
  const args = ['-v', 'error', '-count_frames', '-show_entries', wanted, '-of', 'json', path];
  const { stdout } = await run('ffprobe', args);
  const { streams } = JSON.parse(stdout) as { streams: Record<string, string | number>[] };
  assert.equal(streams.length, 1, stdout);
  const [stream = {}] = streams;
  return {
    codec: String(stream.codec_name),
    width: Number(stream.width),
    height: Number(stream.height),
    framesPerSecond: String(stream.r_frame_rate),
    frames: Number(stream.nb_read_frames),
  };
}

/** All pictures of an image, of a video, or of images numbered like `frame_%04d.png`, by ffmpeg. */
export async function picturesOf(path: string): Promise<Picture[]> {
  const probe = ['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', path];
  const [width = 0, height = 0] = (await run('ffprobe', probe)).stdout.trim().split(',').map(Number);
  const decode = ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'];
  const { stdout } = await run('ffmpeg', decode, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 });
  const bytes = width * height * 4;
  assert.ok(bytes > 0 && stdout.length % bytes === 0, `${path} has no whole pictures`);
  return Array.from({ length: stdout.length / bytes }, (_, at) => ({
    ...{ width, height },
    pixels: stdout.subarray(at * bytes, (at + 1) * bytes),
  }));
}

/** The average colour of each field of a grid, on black, and how opaque it is: 0 to 255 each. */
export function gridOf({ width, height, pixels }: Picture, columns = 8, rows = 6): number[][] {
  const sums = Array.from({ length: columns * rows }, () => [0, 0, 0, 0, 0]);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const field = Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width);
      const sum = sums[field] ?? assert.fail();
      const at = 4 * (y * width + x);
      const alpha = pixels[at + 3] ?? 0;
      for (let channel = 0; channel < 3; channel++) {
        sum[channel] = (sum[channel] ?? 0) + ((pixels[at + channel] ?? 0) * alpha) / 255;
      }
      sum[3] = (sum[3] ?? 0) + alpha;
      sum[4] = (sum[4] ?? 0) + 1;
    }
  }
  return sums.map(([red = 0, green = 0, blue = 0, alpha = 0, count = 1]) =>
    [red, green, blue, alpha].map((sum) => sum / count),
  );
}

/** How far two grids are from one another in the field and channel where they differ most. */
export function farthest(one: number[][], other: number[][], channels: 'colours' | 'opacity'): number {
  const [from, to] = channels === 'colours' ? [0, 3] : [3, 4];
  return Math.max(...differences(one, other, from, to));
}

/** Which of some grids is the most like one, by its place among them. */
export function nearest(one: number[][], others: readonly number[][][]): number {
  const distances = others.map((other) => Math.hypot(...differences(one, other, 0, 3)));
  return distances.indexOf(Math.min(...distances));
}

function differences(one: number[][], other: number[][], from: number, to: number): number[] {
  return one.flatMap((field, at) =>
    field
      .slice(from, to)
      .map((value, channel) => value - (other[at]?.[from + channel] ?? 999))
      .map(Math.abs),
  );
}
