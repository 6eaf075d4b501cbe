// The process that decodes images from strangers: whatever they do, they do it to this process alone. It makes one
// thumbnail after the other, takes no more memory than it was told, and ends with its parent.
import { writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { isDomainError } from '@renderonline/domain';
import { openOutputFile } from '@renderonline/storage';
import { memoryCheckMs, memoryVariable } from './decoder-limits.ts';
import { ThumbnailError, type ThumbnailAnswer, type ThumbnailOrder } from './decoder-message.ts';
import { imageFormatOf, signatureBytes } from './image-format.ts';
import { shrinkExr } from './shrink-exr.ts';
import { shrinkImage } from './shrink-image.ts';

const memoryBytes = Number(process.env[memoryVariable]);

giveUpFirst();
setInterval(() => {
  if (process.memoryUsage.rss() > memoryBytes) process.kill(process.pid, 'SIGKILL');
}, memoryCheckMs);

process.on('disconnect', () => process.exit());
process.on('message', (order: ThumbnailOrder) => {
  void answer(order).then((said) => process.send?.(said));
});

async function answer({ id, ...order }: ThumbnailOrder): Promise<ThumbnailAnswer> {
  try {
    const file = await openOutputFile(order);
    try {
      return { id, bytes: await shrink(file.handle, order) };
    } finally {
      await file.handle.close();
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (isDomainError(error, 'output-not-found')) return { id, fault: 'gone', message };
    return { id, fault: error instanceof ThumbnailError ? error.fault : 'failed', message };
  }
}

async function shrink(
  file: FileHandle,
  { edge, exposureStops }: Pick<ThumbnailOrder, 'edge' | 'exposureStops'>,
): Promise<Buffer> {
  const { buffer } = await file.read(Buffer.alloc(signatureBytes), 0, signatureBytes, 0);
  const format = imageFormatOf(buffer);
  if (format === undefined) throw new ThumbnailError('format-unknown', 'It is no image that is known.');
  return format === 'exr' ? shrinkExr(file, { edge, exposureStops, memoryBytes }) : shrinkImage(file, edge);
}

/** When the computer runs out of memory Linux shall end this process, and no other. */
function giveUpFirst(): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Some containers do not allow it; the other limits hold all the same.
  }
}
