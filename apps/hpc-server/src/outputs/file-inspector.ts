import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { inspect, type Inspection, type InspectionKind } from './inspection.ts';
import { inspectionThreadName, type InspectionAnswer, type InspectionOrder } from './inspection-thread.ts';

/** A smaller file is read here: that takes less of this thread than asking another one. */
const threadFromBytes: Readonly<Record<InspectionKind, number>> = { hash: 1024 * 1024, image: 128 * 1024 };
/** The thread holds some 15 MiB, which a machine that renders has better uses for. */
const idleMs = 10_000;

/** Reads files for their hash and their faults, large ones on a thread of its own. */
export interface FileInspector {
  /** @throws the system's error when the file cannot be read. */
  inspect(path: string, kind: InspectionKind): Promise<Inspection>;
  /** Ends the thread; whoever waits for it is refused. */
  close(): Promise<void>;
}

export function createFileInspector(): FileInspector {
  let thread: InspectionThread | undefined;
  let isClosed = false;

  return {
    async inspect(path, kind) {
      const { size } = await stat(path);
      if (size < threadFromBytes[kind]) return inspect(path, kind);
      if (isClosed) throw new Error('The inspector of files is closed');
      thread ??= startThread(() => {
        thread = undefined;
      });
      return thread.inspect(path, kind);
    },
    async close() {
      isClosed = true;
      await thread?.end();
    },
  };
}

interface InspectionThread {
  inspect(path: string, kind: InspectionKind): Promise<Inspection>;
  end(): Promise<void>;
}

function startThread(onEnd: () => void): InspectionThread {
  const worker = new Worker(new URL('./inspection-thread.ts', import.meta.url), {
    workerData: inspectionThreadName,
    name: inspectionThreadName,
  });
  const waiting = new Map<number, PromiseWithResolvers<Inspection>>();
  let lastId = 0;
  let idle: NodeJS.Timeout | undefined;

  function refuseAll(error: Error): void {
    onEnd();
    clearTimeout(idle);
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  }
  async function end(): Promise<void> {
    refuseAll(new Error('The inspection of files was ended'));
    await worker.terminate();
  }
  worker.on('message', (answer: InspectionAnswer) => {
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('inspection' in answer) one?.resolve(answer.inspection);
    else one?.reject(Object.assign(new Error(answer.message), { code: answer.code }));
    if (waiting.size > 0) return;
    worker.unref();
    idle = setTimeout(() => void end(), idleMs).unref();
  });
  worker.on('error', (cause) => {
    refuseAll(new Error('The thread that inspects files failed', { cause }));
  });
  worker.on('exit', (code) => {
    refuseAll(new Error(`The thread that inspects files ended with ${code}`));
  });

  return {
    inspect(path, kind) {
      clearTimeout(idle);
      lastId += 1;
      const one = Promise.withResolvers<Inspection>();
      waiting.set(lastId, one);
      // Alive while somebody waits for it, and no longer.
      worker.ref();
      worker.postMessage({ id: lastId, path, kind } satisfies InspectionOrder);
      return one.promise;
    },
    end,
  };
}
