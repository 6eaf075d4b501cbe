import type { FailureCause } from '@renderonline/domain';

/** Something that a look at the scene found before its first frame. */
export interface Finding {
  /** `error`: frames of the task cannot be rendered here as they are. */
  readonly severity: 'warning' | 'error';
  /** In kebab-case; the table is in docs/blender-sessions.md. */
  readonly code: string;
  /** For people: what is wrong and what to do about it. */
  readonly message: string;
  /** Whether another machine may be able to do what this one cannot. */
  readonly isMachineDependent: boolean;
  /** What a frame fails with because of it; null for a warning. */
  readonly cause: FailureCause | null;
}
