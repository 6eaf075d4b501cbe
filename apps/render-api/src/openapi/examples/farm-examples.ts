import type {
  ArgumentTypeView,
  DeliveryView,
  EngineSettings,
  MachineAttempt,
  MachineSettings,
  MachineStatus,
  ProjectDetails,
  ProjectView,
  Session,
  SessionEntry,
  FarmLoadEntry,
  StatisticsEntry,
  StorageReport,
  SubscriptionView,
  UserAccount,
  WebhookView,
} from '@renderonline/contract';
import { machine } from './task-examples.ts';

export const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const machineStatus: MachineStatus = {
  ...machine,
  ...{ transport: 'link', state: 'busy', acceptsWork: true, whyNot: null, quarantineReason: null },
  ...{ problem: null, reasonPhrases: [], slots: 1, schedule: null, tags: ['gpu'] },
  engines: [{ name: 'blender', version: '4.2.3', hasSessions: true }],
  fingerprint: {
    ...{ hostName: 'tower', os: 'linux', arch: 'x64', cores: 16, memoryMb: 65_536 },
    gpus: [{ name: 'RTX 4090', memoryMb: 24_576 }],
    hpcServerVersion: '2.0.0',
  },
  load: {
    loadAverage: 15.2,
    cpuFraction: 0.95,
    freeMemoryMb: 41_000,
    freeDiskMb: 512_000,
    isUserActive: false,
    ...{ cpuCelsius: 71, gpuCelsius: 64, gpuFraction: 0.98 },
  },
  leases: [{ leaseId: 87, taskId: 12, isRunning: true }],
  currentFrames: [
    {
      ...{ taskId: 12, frame: 21, machineId: 3, leaseId: 87, fraction: 0.5 },
      startedAt: '2026-03-02T09:01:21.000Z',
    },
  ],
  ...{ lastHeardAt: '2026-03-02T09:01:23.000Z', retryAt: null },
};

export const machineAttempt: MachineAttempt = {
  ...{ attemptId: 86, taskId: 12, fileName: 'lighthouse.blend', firstFrame: 20, lastFrame: 20 },
  ...{ grantedAt: '2026-03-02T09:01:15.900Z', startedAt: '2026-03-02T09:01:16.000Z' },
  ...{ endedAt: '2026-03-02T09:01:20.100Z', outcome: 'succeeded', exitCode: 0, signal: null },
  messagePhrases: [],
  ...{ message: null, cause: null, failedFrame: null, isDuplicate: false },
};

export const machineSettings: MachineSettings = {
  ...machine,
  ...{ transport: 'link', ipAddress: '192.168.1.20', port: 0, isEnabled: true, isDrained: false },
  ...{ isRevoked: false, tags: ['gpu'], slots: 1, schedule: 'mon-fri 18:00-08:00; sat,sun' },
  ...{ yieldsToUser: true, quarantineReason: null },
  ...{ lastSeenAt: '2026-03-02T09:01:23.000Z', createdAt: '2026-01-05T12:00:00.000Z' },
};

export const user: UserAccount = {
  ...{ userId: 7, firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' },
  ...{ subscriptionId: 1, isActive: true, role: 'user' },
};

const forAMonth = { days: 30, bytes: null };
export const subscription: SubscriptionView = {
  ...{ subscriptionId: 1, name: 'Studio', queueLimit: 50, weight: 1 },
  keep: { tasks: forAMonth, results: forAMonth, logs: forAMonth, projects: forAMonth },
};

export const session: Session = {
  ...{ userId: 7, firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', role: 'user' },
  ...{ subscription, sessionId: 5, farm: { name: 'Studio', version: '2.0.0' } },
};

export const sessionEntry: SessionEntry = {
  ...{ sessionId: 5, isThis: true, isRemembered: true, createdAt: '2026-03-02T08:55:00.000Z' },
  ...{ lastSeenAt: '2026-03-02T09:00:00.000Z', expiresAt: '2026-04-01T09:00:00.000Z' },
  ...{ address: '192.168.1.30', userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/148.0' },
};

export const engineSettings: EngineSettings = {
  ...{ engineId: 1, name: 'blender', extension: '.blend', adapter: 'blender' },
  template:
    'blender -b $RENDERONLINE:@uploaded_file -s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame -a',
  downloadPath: '/srv/renderonline',
};

export const argumentType: ArgumentTypeView = { argTypeId: 'start_frame', type: 'natural', regex: null };

export const project: ProjectView = {
  ...{ projectId: 4, manifestSha256: sha256, mainPath: 'harbour.blend', fileCount: 2, totalBytes: 2_443_200 },
  ...{ isComplete: false, createdAt: '2026-03-02T08:58:00.000Z', lastUsedAt: '2026-03-02T08:58:00.000Z' },
};

export const missing: ProjectDetails['missing'] = [{ sha256, size: 600_000 }];

export const statisticsEntry: StatisticsEntry = {
  ...{ bucket: '2026-03-02T00:00:00.000Z', userId: 7, engineId: 1, framesDone: 20, machineMs: 80_000 },
  ...{
    failedAttempts: 1,
    tasksSucceeded: 3,
    tasksFailed: 0,
    tasksCanceled: 1,
    tasksStarted: 3,
    waitingMs: 3750,
    waits: [
      { fromMs: 673, toMs: 800, tasks: 2 },
      { fromMs: 2263, toMs: 2691, tasks: 1 },
    ],
  },
};

const load = { busySlotMs: 64_800_000, meanWaitingFrames: 41.5, maxWaitingFrames: 240 };
export const farmLoad: FarmLoadEntry = {
  ...{ bucket: '2026-03-02T00:00:00.000Z', observedMs: 32_400_000, onlineMs: 64_800_000 },
  ...{ onlineSlotMs: 129_600_000, all: load, asked: load },
};

const kept = { count: 3, bytes: 73_400_320, neededBytes: 0, limitDays: 30, limitBytes: null };
export const storage: StorageReport = {
  ...{ isFull: false, unmeasuredTasks: 0, disks: [] },
  users: [{ userId: 7, email: 'ada@example.com', tasks: kept, results: kept, logs: kept, projects: kept }],
  removals: [
    {
      ...{ kind: 'task', id: 8, userId: 7, bytes: 24_117_248, goesAt: '2026-03-20T10:00:00.000Z' },
      reason: 'too-old',
    },
  ],
};

export const webhook: WebhookView = {
  ...{ webhookId: 5, userId: 1, scope: 'own', url: 'https://hooks.example.com/farm' },
  ...{ owner: 'Ada Lovelace', offBecause: null },
  ...{ events: ['task-succeeded', 'task-failed'], isActive: true, createdAt: '2026-03-01T18:00:00.000Z' },
};

export const delivery: DeliveryView = {
  ...{ deliveryId: 31, messageId: 'event_7_5', event: 'task-succeeded', state: 'pending', tries: 1 },
  ...{ createdAt: '2026-03-02T09:04:00.000Z', triedAt: '2026-03-02T09:04:01.000Z' },
  ...{ nextTryAt: '2026-03-02T09:04:06.000Z', status: 500, durationMs: 84, answer: 'Internal Server Error' },
};
