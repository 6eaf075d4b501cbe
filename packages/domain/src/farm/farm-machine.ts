export type MachineTransportKind = 'link' | 'hpc';

/** An engine as a machine reports it. */
export interface MachineEngine {
  /** Compared without case. */
  readonly name: string;
  /** As the engine says it, such as "4.2.1"; null when unknown. */
  readonly version: string | null;
  /** Whether the machine can keep it open on a scene and feed it frame by frame. */
  readonly hasSessions: boolean;
}

/** A machine that is connected (link) or answers (/hpc). */
export interface FarmMachine {
  readonly machineId: number;
  readonly transport: MachineTransportKind;
  /** Renders at a time; 0 for none. */
  readonly slots: number;
  readonly engines: readonly MachineEngine[];
  readonly tags: readonly string[];
  readonly gpuCount: number;
  /** null when unknown. */
  readonly memoryMb: number | null;
  /** False while it is drained, outside of its schedule, yielding to a person, or disabled. */
  readonly acceptsWork: boolean;
  /** False for a machine of the link whose agent is too old to fetch projects of several files. */
  readonly fetchesProjects?: boolean;
}
