import { createSHA256 } from 'hash-wasm';

/** To the worker: hash this, or leave it. */
export type HashOrder =
  { readonly id: number; readonly blob: Blob } | { readonly id: number; readonly isCanceled: true };
/** From it: so many bytes more are hashed, all of them are, or it could not be read. */
export type HashNews = { readonly id: number } & (
  { readonly bytes: number } | { readonly sha256: string } | { readonly error: string }
);

const canceled = new Set<number>();
/** Small files are hashed at once; of large ones it is told how far they are. */
const partBytes = 4 * 1024 * 1024;

async function hash({ id, blob }: { readonly id: number; readonly blob: Blob }): Promise<void> {
  try {
    const sum = await createSHA256();
    sum.init();
    for (let from = 0; from < blob.size; from += partBytes) {
      if (canceled.delete(id)) return;
      const part = new Uint8Array(await blob.slice(from, from + partBytes).arrayBuffer());
      sum.update(part);
      tell({ id, bytes: part.length });
    }
    tell({ id, sha256: sum.digest('hex') });
  } catch (error) {
    tell({ id, error: error instanceof Error ? error.message : String(error) });
  } finally {
    canceled.delete(id);
  }
}

function tell(news: HashNews): void {
  self.postMessage(news);
}

self.addEventListener('message', ({ data }: MessageEvent<HashOrder>) => {
  if ('blob' in data) void hash(data);
  else canceled.add(data.id);
});
