import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@renderonline/runtime';
import { isMatch, Type } from '@renderonline/schema';
import type { Static } from 'typebox';

const InstanceRecord = Type.Object({
  /** With what the markers of this instance's renderers begin. */
  instanceId: Type.String({ minLength: 16 }),
  pid: Type.Integer({ minimum: 1 }),
  startedAt: Type.Union([Type.String(), Type.Null()]),
  bootId: Type.Union([Type.String(), Type.Null()]),
  renders: Type.Array(
    Type.Object({
      pid: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
      startedAt: Type.Union([Type.String(), Type.Null()]),
      marker: Type.String({ minLength: 16 }),
    }),
  ),
});

/** Which HPCServer uses a data folder, and which renderers it has: enough to end them for it. */
export type InstanceRecord = Static<typeof InstanceRecord>;

function pathIn(dataDirectory: string): string {
  return join(dataDirectory, 'instance.json');
}

/** @returns the record of whoever used the folder last; undefined when there is none, or half of one. */
export async function readInstanceRecord(dataDirectory: string): Promise<InstanceRecord | undefined> {
  try {
    const record: unknown = JSON.parse(await readFile(pathIn(dataDirectory), 'utf8'));
    return isMatch(InstanceRecord, record) ? record : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function writeInstanceRecord(dataDirectory: string, record: InstanceRecord): Promise<void> {
  await writeFileAtomically(pathIn(dataDirectory), JSON.stringify(record), { mode: 0o600 });
}

export async function removeInstanceRecord(dataDirectory: string): Promise<void> {
  await rm(pathIn(dataDirectory), { force: true });
}
