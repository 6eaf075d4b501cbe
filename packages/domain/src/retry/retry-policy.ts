/** How often and how soon frames are tried again. */
export interface RetryPolicy {
  /** Attempts of a task that may fail before the task does. */
  readonly maxAttempts: number;
  /** Machines that a task may lose before it is taken to be the cause itself. */
  readonly maxMachineLosses: number;
  /** The longest wait after the first failure; it doubles with every further one. */
  readonly backoffBaseMs: number;
  readonly backoffMaxMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: 3,
  maxMachineLosses: 10,
  backoffBaseMs: 1000,
  backoffMaxMs: 60_000,
};

/**
 * How long to wait after this many failures in a row: doubling, bounded, and spread over its upper
 * half so that what failed together is not tried again together.
 *
 * @param failures how many there were, the latest included; 0 needs no wait
 * @param random from 0 to 1
 */
export function backoffMs(
  failures: number,
  policy: Pick<RetryPolicy, 'backoffBaseMs' | 'backoffMaxMs'>,
  random: number,
): number {
  if (failures <= 0) return 0;
  // Beyond 2^30 the bound decides anyway, and the power would run into infinity.
  const longestMs = Math.min(policy.backoffMaxMs, policy.backoffBaseMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(longestMs * (0.5 + 0.5 * random));
}

/** How long to leave a machine alone that did not answer this many times in a row. Arguments as `backoffMs`. */
export function unreachableBackoffMs(
  consecutiveFailures: number,
  policy: RetryPolicy,
  random: number,
): number {
  return backoffMs(consecutiveFailures, policy, random);
}
