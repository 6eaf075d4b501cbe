import {
  linkAbilities,
  linkSubprotocol,
  machineAuthorization,
  readApiMessage,
  type AgentMessage,
  type ApiMessage,
  type Heartbeat,
  type Hello,
  type LeaseEvent,
} from '@renderonline/contract';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { fingerprint } from './test-link.ts';
import { waitUntil } from './wait-until.ts';

export interface AgentOptions {
  readonly hello?: Partial<Hello>;
  /** Says nothing by itself. */
  readonly isMute?: boolean;
  readonly subprotocols?: string[];
}

/** The machine's end of a link, in the hands of a test. */
export interface TestAgent {
  readonly socket: WebSocket;
  /** What RenderAPI said, in order. */
  readonly messages: ApiMessage[];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  say(message: AgentMessage): void;
  event(seq: number, event: LeaseEvent): void;
  /** Waits for the `number`-th message of a type, counted from 1. */
  heard<Type extends ApiMessage['type']>(
    type: Type,
    number?: number,
  ): Promise<Extract<ApiMessage, { type: Type }>>;
}

export const heartbeat: Heartbeat = {
  type: 'heartbeat',
  loadAverage: 0.5,
  cpuFraction: 0.1,
  freeMemoryMb: 8000,
  freeDiskMb: 100_000,
  isUserActive: null,
  acceptsWork: true,
  whyNot: null,
  sessions: [],
};

export function helloOf(changes: Partial<Hello> = {}): Hello {
  return {
    type: 'hello',
    agentVersion: '2.0.0',
    bootId: '000000000000001-boot',
    outboxId: 'outbox-1',
    ackedSeq: 0,
    lastSeq: 0,
    fingerprint,
    slots: null,
    held: [],
    knows: [...linkAbilities],
    ...changes,
  };
}

/** Opens a link and, unless mute, says hello. */
export async function connectAgent(
  url: string,
  { machineId, secret }: { readonly machineId: number; readonly secret: string },
  { hello, isMute = false, subprotocols = [linkSubprotocol] }: AgentOptions,
): Promise<TestAgent> {
  const socket = new WebSocket(url, subprotocols, {
    headers: { authorization: machineAuthorization(machineId, secret) },
    perMessageDeflate: false,
  });
  const messages: ApiMessage[] = [];
  socket.on('message', (data) => {
    const read = readApiMessage((data as Buffer).toString('utf8'));
    if ('fault' in read) throw new Error(`RenderAPI said what it may not: ${read.fault}`);
    messages.push(read.message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString('utf8') });
    });
  });
  await once(socket, 'open');
  socket.on('error', () => undefined);
  const agent: TestAgent = {
    socket,
    messages,
    closed,
    say(message) {
      socket.send(JSON.stringify(message));
    },
    event(seq, event) {
      agent.say({ type: 'event', seq, event });
    },
    heard(type, number = 1) {
      return waitUntil(`message ${number} '${type}'`, () => {
        type Wanted = Extract<ApiMessage, { type: typeof type }>;
        const ofType = messages.filter((message): message is Wanted => message.type === type);
        return ofType[number - 1];
      });
    },
  };
  if (!isMute) agent.say(helloOf(hello));
  return agent;
}
