import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { decode } from 'fast-png';

/** What an attempt of the task was, as the farm's tables tell it. Times are milliseconds since 1970 UTC. */
export interface AttemptRow {
  readonly attemptId: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly grantedAtMs: number;
  readonly outcome: string | null;
}

interface FrameRow {
  readonly frame: number;
  readonly state: string;
  readonly attempt_id: number | null;
}

interface OutputRow {
  readonly frame: number;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/** The tables of a succeeded task, checked against one another. @returns its attempts */
export function assertTablesConsistent(
  databasePath: string,
  taskId: number,
  frameCount: number,
): AttemptRow[] {
  const database = new DatabaseSync(databasePath, { readOnly: true, timeout: 5000 });
  const all = <Row>(sql: string) => database.prepare(sql).all({ taskId }) as unknown as Row[];
  try {
    const frames = all<FrameRow>('select frame, state, attempt_id from frames where task_id = :taskId');
    assert.equal(frames.length, frameCount);
    assert.deepEqual(new Set(frames.map(({ state }) => state)), new Set(['done']));
    assert.deepEqual(all('select lease_id from leases where task_id = :taskId'), [], 'no lease is left');
    assert.deepEqual(all('select queue_id from queue where task_id = :taskId'), [], 'it left the queue');
    assert.deepEqual(
      all('select attempt_id from attempts where task_id = :taskId and ended_at is null'),
      [],
      'every attempt has ended',
    );
    const attempts = all<Record<string, string>>(
      'select attempt_id, first_frame, last_frame, granted_at, outcome from attempts where task_id = :taskId',
    ).map((row): AttemptRow => ({
      attemptId: Number(row.attempt_id),
      firstFrame: Number(row.first_frame),
      lastFrame: Number(row.last_frame),
      grantedAtMs: Date.parse(`${String(row.granted_at).replace(' ', 'T')}Z`),
      outcome: row.outcome ?? null,
    }));
    for (const { frame, attempt_id: maker } of frames) {
      const attempt = attempts.find(({ attemptId }) => attemptId === maker);
      assert.ok(attempt, `frame ${frame} says which attempt made it`);
      assert.ok(attempt.firstFrame <= frame && frame <= attempt.lastFrame, `attempt ${attempt.attemptId}`);
    }
    return attempts;
  } finally {
    database.close();
  }
}

/** A frame that was done is not given out again. */
export function assertNothingAgain(
  attempts: readonly AttemptRow[],
  doneSeenAtMs: ReadonlyMap<number, number>,
) {
  for (const { attemptId, firstFrame, lastFrame, grantedAtMs } of attempts) {
    for (let frame = firstFrame; frame <= lastFrame; frame++) {
      const seenAtMs = doneSeenAtMs.get(frame) ?? Number.POSITIVE_INFINITY;
      assert.ok(grantedAtMs <= seenAtMs, `frame ${frame} was done and then given out again as ${attemptId}`);
    }
  }
}

/** Every frame is there once, is what the tables say, and decodes; nothing else lies about. */
export async function assertFilesWhole(
  databasePath: string,
  taskId: number,
  downloads: string,
  frameCount: number,
): Promise<void> {
  const database = new DatabaseSync(databasePath, { readOnly: true, timeout: 5000 });
  const outputs = database
    .prepare('select frame, name, size, sha256 from outputs where task_id = ? order by frame')
    .all(taskId) as unknown as OutputRow[];
  const { file_path: projectPath } = database
    .prepare('select file_path from renders join tasks using (render_id) where task_id = ?')
    .get(taskId) as { file_path: string };
  database.close();
  const folder = join(projectPath, '..', 'output');
  const expected = Array.from(
    { length: frameCount },
    (_, at) => `frame_${String(at + 1).padStart(4, '0')}.png`,
  );
  assert.deepEqual(
    outputs.map(({ name }) => name),
    expected,
  );
  assert.deepEqual((await readdir(folder)).sort(), expected);
  for (const { name, size, sha256 } of outputs) {
    const bytes = await readFile(join(folder, name));
    assert.equal(bytes.length, size);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256);
    decode(bytes, { checkCrc: true });
  }
  const staged = await readdir(join(downloads, '.incoming-outputs')).catch(() => []);
  assert.deepEqual(staged, [], 'no output is left aside');
}
