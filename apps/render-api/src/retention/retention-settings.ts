import type { KeepLimits } from '@renderonline/domain';

/** How long the farm keeps what nobody needs any more. */
export interface RetentionSettings {
  readonly keep: KeepLimits;
  /** How long contents stay that no project has. ms since they were uploaded */
  readonly unusedContentsMs: number;
  /** How often it is looked at. ms */
  readonly intervalMs: number;
}
