import type { MachineEngine, MachineFingerprint, MachineLoad } from '../../machines/machine-transport.ts';
import type { CurrentFrame } from '../tasks/running-progress.ts';

/** A machine as the scheduler sees it now. Times are epoch milliseconds. */
export interface MachineView {
  readonly machineId: number;
  /** Its name, else its address and port. */
  readonly name: string;
  readonly transport: 'hpc' | 'link';
  readonly state: 'unknown' | 'idle' | 'busy' | 'unreachable' | 'refusing';
  readonly engines: readonly MachineEngine[];
  readonly slots: number;
  readonly tags: readonly string[];
  /** Whether it is given new work (a disabled or drained machine ends what it has). */
  readonly acceptsWork: boolean;
  /** Why it takes nothing new, where it says so. */
  readonly whyNot: string | null;
  /** Why it gets nothing until somebody releases it. */
  readonly quarantineReason: string | null;
  /** The task it renders under a lease of ours, the first where there are several. */
  readonly taskId: number | null;
  readonly leaseId: number | null;
  /** Every lease it holds: those it renders and those that wait on it. */
  readonly leases: readonly {
    readonly leaseId: number;
    readonly taskId: number;
    readonly isRunning: boolean;
  }[];
  /** The frames it renders now, with their tasks. */
  readonly currentFrames: readonly (CurrentFrame & { readonly taskId: number })[];
  /** What it says of itself; null over /hpc and before it was heard of. */
  readonly fingerprint: MachineFingerprint | null;
  readonly load: MachineLoad | null;
  /** Why it does not answer, or takes no work; in plain words. */
  readonly problem: string | null;
  readonly lastHeardAtMs: number | null;
  /** When an unreachable machine is tried again. */
  readonly retryAtMs: number | null;
}
