const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** Between the tries of one delivery; together a day. */
const delaysMs = [
  5 * secondMs,
  minuteMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  8 * hourMs,
  8 * hourMs,
] as const;

/** HTTP's word for an address that will never be there again. */
const gone = 410;

/**
 * How long to wait before a delivery of a webhook is tried again.
 *
 * @param failures how many tries have failed, 1 and more
 * @param status what the last one was answered; null without an answer
 * @returns milliseconds; null when it is given up
 */
export function webhookRetryDelayMs(failures: number, status: number | null): number | null {
  if (status === gone) return null;
  return delaysMs[failures - 1] ?? null;
}
