import {
  agentMessageText,
  linkCloseCodes,
  readApiMessage,
  type AgentMessage,
  type ApiMessage,
  type Hello,
  type LeaseEvent,
  type LinkSettings,
  type Welcome,
} from '@renderonline/contract/link';
import type { Logger } from '@renderonline/runtime';
import type { RawData, WebSocket } from 'ws';
import type { LeaseRunner } from '../../leases/lease-runner.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { createEventSender, type EventSender } from './event-sender.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { ProgressHints } from './progress-hints.ts';
import { watchSilence } from './watch-silence.ts';

/** How a connection ended. */
export interface ConnectionEnd {
  /** WebSocket's, or one of linkCloseCodes; 1006 when there was no farewell. */
  readonly code: number;
  readonly reason: string;
  readonly wasWelcomed: boolean;
  /** RenderAPI said that this machine's credential counts no more. */
  readonly isRevoked: boolean;
}

/** What a connection is about, apart from the socket. */
export interface LinkParts {
  readonly outbox: Outbox<LeaseEvent>;
  readonly runner: LeaseRunner;
  readonly hints: ProgressHints;
  readonly heartbeats: Heartbeats;
  readonly hello: () => Hello;
  readonly onSettings: (settings: LinkSettings) => void;
  /** The first answer is in: the machine is one of the farm. */
  readonly onWelcome: (welcome: Welcome) => void;
  readonly silentAfterMs: number;
  readonly log: Logger;
}

/** A connection while it lasts. */
export interface LinkConnection {
  readonly ended: Promise<ConnectionEnd>;
  /** More of the outbox is on disk. */
  pump(): void;
  close(code: number, reason: string): void;
  /** Without a farewell. */
  terminate(): void;
}

const welcomeLimitMs = 15_000;
/** RenderAPI does not read: what may be lost is not piled up. */
const mostBuffered = 1024 * 1024;

/** Speaks over an open socket: hello, what RenderAPI says, and the outbox in order. */
export function speakOver(socket: WebSocket, parts: LinkParts): LinkConnection {
  const { runner, hints, heartbeats, outbox, log } = parts;
  let sender: EventSender | undefined;
  let isRevoked = false;

  const send = (message: AgentMessage) => {
    if (socket.readyState === socket.OPEN) socket.send(agentMessageText(message));
  };
  const sendIfRead = (message: AgentMessage) => {
    if (socket.bufferedAmount < mostBuffered) send(message);
  };
  const { promise: ended, resolve } = Promise.withResolvers<ConnectionEnd>();
  const welcomeLimit = setTimeout(() => {
    log.warn('RenderAPI did not answer to hello');
    socket.terminate();
  }, welcomeLimitMs);
  const silence = watchSilence(socket, parts.silentAfterMs, log);

  socket.on('message', (data, isBinary) => {
    const fault = isBinary ? 'not text' : hear(textOf(data));
    if (fault === null) return;
    log.error({ fault }, 'RenderAPI says something that this version does not understand');
    socket.close(linkCloseCodes.invalidMessage, reasonOf(fault));
  });
  socket.on('error', (error) => {
    log.debug({ err: error }, 'the link broke');
  });
  socket.once('close', (code, reason) => {
    clearTimeout(welcomeLimit);
    silence.stop();
    hints.connect(undefined);
    heartbeats.connect(undefined);
    resolve({ code, reason: reason.toString('utf8'), wasWelcomed: sender !== undefined, isRevoked });
  });

  /** @returns what is wrong with a message */
  function hear(text: string): string | null {
    const read = readApiMessage(text);
    if ('fault' in read) return read.fault;
    const { message } = read;
    if ((message.type === 'welcome') !== (sender === undefined) && message.type !== 'revoked') {
      return `${message.type} at this point`;
    }
    try {
      obey(message);
    } catch (error) {
      // A bug of ours must not end what renders.
      log.error({ err: error, type: message.type }, 'a message could not be carried out');
    }
    return null;
  }

  function obey(message: ApiMessage): void {
    switch (message.type) {
      case 'welcome':
        begin(message);
        return;
      case 'settings':
        parts.onSettings(message.settings);
        return;
      case 'task':
        runner.takeTask(message.task);
        return;
      case 'offer':
        runner.offer(message.leases);
        heartbeats.poke();
        return;
      case 'cancel':
        runner.cancel(message.leases, message.reason);
        return;
      case 'close-session':
        runner.closeSession(message.taskId);
        return;
      case 'ack':
        sender?.acked(message.seq);
        return;
      case 'follow-logs':
        runner.followLogs(message.taskIds);
        return;
      case 'revoked':
        isRevoked = true;
        socket.close(1000, 'revoked');
        return;
    }
  }

  function begin(welcome: Welcome): void {
    clearTimeout(welcomeLimit);
    runner.keepOnly(welcome.live);
    // Whoever follows is told anew on each connection.
    runner.followLogs([]);
    sender = createEventSender(outbox, welcome.ackedSeq, send);
    parts.onWelcome(welcome);
    parts.onSettings(welcome.settings);
    sender.pump();
    hints.connect(sendIfRead);
    heartbeats.connect({ ...welcome, send: sendIfRead });
  }

  send(parts.hello());
  return {
    ended,
    pump: () => sender?.pump(),
    close: (code, reason) => {
      socket.close(code, reason);
    },
    terminate: () => {
      socket.terminate();
    },
  };
}

/** WebSocket allows 123 bytes. */
function reasonOf(text: string): string {
  return Buffer.from(text).subarray(0, 120).toString('utf8');
}

function textOf(data: RawData): string {
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  return Array.isArray(data) ? Buffer.concat(data).toString('utf8') : Buffer.from(data).toString('utf8');
}
