import { linkLimits } from '@renderonline/contract/link';
import type { LeaseReport } from '../leases/lease-report.ts';
import type { LeaseTicket } from '../leases/lease-ticket.ts';
import type { Slot } from '../leases/slot.ts';
import type { WorkContext } from '../leases/work-context.ts';
import type { ProjectHold } from '../projects/project-cache.ts';
import { openSlotSession, type SlotSession } from './slot-session.ts';

interface SessionOrder {
  readonly slot: Slot;
  readonly ticket: LeaseTicket;
  readonly project: ProjectHold;
  readonly report: LeaseReport;
}

/** The sessions of all slots. */
export interface SlotSessions {
  /** Opens a session in a slot that has none (any more), and tells what came of it. @throws the system's error */
  open(order: SessionOrder): Promise<SlotSession>;
  /** Closes the sessions of a task, with the frames in them. */
  closeOfTask(taskId: number): void;
  list(): { taskId: number; memoryMb: number | null }[];
  /** Closes all of them and opens none any more. */
  close(): Promise<void>;
}

export function createSlotSessions(context: WorkContext): SlotSessions {
  const { folders, emit, log } = context;
  const open = new Set<SlotSession>();
  let opened = 0;
  let isClosed = false;

  /** RenderAPI hears of each that was opened, and once more when a task has none left. */
  async function attend(session: SlotSession, { slot, report }: SessionOrder): Promise<void> {
    const { taskId } = session;
    let wasOpened = false;
    try {
      const { loadMs, version, findings } = await session.opened;
      wasOpened = true;
      log.info({ taskId, loadMs, version, findings: findings.length }, 'a session is open');
      report.sessionOpened(loadMs);
      if (findings.length > 0 && !isClosed) {
        const told = findings.slice(0, linkLimits.findings);
        emit({
          ...{ kind: 'findings', taskId },
          findings: told.map(({ severity, code, message }) => ({ severity, code, message })),
        });
      }
    } catch {
      // The lease in it says so.
    }
    await session.ended;
    open.delete(session);
    if (slot.session === session) slot.session = undefined;
    const isLast = ![...open].some((other) => other.taskId === taskId);
    if (wasOpened && isLast && !isClosed) emit({ kind: 'session-closed', taskId });
  }

  return {
    async open(order) {
      const { slot, ticket } = order;
      const serial = (opened += 1);
      const folder = await folders.make(`session-${serial}`);
      const project = order.project.share();
      try {
        if (isClosed) throw new Error('HPCServer is ending');
        const session = openSlotSession({
          serial,
          task: ticket.task,
          engine: ticket.engine,
          project,
          folder,
          context,
        });
        slot.session = session;
        open.add(session);
        void attend(session, order);
        return session;
      } catch (error) {
        project.release();
        await folder.remove();
        throw error;
      }
    },
    closeOfTask(taskId) {
      for (const session of open) if (session.taskId === taskId) void session.close();
    },
    list: () => [...open].map((session) => ({ taskId: session.taskId, memoryMb: session.memoryMb() })),
    async close() {
      isClosed = true;
      await Promise.all([...open].map((session) => session.close()));
    },
  };
}
