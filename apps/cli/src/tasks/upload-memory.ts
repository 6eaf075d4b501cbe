import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { UploadMemory } from '@renderonline/client';
import { ownProfilePath } from '../credentials/profile.ts';
import type { CliIo } from '../io/cli-io.ts';

/** Uploads that broke off and are still remembered. */
const mostRemembered = 1000;

/** Remembers uploads that broke off in a file beside the user's profile. What cannot be kept is uploaded anew. */
export async function openUploadMemory(io: CliIo, address: string): Promise<UploadMemory> {
  const path = join(dirname(ownProfilePath(io)), 'uploads.json');
  const uploads = await readUploads(path);
  const keyOf = (sha256: string) => `${address} ${sha256}`;
  let writing = Promise.resolve();
  let isChanged = false;

  /** One write at a time; changes meanwhile go with the next one. */
  function save(): void {
    if (isChanged) return;
    isChanged = true;
    writing = writing.then(async () => {
      isChanged = false;
      await write(path, uploads).catch(() => undefined);
    });
  }

  return {
    find: (sha256) => uploads.get(keyOf(sha256)),
    keep(sha256, url) {
      uploads.set(keyOf(sha256), url);
      save();
    },
    forget(sha256) {
      if (uploads.delete(keyOf(sha256))) save();
    },
  };
}

async function readUploads(path: string): Promise<Map<string, string>> {
  try {
    const uploads: unknown = JSON.parse(await readFile(path, 'utf8'));
    const entries = Object.entries(uploads ?? {}).filter(([, url]) => typeof url === 'string');
    return new Map(entries as [string, string][]);
  } catch {
    return new Map();
  }
}

async function write(path: string, uploads: ReadonlyMap<string, string>): Promise<void> {
  const { makeFolder, writeFileAtomically } = await import('@renderonline/runtime');
  await makeFolder(dirname(path));
  const newest = [...uploads].slice(-mostRemembered);
  await writeFileAtomically(path, JSON.stringify(Object.fromEntries(newest)), { mode: 0o600 });
}
