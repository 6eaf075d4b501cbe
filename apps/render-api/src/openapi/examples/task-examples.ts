import type {
  AttemptView,
  FailureView,
  FindingView,
  FrameView,
  TaskSnapshot,
  TaskView,
  WatchedTask,
} from '@renderonline/contract';

/** One made-up farm, the same in every example: the machine `tower`, and Ada's task 12 of 48 frames. */
export const machine = { machineId: 3, name: 'tower' };
const otherMachine = { machineId: 4, name: 'laptop' };

export const task: TaskSnapshot = {
  ...{ taskId: 12, state: 'running', engine: 'blender', fileName: 'harbour.blend', priority: 50 },
  ...{ fileSize: 1_843_200, owner: { userId: 7, name: 'Ada Lovelace' }, poster: 'frame_0020.png' },
  ...{ resultsExpiredAt: null },
  ...{ queuedAt: '2026-03-02T09:00:00.000Z', startedAt: '2026-03-02T09:00:01.250Z', endedAt: null },
  ...{ machine, machines: [machine], failureReason: null, waitingReason: null },
  ...{ failurePhrases: [], waitingPhrases: [] },
  progress: {
    ...{ framesDone: 20, framesTotal: 48, framesRunning: 1, framesFailed: 0 },
    ...{ currentFrame: 21, frameFraction: 0.5, framesPerSecond: 0.25, etaMs: 110_000 },
    etaRangeMs: { low: 95_000, high: 130_000 },
    currentFrames: [
      { frame: 21, machineId: 3, leaseId: 87, fraction: 0.5, startedAt: '2026-03-02T09:01:21.000Z' },
    ],
  },
  ...{ waitingFor: [], parentTaskId: null, steps: [] },
};

export const failure: FailureView = {
  ...{ attemptId: 71, machine: otherMachine, frame: 9, endedAt: '2026-03-02T09:00:30.000Z' },
  ...{ outcome: 'failed', cause: 'out-of-memory', summary: 'The memory of the machine was not enough.' },
  whatToDo: 'Ask for machines with more memory: `memoryMb` of the requirements.',
  message: 'Error: Out of memory.',
  messagePhrases: [],
};

export const finding: FindingView = {
  ...{ machine, severity: 'warning', code: 'scripts-not-run' },
  message:
    'The scene holds scripts, which are not run: rig_ui.py. If it needs them, ask for them when you submit it; the farm must allow it.',
  messagePhrases: [{ code: 'finding-scripts-not-run', details: { names: 'rig_ui.py', more: 0 } }],
};

export const attempt: AttemptView = {
  ...{ attemptId: 87, machine, firstFrame: 21, lastFrame: 21 },
  ...{ grantedAt: '2026-03-02T09:01:20.900Z', startedAt: '2026-03-02T09:01:21.000Z', endedAt: null },
  ...{ outcome: null, exitCode: null, signal: null, message: null, cause: null, failedFrame: null },
  ...{ isDuplicate: false, logTail: null },
};

export const frame: FrameView = {
  ...{ frame: 20, state: 'done', attemptId: 86, renderMs: 3980, failureReason: null },
  outputs: [{ name: '000020.png', size: 1_841_204 }],
};

export const watchedTask: WatchedTask = { ...task, failures: [failure], findings: [finding] };

export const taskView: TaskView = {
  ...watchedTask,
  ...{ isQueued: true, arguments: { start_frame: '1', end_frame: '48' } },
  command: 'blender -b harbour.blend -s 1 -e 48 -a',
  ...{ order: 'ascending', maxMachines: null, continuesOnFailure: false, allowsScripts: false },
  requirements: { tags: [], engineVersion: '>=4.2', needsGpu: false, memoryMb: null },
  frames: { pending: 27, leased: 1, done: 20, failed: 0 },
  attempts: [attempt],
};
