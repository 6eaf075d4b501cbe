import type { AgentMessage, Heartbeat } from '@renderonline/contract/link';

/** However much changes. */
const shortestGapMs = 200;

/** Says regularly how the machine is. */
export interface Heartbeats {
  connect(to: HeartbeatTarget | undefined): void;
  /** Something has changed that RenderAPI should know at once. */
  poke(): void;
}

interface HeartbeatTarget {
  readonly heartbeatIntervalMs: number;
  /** Enough while nothing is held. */
  readonly idleHeartbeatIntervalMs: number;
  readonly send: (message: AgentMessage) => void;
}

interface HeartbeatInput {
  readonly isBusy: () => boolean;
  readonly beat: () => Omit<Heartbeat, 'type'>;
  readonly nowMs: () => number;
}

export function createHeartbeats({ isBusy, beat, nowMs }: HeartbeatInput): Heartbeats {
  let target: HeartbeatTarget | undefined;
  let timer: NodeJS.Timeout | undefined;
  let saidAtMs = 0;

  function say(): void {
    if (target === undefined) return;
    saidAtMs = nowMs();
    target.send({ type: 'heartbeat', ...beat() });
    plan();
  }

  function plan(): void {
    if (target === undefined) return;
    const { heartbeatIntervalMs, idleHeartbeatIntervalMs } = target;
    sayIn(isBusy() ? heartbeatIntervalMs : idleHeartbeatIntervalMs);
  }

  /** Counted from the last one. */
  function sayIn(afterMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(say, Math.max(0, saidAtMs + afterMs - nowMs()));
  }

  return {
    connect(to) {
      target = to;
      clearTimeout(timer);
      say();
    },
    poke() {
      if (target !== undefined) sayIn(shortestGapMs);
    },
  };
}
