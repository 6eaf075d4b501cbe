import {
  apiMessageText,
  linkCloseCodes,
  readAgentMessage,
  type AgentMessage,
  type ApiMessage,
} from '@renderonline/contract';
import type { Logger } from '@renderonline/runtime';
import type { RawData, WebSocket } from 'ws';
import { say } from '@renderonline/domain';
import type { ConnectionLimits } from '../link-settings.ts';

/** Who hears what comes over a connection. */
export interface ConnectionOwner {
  /** Not called any more once the connection has ended. */
  hear(message: AgentMessage, connection: LinkConnection): void;
  /** Called once. */
  ended(connection: LinkConnection, end: ConnectionEnd): void;
}

/** How a connection ended. */
export interface ConnectionEnd {
  /** As the middle of a sentence: "the machine said goodbye". */
  readonly reason: string;
  /** The agent closed it in order, because it stops. */
  readonly isFarewell: boolean;
  /** We closed it because nothing was heard, or nothing was read, for too long. */
  readonly isSilence: boolean;
}

interface ConnectionInput {
  readonly socket: WebSocket;
  /** As the machine's last one is shown to people. */
  readonly remoteAddress: string;
  readonly owner: ConnectionOwner;
  readonly limits: ConnectionLimits;
  readonly nowMs: () => number;
  readonly log: Logger;
}

/** Node's and WebSocket's own: everything was said. */
const farewellCodes = new Set([1000, 1001]);
/** WebSocket's longest reason, in bytes. */
const maxReasonBytes = 123;

/** Why a connection is not read for the moment. */
type Hold = 'rate' | 'window';

/**
 * One machine's WebSocket, with bounds on all that goes through it. A class, for there may be ten thousand: methods
 * are shared, and a timer of its own it has none (`sweep`).
 */
export class LinkConnection {
  readonly remoteAddress: string;
  readonly openedAtMs: number;
  readonly #socket: WebSocket;
  readonly #owner: ConnectionOwner;
  readonly #limits: ConnectionLimits;
  readonly #nowMs: () => number;
  readonly #log: Logger;
  #heardAtMs: number;
  #sweptAtMs: number;
  #eventBudget: number;
  #hintBudget: number;
  #holds: readonly Hold[] = [];
  #pingedAtMs: number;
  #pingNumber = 0;
  #isPingOpen = false;
  #pongWaiters: (() => void)[] | undefined;
  #isOver = false;

  constructor({ socket, remoteAddress, owner, limits, nowMs, log }: ConnectionInput) {
    this.remoteAddress = remoteAddress;
    this.#socket = socket;
    this.#owner = owner;
    this.#limits = limits;
    this.#nowMs = nowMs;
    this.#log = log;
    const now = nowMs();
    this.openedAtMs = now;
    this.#heardAtMs = now;
    this.#sweptAtMs = now;
    this.#pingedAtMs = now;
    this.#eventBudget = limits.eventBurst;
    this.#hintBudget = limits.hintBurst;
    let failure: string | undefined;
    socket.on('message', (data, isBinary) => {
      this.#take(data, isBinary);
    });
    socket.on('pong', (data) => {
      this.#pong(data);
    });
    socket.on('error', (error) => {
      failure = error.message;
    });
    socket.on('close', (code, reason) => {
      const isFarewell = failure === undefined && farewellCodes.has(code);
      const words = failure ?? reason.toString('utf8');
      this.#end({ reason: wordsOf(code, words, isFarewell), isFarewell, isSilence: false });
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Says something to the machine. One that does not read what it is sent is closed rather than waited for. */
  send(message: ApiMessage): void {
    this.sendText(apiMessageText(message));
  }

  /** The same, of a message that is text already. */
  sendText(text: string): void {
    if (this.#isOver) return;
    this.#socket.send(text);
    if (this.#socket.bufferedAmount > this.#limits.maxBufferedBytes) {
      this.drop(say('does-not-read'));
    }
  }

  /** Resolves when the machine has read everything that was sent before; never when the connection ends first. */
  heardOut(then: () => void): void {
    if (this.#isOver) return;
    (this.#pongWaiters ??= []).push(then);
    this.#ping(this.#nowMs());
  }

  /** Reads nothing more for the moment: the machine notices, and waits. */
  hold(why: Hold): void {
    if (this.#isOver || this.#holds.includes(why)) return;
    this.#holds = [...this.#holds, why];
    this.#socket.pause();
  }

  release(why: Hold): void {
    if (!this.#holds.includes(why)) return;
    this.#holds = this.#holds.filter((one) => one !== why);
    if (this.#holds.length > 0 || this.#isOver) return;
    this.#heardAtMs = this.#nowMs();
    this.#socket.resume();
  }

  /** Ends the connection, saying why. */
  close(code: number, reason: string): void {
    if (this.#isOver) return;
    // While it is not read, the answer to our goodbye would not be either.
    if (this.#holds.length > 0) this.#socket.resume();
    this.#socket.close(code, cutToBytes(reason, maxReasonBytes));
    this.#end({ reason, isFarewell: false, isSilence: false });
  }

  /** Ends the connection at once: nobody listens at its other end. */
  drop(reason: string): void {
    if (this.#isOver) return;
    this.#end({ reason, isFarewell: false, isSilence: true });
    this.#socket.terminate();
  }

  /** How long nothing was heard; 0 while it is us who do not read. */
  silentMs(nowMs: number): number {
    return this.#holds.length > 0 ? 0 : nowMs - this.#heardAtMs;
  }

  get heardAtMs(): number {
    return this.#heardAtMs;
  }

  /**
   * To be called a few times a second: gives new room to speak, and asks for signs that it is read what we send.
   *
   * @param lateMs how long this process was not running since the last time: no fault of the machine's
   */
  sweep(nowMs: number, lateMs: number): void {
    const { eventsPerSecond, eventBurst, hintsPerSecond, hintBurst, pingIntervalMs, pongTimeoutMs } =
      this.#limits;
    const seconds = (nowMs - this.#sweptAtMs) / 1000;
    this.#sweptAtMs = nowMs;
    this.#heardAtMs += lateMs;
    this.#pingedAtMs += lateMs;
    this.#hintBudget = Math.min(hintBurst, this.#hintBudget + seconds * hintsPerSecond);
    this.#eventBudget = Math.min(eventBurst, this.#eventBudget + seconds * eventsPerSecond);
    if (this.#holds.length > 0) {
      if (this.#eventBudget > 0) this.release('rate');
      return;
    }
    if (this.#isPingOpen) {
      if (nowMs - this.#pingedAtMs > pongTimeoutMs) this.drop(say('does-not-read'));
    } else if (nowMs - this.#pingedAtMs > pingIntervalMs) this.#ping(nowMs);
  }

  #take(data: RawData, isBinary: boolean): void {
    if (this.#isOver) return;
    this.#heardAtMs = this.#nowMs();
    if (isBinary) {
      this.close(linkCloseCodes.invalidMessage, 'a message that is not text');
      return;
    }
    // With the binary type of servers it is always one Buffer.
    const read = readAgentMessage((data as Buffer).toString('utf8'));
    if ('fault' in read) {
      this.close(linkCloseCodes.invalidMessage, read.fault);
      return;
    }
    if (read.message.type === 'event') {
      this.#eventBudget -= 1;
      if (this.#eventBudget <= 0) this.hold('rate');
    } else {
      this.#hintBudget -= 1;
      if (this.#hintBudget < 0) {
        this.close(linkCloseCodes.tooFast, 'too many messages');
        return;
      }
    }
    try {
      this.#owner.hear(read.message, this);
    } catch (error) {
      // A bug of ours: it must cost one machine its connection and not all of them the program.
      this.#log.error({ err: error }, 'a message of a machine could not be taken');
      this.close(1011, 'RenderAPI failed');
    }
  }

  #ping(nowMs: number): void {
    this.#isPingOpen = true;
    this.#pingedAtMs = nowMs;
    this.#pingNumber += 1;
    this.#socket.ping(String(this.#pingNumber));
  }

  #pong(data: Buffer): void {
    this.#heardAtMs = this.#nowMs();
    // The answer to an earlier one says nothing of what was sent since.
    if (data.toString('latin1') !== String(this.#pingNumber)) return;
    this.#isPingOpen = false;
    const waiters = this.#pongWaiters;
    this.#pongWaiters = undefined;
    for (const then of waiters ?? []) then();
  }

  #end(end: ConnectionEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#pongWaiters = undefined;
    this.#owner.ended(this, end);
  }
}

function wordsOf(code: number, words: string, isFarewell: boolean): string {
  if (isFarewell) return words === '' ? say('said-goodbye') : say('said-goodbye+why', { why: words });
  if (words !== '') return say('connection-broke+why', { why: words });
  return code === 1006 ? say('connection-broke') : say('connection-broke+code', { closeCode: code });
}

function cutToBytes(text: string, bytes: number): string {
  const encoded = Buffer.from(text);
  // A character cut in two would be no UTF-8.
  return encoded.length <= bytes ? text : encoded.toString('utf8', 0, bytes - 3).replace(/\uFFFD+$/u, '');
}
