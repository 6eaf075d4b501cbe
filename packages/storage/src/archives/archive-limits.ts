import type { ManifestLimits } from '@renderonline/domain';

export interface ArchiveLimits extends ManifestLimits {
  /** How many times as large as the archive its files may be, all together. */
  readonly maxRatio: number;
}
