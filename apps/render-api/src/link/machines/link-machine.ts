import {
  linkCloseCodes,
  linkLimits,
  type AgentMessage,
  type EventMessage,
  type Heartbeat,
  type Hello,
  type LeaseEvent,
} from '@renderonline/contract';
import type { Machine } from '@renderonline/database';
import { say } from '@renderonline/domain';
import type { LeaseOrder, RetractOrder, StopAnswer } from '../../machines/machine-transport.ts';
import type { ConnectionEnd, ConnectionOwner, LinkConnection } from '../connection/link-connection.ts';
import { inboxFor, type EventInbox } from './event-inbox.ts';
import { isSilent, type Greeted, type MachineSurroundings } from './greeted.ts';
import { knows, nameOf, reachableReport, settingsOf } from './machine-facts.ts';
import { createOffers } from './offers.ts';
import { createStopWaits } from './stop-waits.ts';

/** Connections of one machine that have not greeted. */
const maxNewcomers = 4;

/**
 * One machine of the link, during one term of the scheduler. Its connections come and go; what was taken of its
 * outbox stays. A class, for there may be ten thousand.
 */
export class LinkMachine implements ConnectionOwner {
  readonly #around: MachineSurroundings;
  #row: Machine;
  #greeted: Greeted | undefined;
  /** Connected, and has not said hello. */
  #newcomers: readonly LinkConnection[] = [];
  #inbox: EventInbox | undefined;
  #acknowledgedSeq = 0;

  constructor(row: Machine, around: MachineSurroundings) {
    this.#row = row;
    this.#around = around;
  }

  get row(): Machine {
    return this.#row;
  }

  get isConnected(): boolean {
    return this.#greeted !== undefined;
  }

  /** The row has changed: the machine hears what concerns it, the scheduler the rest. */
  setRow(row: Machine): void {
    const before = this.#row;
    this.#row = row;
    const greeted = this.#greeted;
    if (greeted === undefined) return;
    const settings = settingsOf(row, greeted.hello);
    if (JSON.stringify(settings) !== JSON.stringify(settingsOf(before, greeted.hello))) {
      greeted.connection.send({ type: 'settings', settings });
    }
    if (greeted.isReady) this.#reportReachable(greeted, false);
  }

  /** Takes a new connection; it says hello next. */
  welcome(connection: LinkConnection): void {
    const [oldest] = this.#newcomers;
    if (oldest !== undefined && this.#newcomers.length >= maxNewcomers) {
      oldest.close(linkCloseCodes.tryAgain, 'the machine connects too often at once');
    }
    this.#newcomers = [...this.#newcomers, connection];
  }

  hear(message: AgentMessage, connection: LinkConnection): void {
    const greeted = this.#greeted;
    if (greeted?.connection !== connection) {
      if (message.type === 'hello') this.#greet(message, connection);
      else connection.close(linkCloseCodes.invalidMessage, 'the first message must be hello');
      return;
    }
    switch (message.type) {
      case 'heartbeat':
        this.#takeHeartbeat(message, greeted);
        return;
      case 'progress':
        if (greeted.isReady) {
          this.#around.report({ kind: 'progress', machineId: this.#row.machineId, items: message.items });
        }
        return;
      case 'event':
        this.#takeEvent(message, greeted);
        return;
      case 'hello':
        connection.close(linkCloseCodes.invalidMessage, 'hello is said once');
        return;
    }
  }

  ended(connection: LinkConnection, end: ConnectionEnd): void {
    this.#newcomers = this.#newcomers.filter((one) => one !== connection);
    const greeted = this.#greeted;
    if (greeted?.connection !== connection) return;
    this.#greeted = undefined;
    this.#around.neighbours.leave(this.#row.machineId);
    greeted.stops.connectionEnded();
    this.#around.report({
      kind: 'unreachable',
      machineId: this.#row.machineId,
      name: nameOf(this.#row),
      isRefusing: false,
      reason: end.reason,
      retryInMs: null,
      // A machine that stops on purpose has ended what it had.
      lostInMs: end.isSilence || end.isFarewell ? 0 : this.#around.settings.reconnectGraceMs,
      isFarewell: end.isFarewell,
    });
  }

  /** Whether a lease can be offered now. */
  canTake(): boolean {
    return this.#greeted?.isReady === true;
  }

  /**
   * @param taskText the message that tells the machine of the lease's task
   * @returns false when the machine has gone since
   */
  offer(order: LeaseOrder, taskText: string): boolean {
    const greeted = this.#greeted;
    if (greeted?.isReady !== true) return false;
    if (greeted.offeredAtMs < greeted.connection.heardAtMs) {
      greeted.offeredAtMs = this.#around.clock.monotonicMs();
    }
    greeted.offers.offer(order, taskText);
    return !greeted.connection.isOver;
  }

  retract({ leaseId, keepThrough, reason }: Pick<RetractOrder, 'leaseId' | 'keepThrough' | 'reason'>): void {
    const greeted = this.#greeted;
    if (greeted === undefined) return;
    greeted.offers.flush();
    const words = reason.slice(0, linkLimits.textLength);
    greeted.connection.send({ type: 'cancel', leases: [{ leaseId, keepThrough }], reason: words });
  }

  /** Cancels a lease and waits for the machine's word. */
  async stop(leaseId: number, limitMs: number): Promise<StopAnswer> {
    const greeted = this.#greeted;
    if (greeted === undefined) return { kind: 'unclear', message: 'the machine is not connected' };
    this.retract({ leaseId, keepThrough: null, reason: 'canceled' });
    return greeted.stops.wait(leaseId, limitMs);
  }

  closeSession(taskId: number): void {
    this.#greeted?.connection.send({ type: 'close-session', taskId });
  }

  /** Tells the machine whose logs are wanted without delay. */
  followLogs(): void {
    const greeted = this.#greeted;
    if (greeted === undefined || !knows(greeted.hello, 'follow-logs')) return;
    greeted.connection.send({ type: 'follow-logs', taskIds: this.#around.followedTasks() });
  }

  /** Tells the machine what was settled. */
  acknowledge(): void {
    const seq = this.#inbox?.ackedSeq() ?? 0;
    const greeted = this.#greeted;
    if (greeted === undefined || seq <= this.#acknowledgedSeq) return;
    this.#acknowledgedSeq = seq;
    greeted.connection.send({ type: 'ack', seq });
  }

  /** See LinkConnection's. @returns whether the machine is connected */
  sweep(nowMs: number, lateMs: number): boolean {
    const { limits } = this.#around;
    for (const connection of this.#newcomers) {
      if (nowMs - connection.openedAtMs > limits.helloTimeoutMs) {
        connection.close(linkCloseCodes.invalidMessage, 'no hello');
      }
    }
    const greeted = this.#greeted;
    if (greeted === undefined) return false;
    greeted.connection.sweep(nowMs, lateMs);
    if (isSilent(greeted, this.#row.machineId, this.#around, nowMs)) {
      const silentMs = Math.round(greeted.connection.silentMs(nowMs));
      greeted.connection.drop(say('said-nothing', { silentMs }));
    }
    const isMissing = (this.#inbox?.receivedSeq() ?? 0) < greeted.oldestNewSeq;
    if (!greeted.isReady && isMissing && nowMs - greeted.greetedAtMs > limits.catchUpTimeoutMs) {
      greeted.connection.close(linkCloseCodes.invalidMessage, 'the outbox was not sent');
    }
    return true;
  }

  /** The credential counts no more. */
  revoke(): void {
    this.#around.neighbours.leave(this.#row.machineId);
    const connections = this.#connections();
    for (const connection of connections) {
      connection.send({ type: 'revoked' });
      connection.close(linkCloseCodes.revoked, say('credential-revoked'));
    }
  }

  /** The term is over: lets go of the machine without a word to the scheduler. */
  leave(reason: string): void {
    const connections = this.#connections();
    this.#newcomers = [];
    this.#around.neighbours.leave(this.#row.machineId);
    this.#greeted?.stops.connectionEnded();
    this.#greeted = undefined;
    this.#inbox = undefined;
    for (const connection of connections) connection.close(linkCloseCodes.goingAway, reason);
  }

  #connections(): LinkConnection[] {
    return [...this.#newcomers, ...(this.#greeted === undefined ? [] : [this.#greeted.connection])];
  }

  #greet(hello: Hello, connection: LinkConnection): void {
    const older = this.#greeted;
    if (older !== undefined) {
      if (older.hello.bootId > hello.bootId) {
        connection.close(linkCloseCodes.tryAgain, 'a newer run of this machine is connected');
        return;
      }
      // Taken out first: the scheduler hears of the machine that comes, not of the one that goes.
      this.#greeted = undefined;
      older.stops.connectionEnded();
      const isSameRun = older.hello.bootId === hello.bootId;
      if (isSameRun) older.connection.drop('the machine has connected anew');
      else older.connection.close(linkCloseCodes.replaced, 'a newer run of this machine has connected');
    }
    this.#newcomers = this.#newcomers.filter((one) => one !== connection);
    const { inbox, oldestNewSeq } = inboxFor(hello, this.#inbox);
    this.#inbox = inbox;
    this.#acknowledgedSeq = inbox.ackedSeq();
    const stops = createStopWaits(connection, this.#around.clock, hello.held);
    const greeted: Greeted = {
      connection,
      hello,
      offers: createOffers(connection),
      stops,
      greetedAtMs: this.#around.clock.monotonicMs(),
      oldestNewSeq,
      heartbeat: undefined,
      offeredAtMs: -Infinity,
      isReady: false,
      willingness: '',
    };
    this.#greeted = greeted;
    this.#around.onGreeting(this.#row.machineId, hello, connection.remoteAddress);
    this.#around.report({ kind: 'returning', machineId: this.#row.machineId, name: nameOf(this.#row) });
    this.#sendWelcome(greeted, inbox);
    if (this.#around.followedTasks().length > 0) this.followLogs();
    this.#becomeReady();
  }

  #sendWelcome({ connection, hello }: Greeted, inbox: EventInbox): void {
    const { settings, liveLeases } = this.#around;
    const live = liveLeases(this.#row.machineId);
    connection.send({
      type: 'welcome',
      machineId: this.#row.machineId,
      name: this.#row.name,
      heartbeatIntervalMs: settings.heartbeatIntervalMs,
      idleHeartbeatIntervalMs: settings.idleHeartbeatIntervalMs,
      ackedSeq: inbox.ackedSeq(),
      live: live.map(({ leaseId, token }) => ({ leaseId, token })),
      settings: settingsOf(this.#row, hello),
      ...(settings.contentsId === null ? {} : { contentsId: settings.contentsId }),
      ...this.#around.neighbours.join(this.#row.machineId, hello.sharing),
    });
  }

  #becomeReady(): void {
    const greeted = this.#greeted;
    if (greeted === undefined || greeted.isReady || this.#inbox === undefined) return;
    if (this.#inbox.ackedSeq() < greeted.oldestNewSeq) return;
    greeted.isReady = true;
    this.#reportReachable(greeted, true);
  }

  #reportReachable(greeted: Greeted, isFirst: boolean): void {
    const { hello, heartbeat } = greeted;
    const report = reachableReport({ row: this.#row, hello, heartbeat }, isFirst ? hello.held : null);
    greeted.willingness = willingnessOf(heartbeat);
    this.#around.report(report);
  }

  #takeHeartbeat(heartbeat: Heartbeat, greeted: Greeted): void {
    greeted.heartbeat = heartbeat;
    if (!greeted.isReady) return;
    if (greeted.willingness !== willingnessOf(heartbeat)) this.#reportReachable(greeted, false);
    this.#around.report({ kind: 'load', machineId: this.#row.machineId, load: heartbeat });
  }

  #takeEvent({ seq, event }: EventMessage, greeted: Greeted): void {
    const inbox = this.#inbox;
    if (inbox === undefined) return;
    switch (inbox.take(seq)) {
      case 'gap':
        greeted.connection.close(
          linkCloseCodes.invalidMessage,
          `event ${seq} came where ${inbox.receivedSeq() + 1} was due`,
        );
        return;
      case 'done':
        // It has missed the ack.
        this.#acknowledgedSeq = Math.min(this.#acknowledgedSeq, seq - 1);
        this.#around.acknowledgeSoon(this);
        return;
      case 'underWay':
        return;
      case 'next':
        this.#passOn(seq, event, inbox, greeted);
        return;
    }
  }

  #passOn(seq: number, event: LeaseEvent, inbox: EventInbox, greeted: Greeted): void {
    greeted.stops.hear(event);
    let isSettled = false;
    this.#around.report({
      kind: 'lease-event',
      machineId: this.#row.machineId,
      event,
      settle: () => {
        if (isSettled) return;
        isSettled = true;
        this.#settle(seq, inbox);
      },
    });
    if (inbox.unsettled() >= this.#around.limits.maxUnsettledEvents) greeted.connection.hold('window');
  }

  #settle(seq: number, inbox: EventInbox): void {
    // Of an outbox that is over: nobody waits for it.
    if (inbox !== this.#inbox) return;
    if (inbox.settle(seq)) this.#around.acknowledgeSoon(this);
    if (inbox.unsettled() <= this.#around.limits.maxUnsettledEvents / 2) {
      this.#greeted?.connection.release('window');
    }
    this.#becomeReady();
  }
}

function willingnessOf(heartbeat: Heartbeat | undefined): string {
  return heartbeat === undefined || heartbeat.acceptsWork ? '' : `no: ${heartbeat.whyNot ?? ''}`;
}
