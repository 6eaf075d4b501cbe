import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  apiMessageText,
  linkSubprotocol,
  readAgentMessage,
  type AgentMessage,
  type ApiMessage,
  type Heartbeat,
  type Hello,
  type LeaseEvent,
  type LinkSettings,
  type Progress,
} from '@renderonline/contract';
import { WebSocketServer, type WebSocket } from 'ws';

/** For tests: RenderAPI's side of the link over real sockets, which applies each event once and keeps it. */
export interface FakeRenderApi {
  readonly address: URL;
  /** In the order in which they were applied. */
  readonly applied: LeaseEvent[];
  readonly hellos: Hello[];
  readonly heartbeats: Heartbeat[];
  readonly progress: Progress[];
  /** What the contract does not know, and numbers that do not follow one another. */
  readonly faults: string[];
  readonly authorizations: (string | undefined)[];
  /** Of the connections of now. */
  readonly sockets: Set<WebSocket>;
  settings: LinkSettings;
  live: { leaseId: number; token: string }[];
  heartbeatIntervalMs: number;
  /** Said instead of a welcome at the upgrade; null: welcome. */
  refusal: { status: number; headers?: Record<string, string>; body?: object } | null;
  /** Called with each message before it is dealt with; false drops it, as if it had been lost. */
  onMessage: (message: AgentMessage, socket: WebSocket) => boolean;
  /** Answers everything but the link. */
  onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  say(message: ApiMessage): void;
  /** Breaks every connection, without a farewell. */
  cut(): void;
  /** Ends, and forgets who was linked; what was applied stays, as in a database. */
  stop(): Promise<void>;
  /** Comes back at the same address. */
  start(): Promise<void>;
}

export async function startFakeRenderApi(): Promise<FakeRenderApi> {
  let server: Server;
  let port = 0;
  /** By outbox: up to where it is applied. */
  const appliedSeq = new Map<string, number>();
  const connections = new Set<Socket>();
  const links = new WebSocketServer({
    noServer: true,
    handleProtocols: (protocols) => (protocols.has(linkSubprotocol) ? linkSubprotocol : false),
  });

  const api: FakeRenderApi = {
    get address() {
      return new URL(`http://127.0.0.1:${port}`);
    },
    applied: [],
    hellos: [],
    heartbeats: [],
    progress: [],
    faults: [],
    authorizations: [],
    sockets: new Set(),
    settings: { drained: false, schedule: null, yieldsToUser: false, slots: 1 },
    live: [],
    heartbeatIntervalMs: 50,
    refusal: null,
    onMessage: () => true,
    onRequest: (_request, response) => response.writeHead(404).end(),
    say(message) {
      for (const socket of api.sockets) socket.send(apiMessageText(message));
    },
    cut() {
      for (const socket of api.sockets) socket.terminate();
    },
    async stop() {
      for (const socket of connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
    async start() {
      server = createServer((request, response) => {
        api.onRequest(request, response);
      });
      server.on('connection', (socket) => {
        connections.add(socket);
        socket.on('close', () => connections.delete(socket));
      });
      server.on('upgrade', (request, socket, head) => {
        api.authorizations.push(request.headers.authorization);
        if (api.refusal === null) links.handleUpgrade(request, socket, head, welcomeSoon);
        else {
          const { status, headers = {}, body = {} } = api.refusal;
          const text = JSON.stringify(body);
          const lines = Object.entries({ ...headers, 'content-length': String(text.length) }).map(
            ([name, value]) => `${name}: ${value}\r\n`,
          );
          socket.end(`HTTP/1.1 ${status} No\r\n${lines.join('')}\r\n${text}`);
        }
      });
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
    },
  };

  function welcomeSoon(socket: WebSocket): void {
    let outboxId: string | undefined;
    let acked = 0;
    api.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => api.sockets.delete(socket));
    socket.on('message', (data) => {
      // What came in one packet with what broke the connection is lost with it.
      if (socket.readyState !== socket.OPEN) return;
      const read = readAgentMessage((data as Buffer).toString('utf8'));
      if ('fault' in read) {
        api.faults.push(read.fault);
        return;
      }
      if (!api.onMessage(read.message, socket)) return;
      hear(read.message);
    });

    function hear(message: AgentMessage): void {
      switch (message.type) {
        case 'hello': {
          api.hellos.push(message);
          ({ outboxId } = message);
          acked = Math.max(appliedSeq.get(outboxId) ?? 0, message.ackedSeq);
          const { heartbeatIntervalMs, live, settings } = api;
          const rest = { heartbeatIntervalMs, idleHeartbeatIntervalMs: heartbeatIntervalMs, live, settings };
          const welcome = { type: 'welcome' as const, machineId: 7, name: 'seven', ackedSeq: acked, ...rest };
          socket.send(apiMessageText(welcome));
          return;
        }
        case 'heartbeat':
          api.heartbeats.push(message);
          return;
        case 'progress':
          api.progress.push(message);
          return;
        case 'event':
          apply(message.seq, message.event);
      }
    }

    function apply(seq: number, event: LeaseEvent): void {
      const known = appliedSeq.get(outboxId ?? '') ?? 0;
      if (outboxId === undefined) api.faults.push('an event before hello');
      else if (seq > known + 1) api.faults.push(`event ${seq} after ${known}`);
      else if (seq === known + 1) {
        appliedSeq.set(outboxId, seq);
        api.applied.push(event);
      } else api.faults.push(`event ${seq} again`);
      acked = Math.max(acked, seq);
      socket.send(apiMessageText({ type: 'ack', seq: acked }));
    }
  }

  await api.start();
  return api;
}
