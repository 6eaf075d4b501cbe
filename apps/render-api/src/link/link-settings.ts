/** What of RenderAPI.json is about the machine link. Times are milliseconds, sizes bytes. */
export interface LinkSettings {
  /** How often a machine that holds work says how it is, and how often an idle one does. */
  readonly heartbeatIntervalMs: number;
  readonly idleHeartbeatIntervalMs: number;
  /** A machine that holds work and says nothing for so long is lost; an idle one after 2.5 of its heartbeats. */
  readonly silentAfterMs: number;
  /** How long a machine may take to come back when its connection broke. */
  readonly reconnectGraceMs: number;
  readonly maxConnections: number;
  readonly maxOutputBytes: number;
}

/** Where contents are, for machines that see the same file system. */
export interface ContentsPlace {
  /** What the marker in their folder says; null when they are in no folder. */
  readonly contentsId: string | null;
}

/** What one connection may do before it is closed. */
export interface ConnectionLimits {
  readonly helloTimeoutMs: number;
  /** How long a machine may take to say what its outbox holds. */
  readonly catchUpTimeoutMs: number;
  /** How often a machine is asked for a sign that it reads what it is sent, and how long that may take. */
  readonly pingIntervalMs: number;
  readonly pongTimeoutMs: number;
  /** How long saying goodbye may take. */
  readonly closeTimeoutMs: number;
  /** What is kept for a machine that reads slowly. */
  readonly maxBufferedBytes: number;
  /** Events that were taken and not yet dealt with; of more the connection is not read. */
  readonly maxUnsettledEvents: number;
  /** Events read in a second; of more the connection is not read for a moment. */
  readonly eventsPerSecond: number;
  readonly eventBurst: number;
  /** Heartbeats and progress messages; with more the connection is closed. */
  readonly hintsPerSecond: number;
  readonly hintBurst: number;
}

export const connectionLimits: ConnectionLimits = {
  helloTimeoutMs: 10_000,
  catchUpTimeoutMs: 60_000,
  pingIntervalMs: 30_000,
  pongTimeoutMs: 15_000,
  closeTimeoutMs: 2000,
  maxBufferedBytes: 4 * 1024 * 1024,
  maxUnsettledEvents: 512,
  eventsPerSecond: 4000,
  eventBurst: 8000,
  hintsPerSecond: 20,
  hintBurst: 100,
};
