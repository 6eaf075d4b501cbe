import type { CurrentFrameView, WatchedTask } from '@renderonline/contract';

/** A task that renders frames 25 and 26 of 48 on two machines, for tests of what is shown of it. */
export function watchedTask(changes: Partial<WatchedTask> = {}): WatchedTask {
  return {
    taskId: 12,
    state: 'running',
    engine: 'blender',
    fileName: 'orrery.blend',
    fileSize: 4_200_000,
    owner: { userId: 1, name: 'Ada Lovelace' },
    poster: '000024.png',
    resultsExpiredAt: null,
    priority: 50,
    queuedAt: '2026-01-01T12:00:00.000Z',
    startedAt: '2026-01-01T12:00:01.000Z',
    endedAt: null,
    machine: { machineId: 1, name: 'box' },
    machines: [
      { machineId: 1, name: 'tower' },
      { machineId: 2, name: 'box' },
    ],
    failureReason: null,
    waitingReason: null,
    failurePhrases: [],
    waitingPhrases: [],
    waitingFor: [],
    parentTaskId: null,
    steps: [],
    progress: {
      framesDone: 24,
      framesTotal: 48,
      framesRunning: 2,
      framesFailed: 0,
      currentFrame: 25,
      frameFraction: 0.62,
      framesPerSecond: 1.2,
      etaMs: 25_000,
      etaRangeMs: { low: 20_000, high: 35_000 },
      currentFrames: [currentFrame(25, 1, 0.62), currentFrame(26, 2, null)],
    },
    failures: [],
    findings: [],
    ...changes,
  };
}

/** A frame begun at noon and 30 s. */
export function currentFrame(frame: number, machineId: number, fraction: number | null): CurrentFrameView {
  return { frame, machineId, leaseId: frame * 10, fraction, startedAt: '2026-01-01T12:00:30.000Z' };
}
