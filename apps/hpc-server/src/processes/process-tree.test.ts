import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import type { ProcessEntry, ProcessTable } from './process-entry.ts';
import { membersOf, type ProcessTree } from './process-tree.ts';
import { processTable } from './process-table.ts';
import { rememberUnmarked } from './remember-unmarked.ts';
import { rendererEnvironment } from './render-marker.ts';
import { parsePsRows } from './unix-process-table.ts';

const tree: ProcessTree = { pid: 100, startedAt: '5', marker: 'agent.1.' };

/** A process: its number, parent, group and session, when it started, and its environment. */
type Row = readonly [
  pid: number,
  parent: number,
  group: number,
  session: number,
  startedAt: string,
  env?: string,
];

function tableOf(rows: readonly Row[]): ProcessTable & { asked: number[] } {
  const entries = rows.map(([pid, parentPid, groupId, sessionId, startedAt]): ProcessEntry => ({
    ...{ pid, parentPid, groupId, sessionId, startedAt },
  }));
  const asked: number[] = [];
  return {
    asked,
    list: () => entries,
    find: (wanted) => entries.find(({ pid }) => pid === wanted),
    hasInEnvironment({ pid }, text) {
      asked.push(pid);
      return rows.find((row) => row[0] === pid)?.[5]?.includes(text) ?? false;
    },
    bootId: () => null,
  };
}

const marked = 'A=1\0RENDERONLINE_RENDER=agent.1.\0';
const cases: readonly (readonly [what: string, rows: readonly Row[], members: readonly number[]])[] = [
  ['the renderer', [[100, 9, 100, 100, '5']], [100]],
  ['its group without it', [[101, 1, 100, 100, '6']], [101]],
  ['its session', [[102, 1, 102, 100, '6']], [102]],
  [
    'its descendants, wherever they went',
    [
      [100, 9, 100, 100, '5'],
      [103, 100, 103, 103, '6'],
      [104, 103, 104, 104, '7'],
    ],
    [100, 103, 104],
  ],
  [
    'who carries the marker, and its children',
    [
      [105, 1, 105, 105, '8', marked],
      [106, 105, 106, 106, '9'],
    ],
    [105, 106],
  ],
  ['not who carries another marker', [[107, 1, 107, 107, '8', 'RENDERONLINE_RENDER=agent.11.\0']], []],
  [
    'not a stranger that got the number later',
    [
      [100, 1, 100, 100, '77'],
      [108, 100, 100, 100, '78'],
    ],
    [],
  ],
  [
    'not the one that looks, nor its children',
    [
      [50, 9, 50, 50, '1', marked],
      [51, 50, 50, 50, '2'],
    ],
    [],
  ],
  ['not the first process of the system', [[1, 0, 100, 100, '0']], []],
];

describe('the members of a tree', () => {
  for (const [what, rows, members] of cases) {
    it(what, () => {
      const found = membersOf(tree, tableOf(rows), 50);
      assert.deepEqual(
        found.map(({ pid }) => pid),
        members,
      );
    });
  }

  it('looks into the environment of a stranger once', () => {
    const table = tableOf([
      [100, 9, 100, 100, '5'],
      [200, 1, 200, 200, '6'],
      [201, 1, 201, 201, '7', marked],
    ]);
    const remembering = rememberUnmarked(table);
    for (let turn = 0; turn < 3; turn++) assert.equal(membersOf(tree, remembering, 50).length, 2);
    assert.equal(table.asked.filter((pid) => pid === 200).length, 1);
  });
});

describe('the process table', () => {
  it('finds a real process by its marker', async () => {
    const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)'], {
      env: rendererEnvironment({ PATH: process.env['PATH'], RENDERONLINE_TOKEN: 'secret' }, 'table-test.7.'),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      await once(child.stdout, 'data');
      const byMarker = (marker: string) =>
        membersOf({ pid: null, startedAt: null, marker }, processTable).map(({ pid }) => pid);
      assert.deepEqual(byMarker('table-test.'), [child.pid]);
      assert.deepEqual(byMarker('table-test.8'), []);
      const entry = processTable.list().find(({ pid }) => pid === child.pid);
      assert.ok(entry);
      assert.equal(entry.parentPid, process.pid);
      assert.equal(processTable.hasInEnvironment(entry, 'secret'), false);
      assert.equal(processTable.find(entry.pid)?.startedAt, entry.startedAt);
      assert.ok((entry.cpuMs ?? 0) > 0, 'starting Node takes its time');
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    assert.equal(
      processTable.list().some(({ pid }) => pid === child.pid),
      false,
    );
  });

  it('reads what ps says on macOS', () => {
    const text = [
      '    1     0     1 Ss     1-02:03.04 Mon Nov  3 09:00:01 2025    ',
      '  812   790   812 S+    12:34.56 Mon Nov  3 10:15:42 2025    ',
      '  813   812   812 Z+     0:00.00 Mon Nov  3 10:15:43 2025    ',
      '',
    ].join('\n');
    const [first, second, ...others] = parsePsRows(text);
    assert.equal(first?.cpuMs, 86_523_040);
    assert.deepEqual(second, {
      ...{ pid: 812, parentPid: 790, groupId: 812, sessionId: 812 },
      startedAt: 'Mon Nov  3 10:15:42 2025',
      cpuMs: 754_560,
    });
    assert.deepEqual(others, []);
  });
});
