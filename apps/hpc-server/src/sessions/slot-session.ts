import type { FrameResult, OpenedSession, RenderSession } from '@renderonline/engines';
import type { LinkTask } from '@renderonline/contract/link';
import type { LeaseFolder } from '../leases/lease-folder.ts';
import type { InstalledEngine } from '../leases/lease-runner.ts';
import type { WorkContext } from '../leases/work-context.ts';
import type { ProjectHold } from '../projects/project-cache.ts';
import type { ProcessTree } from '../processes/process-tree.ts';
import { createSessionHost } from './session-host.ts';
import { createSessionLog, type SessionLog } from './session-log.ts';

/** A renderer that is kept open in a slot for a task. */
export interface SlotSession {
  readonly taskId: number;
  /** Whether it can render frames of this task: the same scene with the same values, and open. */
  fits(task: LinkTask, engine: InstalledEngine): boolean;
  readonly opened: Promise<OpenedSession>;
  render: RenderSession['renderFrame'];
  cancelFrame(): void;
  memoryMb(): number | null;
  readonly log: SessionLog;
  /** undefined while it is not known. */
  tree(): ProcessTree | undefined;
  /** How its process ended; null while it runs, and when no signal ended it. */
  signal(): string | null;
  /** Ends it, with the frame in it. Resolves when nothing is left of it. Never rejects. */
  close(): Promise<void>;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

interface SlotSessionInput {
  readonly serial: number;
  readonly task: LinkTask;
  readonly engine: InstalledEngine;
  readonly project: ProjectHold;
  readonly folder: LeaseFolder;
  readonly context: WorkContext;
}

/** Opens a session. It is there at once; whether it could be opened is told by its frames. */
export function openSlotSession(input: SlotSessionInput): SlotSession {
  const { task, engine, project, folder, context, serial } = input;
  const { keeper, settings, clock, log } = context;
  const { taskId } = task;
  const key = keyOf(task, engine);
  const sessionLog = createSessionLog();
  const { name: engineId, executablePath, leadingArguments } = engine;
  const host = createSessionHost({
    ...{ keeper, clock, log: sessionLog, directory: folder.work },
    engine: { engineId, executablePath, leadingArguments },
    serial: `session-${serial}`,
  });
  const session = context.openSession(
    {
      ...{ executablePath, leadingArguments, projectPath: project.path, projectFolder: project.folder },
      values: new Map(Object.entries(task.values)),
      allowsScripts: task.allowsScripts,
      memoryLimitMb: settings.sessionMemoryMb,
    },
    host,
  );
  // Whoever renders is told what was wrong.
  session.opened.catch(() => undefined);
  let isClosing = false;
  let idle: NodeJS.Timeout | undefined;
  waitForWork();
  let signal: string | null = null;

  const ended = session.ended.then(async ({ kind, message }) => {
    isClosing = true;
    clearTimeout(idle);
    log.info({ taskId, kind, reason: message }, 'a session has ended');
    const end = await host.program()?.exited;
    signal = end?.kind === 'signaled' ? end.signal : null;
    await host.program()?.gone;
    await folder.remove();
    project.release();
  });

  /** A session whose first frame was taken back before it came is idle from the start. */
  function waitForWork(): void {
    idle = setTimeout(() => void close(), settings.sessionIdleMs);
  }

  async function close(): Promise<void> {
    isClosing = true;
    clearTimeout(idle);
    await session.close();
    await ended;
  }

  return {
    taskId,
    opened: session.opened,
    log: sessionLog,
    ended,
    close,
    fits: (other, otherEngine) => !isClosing && keyOf(other, otherEngine) === key,
    async render(frame, outputDirectory, onProgress): Promise<FrameResult> {
      clearTimeout(idle);
      const result = await session.renderFrame(frame, outputDirectory, onProgress);
      if (!('isSessionUsable' in result) || !result.isSessionUsable) isClosing = true;
      else waitForWork();
      return result;
    },
    cancelFrame() {
      session.cancelFrame();
    },
    memoryMb: () => session.memoryMb(),
    tree: () => host.program()?.tree,
    signal: () => signal,
  };
}

/** What must be the same for two frames to come from one session. */
function keyOf({ taskId, project, values, allowsScripts }: LinkTask, engine: InstalledEngine): string {
  const { start_frame: _first, end_frame: _last, ...rest } = values;
  const sorted = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    taskId,
    project.manifest?.sha256 ?? project.sha256,
    engine.executablePath,
    allowsScripts,
    sorted,
  ]);
}
