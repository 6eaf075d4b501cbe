/** A request that makes something, as its Idempotency-Key tells it from others of the user. */
export interface RequestKey {
  /** Of the key, 64 lower-case hexadecimal digits. */
  readonly keyHash: string;
  /** Of what the request asks for, likewise. */
  readonly requestHash: string;
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: number;
}

/** How long keys are remembered. */
export const keyLifetimeMs = 24 * 3_600_000;
