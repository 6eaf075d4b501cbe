/** A machine as the scheduler sees it now. Times are epoch milliseconds. */
export interface MachineView {
  readonly machineId: number;
  /** Its name, else its address and port. */
  readonly name: string;
  readonly state: 'unknown' | 'idle' | 'busy' | 'unreachable' | 'refusing';
  /** As the machine writes them. */
  readonly engineNames: readonly string[];
  /** Whether it is given new work (a disabled machine ends what it has). */
  readonly acceptsWork: boolean;
  /** The task it renders under a lease of ours. */
  readonly taskId: number | null;
  readonly leaseId: number | null;
  /** Why it does not answer, or takes no work; in plain words. */
  readonly problem: string | null;
  readonly lastHeardAtMs: number | null;
  /** When an unreachable machine is tried again. */
  readonly retryAtMs: number | null;
}
