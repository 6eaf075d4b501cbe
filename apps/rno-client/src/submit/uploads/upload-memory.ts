import type { UploadMemory } from '@renderonline/client/browser-uploads';

const prefix = 'renderonline.upload.';
/** RenderAPI has removed them long before. */
const forgottenAfterMs = 7 * 24 * 3_600_000;
const mostRemembered = 2000;

/** Remembers in the browser where uploads were begun, so that the same files go on where they were, after days too. */
export function createUploadMemory(storage: Storage, nowMs: () => number): UploadMemory {
  forgetOld(storage, nowMs());
  return {
    find: (sha256) => storage.getItem(prefix + sha256)?.split(' ')[1],
    keep(sha256, address) {
      try {
        storage.setItem(prefix + sha256, `${nowMs()} ${address}`);
      } catch {
        // It is full, or not allowed: then a visit to come begins anew.
      }
    },
    forget(sha256) {
      storage.removeItem(prefix + sha256);
    },
  };
}

function forgetOld(storage: Storage, nowMs: number): void {
  const known = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
    .filter((key) => key.startsWith(prefix))
    .map((key) => ({ key, atMs: Number(storage.getItem(key)?.split(' ')[0]) }))
    .sort((a, b) => b.atMs - a.atMs);
  for (const [index, { key, atMs }] of known.entries()) {
    if (index >= mostRemembered || !(nowMs - atMs < forgottenAfterMs)) storage.removeItem(key);
  }
}
