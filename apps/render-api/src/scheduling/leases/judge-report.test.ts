import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttemptReport } from '../../machines/machine-transport.ts';
import type { HeldLease } from './held-lease.ts';
import { judgeReport, type Judgement } from './judge-report.ts';
import { createLeaseBook } from './lease-book.ts';

const grantedAtMs = 1_000_000;

function lease(changes: Partial<HeldLease> = {}): HeldLease {
  const row = { leaseId: 5, taskId: 7, machineId: 1, firstFrame: 1, lastFrame: 9, token: 't' };
  const times = { generation: 1, state: 'offered', grantedAtMs, expiresAtMs: 0 } as const;
  const facts = { isDuplicate: false, remaining: [], attemptsOfTaskOnMachine: 1 };
  const held = createLeaseBook().addAdopted({ ...row, ...times, ...facts }, 0);
  return { ...held, phase: 'running', ...changes };
}

const running = { kind: 'running' } as const;
const succeeded = { kind: 'ended', outcome: { kind: 'succeeded' } } as const;
const canceled = { kind: 'ended', outcome: { kind: 'canceled' } } as const;

function report(changes: Partial<AttemptReport>): AttemptReport {
  return { taskId: 7, lease: null, state: running, runtimeMs: 0, progress: null, logPath: null, ...changes };
}

const ours = { leaseId: 5, token: 't' };
const unclear = { phase: 'unclear' } as const;
const again = { phase: 'unclear', isFirstOfTaskOnMachine: false } as const;
const seen = { isAcceptanceSeen: true };
const before = { runtimeMs: 60_000 };

type Case = [string, Partial<HeldLease>, Partial<AttemptReport> | null, Judgement['kind']];

// Every report is judged ten seconds after the grant.
const cases: Case[] = [
  ['knows the lease: it runs', {}, { lease: ours }, 'running'],
  ['knows the lease: it ended', {}, { lease: ours, state: succeeded }, 'ended'],
  ['knows the lease, whose start nobody saw: it runs', unclear, { lease: ours }, 'running'],
  ['knows the lease, whose start nobody saw: it ended', again, { lease: ours, state: succeeded }, 'ended'],
  ['stopped by somebody else', {}, { lease: ours, state: canceled }, 'lost'],
  ['an earlier attempt of the same task', {}, { lease: { leaseId: 4, token: 's' } }, 'lost'],
  ['the same id of another database', {}, { lease: { leaseId: 5, token: 'x' } }, 'lost'],
  ['the same lease id but another task', {}, { lease: ours, taskId: 8 }, 'lost'],
  ['somebody else’s render of the same id', {}, { lease: 'other' }, 'lost'],
  [
    'an earlier attempt; the order never arrived',
    unclear,
    { lease: { leaseId: 4, token: 's' } },
    'not-received',
  ],
  ['nothing: restarted', {}, null, 'lost'],
  ['nothing: the order never arrived', unclear, null, 'not-received'],
  ['1.x: the task runs', {}, {}, 'running'],
  ['1.x: the task ended', {}, { state: succeeded }, 'ended'],
  ['1.x: another task', {}, { taskId: 8 }, 'lost'],
  ['1.x: another task succeeded', {}, { taskId: 8, state: succeeded }, 'lost'],
  ['1.x: the task ran for longer than the lease is old', {}, { ...before, state: succeeded }, 'lost'],
  ['1.x: the same, but this process saw the start', seen, { ...before, state: succeeded }, 'ended'],
  ['1.x: the task runs, whose start nobody saw', again, {}, 'running'],
  ['1.x: it runs since before the start', again, before, 'not-received'],
  ['1.x: it ended, its first attempt there', unclear, { state: succeeded }, 'ended'],
  ['1.x: it ended, maybe an earlier attempt', again, { state: succeeded }, 'not-received'],
];

for (const [name, heldChanges, reportChanges, expected] of cases) {
  test(name, () => {
    const attempt = reportChanges === null ? null : report(reportChanges);
    assert.equal(judgeReport(lease(heldChanges), attempt, grantedAtMs + 10_000).kind, expected);
  });
}
