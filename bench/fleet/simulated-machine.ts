import { WebSocket } from 'ws';
import {
  agentMessageText,
  linkPath,
  linkSubprotocol,
  machineAuthorization,
  type ApiMessage,
  type Hello,
  type LeaseEvent,
  type Offer,
} from '../../packages/contract/src/index.ts';

/** How a simulated machine renders. */
export interface SimulatedEngine {
  /** How long a frame takes on it; 0 is no time at all. */
  frameMs(taskId: number, frame: number): number;
  onFrameStarted?(taskId: number, frame: number): void;
  onFrameDone?(taskId: number, frame: number): void;
}

export interface MachineIdentity {
  readonly machineId: number;
  readonly secret: string;
}

type OfferedLease = Offer['leases'][number];

const noOutcome = { cause: null, failedFrame: null, message: '', logTail: '' } as const;

/**
 * A machine that speaks the machine link and sleeps in place of rendering: one slot, leases in the order in which
 * they were offered. It keeps nothing over a broken connection.
 */
export class SimulatedMachine {
  readonly #identity: MachineIdentity;
  readonly #engine: SimulatedEngine;
  readonly #socket: WebSocket;
  readonly #waiting: OfferedLease[] = [];
  #rendering: OfferedLease | undefined;
  #timer: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #seq = 0;
  leasesDone = 0;
  /** Settles when RenderAPI has welcomed it. */
  readonly welcomed: Promise<void>;

  constructor(address: string, identity: MachineIdentity, engine: SimulatedEngine, hasSessions: boolean) {
    this.#identity = identity;
    this.#engine = engine;
    this.#socket = new WebSocket(`${address.replace('http', 'ws')}${linkPath}`, linkSubprotocol, {
      headers: { authorization: machineAuthorization(identity.machineId, identity.secret) },
      perMessageDeflate: false,
    });
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.welcomed = promise;
    this.#socket.on('error', reject);
    this.#socket.on('close', () => {
      clearInterval(this.#heartbeat);
      clearTimeout(this.#timer);
    });
    this.#socket.on('open', () => {
      this.#say(hello(identity.machineId, hasSessions));
    });
    this.#socket.on('message', (data: Buffer) => {
      // RenderAPI's own words: checking them is the real agent's matter, and would be measured here.
      this.#take(JSON.parse(data.toString()) as ApiMessage, () => {
        resolve(undefined);
      });
    });
  }

  /** Ends it as a kill would: without a word. */
  kill(): void {
    this.#socket.terminate();
  }

  /** Stops reading, answering and rendering, with the connection open: a frozen machine. */
  freeze(): void {
    this.#socket.pause();
    clearInterval(this.#heartbeat);
    clearTimeout(this.#timer);
  }

  #take(message: ApiMessage, welcomed: () => void): void {
    switch (message.type) {
      case 'welcome':
        this.#beat(message.idleHeartbeatIntervalMs);
        welcomed();
        return;
      case 'offer':
        this.#waiting.push(...message.leases);
        this.#next();
        return;
      case 'cancel':
        for (const { leaseId, keepThrough } of message.leases) this.#cancel(leaseId, keepThrough);
        return;
      case 'settings':
      case 'task':
      case 'ack':
      case 'close-session':
      case 'follow-logs':
      case 'revoked':
        return;
    }
  }

  #beat(everyMs: number): void {
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => {
      this.#say({
        type: 'heartbeat',
        ...{ loadAverage: 0.5, cpuFraction: 0.5, freeMemoryMb: 1000, freeDiskMb: 1000 },
        ...{ isUserActive: null, acceptsWork: true, whyNot: null, sessions: [] },
      });
    }, everyMs);
  }

  #next(): void {
    if (this.#rendering !== undefined) return;
    const lease = this.#waiting.shift();
    if (lease === undefined) return;
    this.#rendering = lease;
    this.#tell({ kind: 'started', leaseId: lease.leaseId, token: lease.token, atMs: Date.now() });
    this.#render(lease.first);
  }

  #render(frame: number): void {
    const lease = this.#rendering;
    if (lease === undefined) return;
    this.#engine.onFrameStarted?.(lease.taskId, frame);
    const frameMs = this.#engine.frameMs(lease.taskId, frame);
    const done = () => {
      this.#frameDone(frame, Math.round(frameMs));
    };
    if (frameMs === 0) done();
    else this.#timer = setTimeout(done, frameMs);
  }

  #frameDone(frame: number, renderMs: number): void {
    const lease = this.#rendering;
    if (lease === undefined) return;
    const { leaseId, token } = lease;
    this.#engine.onFrameDone?.(lease.taskId, frame);
    this.#tell({ kind: 'frame-done', leaseId, token, frame, renderMs, outputs: [], warnings: [] });
    if (frame < lease.last) {
      this.#render(frame + 1);
      return;
    }
    this.#tell({
      kind: 'ended',
      leaseId,
      token,
      ...noOutcome,
      outcome: { kind: 'succeeded' },
      totalMs: renderMs,
    });
    this.leasesDone++;
    this.#rendering = undefined;
    this.#next();
  }

  #cancel(leaseId: number, keepThrough: number | null): void {
    const at = this.#waiting.findIndex((lease) => lease.leaseId === leaseId);
    const waiting = this.#waiting[at];
    if (keepThrough !== null) {
      if (waiting !== undefined) this.#waiting[at] = { ...waiting, last: keepThrough };
      if (this.#rendering?.leaseId === leaseId) this.#rendering = { ...this.#rendering, last: keepThrough };
      return;
    }
    if (waiting !== undefined) this.#waiting.splice(at, 1);
    const held = waiting ?? (this.#rendering?.leaseId === leaseId ? this.#rendering : undefined);
    if (held === undefined) return;
    this.#tell({
      kind: 'ended',
      leaseId,
      token: held.token,
      ...noOutcome,
      outcome: { kind: 'canceled' },
      totalMs: 0,
    });
    if (this.#rendering !== held) return;
    clearTimeout(this.#timer);
    this.#rendering = undefined;
    this.#next();
  }

  #tell(event: LeaseEvent): void {
    this.#say({ type: 'event', seq: ++this.#seq, event });
  }

  #say(message: Parameters<typeof agentMessageText>[0]): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(agentMessageText(message));
  }

  get machineId(): number {
    return this.#identity.machineId;
  }
}

function hello(machineId: number, hasSessions: boolean): Hello {
  const bootId = `${String(Date.now()).padStart(15, '0')}-${machineId}`;
  return {
    type: 'hello',
    agentVersion: 'bench',
    bootId,
    outboxId: `bench-${bootId}`,
    ...{ ackedSeq: 0, lastSeq: 0, slots: 1, held: [] },
    fingerprint: {
      hostName: `bench-${machineId}`,
      ...{ os: 'bench', arch: 'bench', cores: 1, memoryMb: 1024, gpus: [] },
      engines: [{ name: 'bench', version: '1.0', executablePath: '/bin/true', hasSessions }],
    },
  };
}
