import {
  argumentType,
  delivery,
  engineSettings,
  machineSettings,
  machineAttempt,
  machineStatus,
  missing,
  project,
  session,
  sessionEntry,
  sha256,
  farmLoad,
  statisticsEntry,
  storage,
  subscription,
  user,
  webhook,
} from './farm-examples.ts';
import { attempt, finding, frame, machine, task, taskView, watchedTask } from './task-examples.ts';

/** What is sent, and what comes back when all is well. */
export interface OperationExample {
  readonly body?: unknown;
  readonly answer?: unknown;
}

const { taskId } = task;
const cursor = 'Zk3x9Q1b.1772442083000000';
const token = 'rno_0000000000000000000000000000000000000000000';
const submission = { engineId: 1, arguments: { start_frame: '1', end_frame: '48' }, priority: 50 };
const created = { projectId: project.projectId, isComplete: false, missing };
const line = '2026-03-02T09:01:25.000Z Fra:21 Mem:512.00M | Saved: frame_0021.png';
const ofAttempt = { attemptId: attempt.attemptId, machine, firstFrame: 21, lastFrame: 21, offset: 4096 };
const { engineId: _engineId, ...engine } = engineSettings;
const { downloadPath: _downloadPath, ...enginePreset } = engine;
const { subscriptionId: _subscriptionId, ...newSubscription } = subscription;
const { email, firstName, lastName, subscriptionId, role } = user;

const template = {
  ...{ templateId: 2, name: 'Nightly', isShared: false, isOwn: true },
  ...{ createdAt: '2026-02-01T18:00:00.000Z', updatedAt: '2026-03-01T18:00:00.000Z' },
};

/** An example of every operation of v2 whose body or answer is not a file, by operationId. */
export const operationExamples: Readonly<Record<string, OperationExample>> = {
  submitTask: { body: submission, answer: { taskId, stepTaskIds: [] } },
  estimateTask: {
    body: { ...submission, projectId: project.projectId, fileName: 'harbour.blend' },
    answer: {
      ...{ frames: 48, machines: 6, basis: 'scene' },
      ...{ etaMs: { low: 210_000, high: 390_000 }, waitMs: { low: 0, high: 45_000 } },
    },
  },
  listTasks: { answer: { tasks: [task], nextBefore: null, eventCursor: cursor } },
  getTask: { answer: taskView },
  watchTask: { answer: watchedTask },
  listen: { answer: { userId: user.userId, task } },
  listFrames: { answer: { frames: [frame], nextAfter: null } },
  addFrames: { body: { frames: '49-60' }, answer: { added: 12, task } },
  listAttempts: { answer: { attempts: [attempt] } },
  listFindings: { answer: { findings: [finding] } },
  listOutputs: {
    answer: {
      outputs: [{ path: 'frame_0020.png', size: 1_204_224, modifiedAt: '2026-03-02T09:01:20.000Z' }],
    },
  },
  downloadLog: { answer: `${line}\n` },
  searchLogs: { answer: { matches: [{ ...ofAttempt, line, before: [], after: [] }], nextCursor: null } },
  followLogs: { answer: { ...ofAttempt, leftOut: 0, lines: [line] } },
  pauseTask: { answer: { ...task, state: 'paused' } },
  resumeTask: { answer: task },
  cancelTask: { answer: { ...task, state: 'canceled', endedAt: '2026-03-02T09:01:30.000Z' } },
  setTaskPriority: { body: { priority: 80 }, answer: { ...task, priority: 80 } },
  requeueFrames: { body: { frames: '7,9-12' }, answer: { requeued: 5, task } },
  changeTasks: {
    body: { action: 'priority', taskIds: [taskId], priority: 80 },
    answer: { outcomes: [{ taskId, isDone: true, code: null, detail: null, details: {} }] },
  },
  addStep: {
    body: {
      ...{ engineId: 3, frames: '1-20' },
      arguments: { start_frame: '1', end_frame: '20', first_frame: '1', image_extension: '.jpg' },
    },
    answer: { taskId: 14, task: { ...task, taskId: 14, engine: 'ffmpeg-images', parentTaskId: taskId } },
  },
  makeVideo: {
    body: { format: 'mp4', framesPerSecond: 24 },
    answer: { taskId: 13, task: { ...task, taskId: 13, engine: 'ffmpeg-frames', parentTaskId: taskId } },
  },
  createProject: {
    body: {
      mainPath: 'harbour.blend',
      files: [
        { path: 'harbour.blend', size: 1_843_200, sha256: sha256.replace('9f', 'a0') },
        { path: 'textures/wood.png', size: 600_000, sha256 },
      ],
    },
    answer: created,
  },
  createProjectFromArchive: { body: { sha256, mainPath: 'harbour.blend' }, answer: created },
  listProjects: { answer: { projects: [project], nextBefore: null } },
  getProject: { answer: { ...project, missing } },
  listEngines: {
    answer: {
      engines: [
        {
          ...{ engineId: 1, name: 'blender', extension: '.blend', isForSteps: false },
          arguments: [{ ...argumentType, isRequired: true }],
        },
      ],
    },
  },
  listMachines: { answer: { isScheduling: true, machines: [machineStatus] } },
  listMachineAttempts: { answer: { attempts: [machineAttempt], nextBefore: null } },
  statistics: {
    answer: {
      ...{ from: '2026-02-23T09:00:00.000Z', to: '2026-03-02T09:00:00.000Z' },
      ...{ entries: [statisticsEntry], load: [farmLoad] },
    },
  },
  storage: { answer: storage },
  listTaskTemplates: { answer: { taskTemplates: [template], nextAfter: null } },
  saveTaskTemplate: {
    body: { name: template.name, submission },
    answer: { ...template, submission },
  },
  getTaskTemplate: { answer: { ...template, submission } },
  changeTaskTemplate: { body: { name: template.name }, answer: { ...template, submission } },
  setupState: { answer: { isNeeded: true } },
  setUp: {
    body: { code: 'of-the-link-that-was-shown', firstName, lastName, email, addsBlender: true },
    answer: { token, session: { ...session, role: 'admin' } },
  },
  logIn: { body: { email, token, isRemembered: true }, answer: session },
  session: { answer: session },
  listSessions: { answer: { sessions: [sessionEntry] } },
  listWebhooks: { answer: { webhooks: [webhook] } },
  addWebhook: {
    body: { url: webhook.url, events: webhook.events },
    answer: { ...webhook, secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
  },
  takeOverWebhook: { answer: { ...webhook, scope: 'farm' } },
  changeWebhook: { body: { isActive: false }, answer: { ...webhook, isActive: false } },
  testWebhook: { answer: { deliveryId: 32 } },
  listDeliveries: { answer: { deliveries: [delivery], nextBefore: null } },
  redeliver: { answer: { deliveryId: delivery.deliveryId } },
  listUsers: { answer: { users: [user], nextAfter: null } },
  addUser: { body: { email, firstName, lastName, subscriptionId, role }, answer: { ...user, token } },
  changeUser: { body: { newToken: true }, answer: { ...user, token } },
  listSubscriptions: { answer: { subscriptions: [subscription] } },
  addSubscription: { body: newSubscription, answer: subscription },
  changeSubscription: { body: { queueLimit: 50 }, answer: subscription },
  listEngineSettings: { answer: { engines: [engineSettings] } },
  addEngine: { body: engine, answer: { ...engineSettings, warning: null } },
  changeEngine: { body: { adapter: 'blender' }, answer: { ...engineSettings, warning: null } },
  listEnginePresets: {
    answer: {
      presets: [{ ...enginePreset, argumentTypes: [argumentType] }],
      suggestedDownloadPath: engine.downloadPath,
    },
  },
  listArgumentTypes: { answer: { argumentTypes: [argumentType] } },
  addArgumentType: { body: { argTypeId: 'start_frame', type: 'natural' }, answer: argumentType },
  changeArgumentType: { body: { type: 'natural' }, answer: argumentType },
  farmSettings: {
    answer: {
      configurationPath: '/srv/renderonline/RenderAPI.json',
      settings: [
        {
          ...{ key: 'Port', value: 443, defaultValue: 5000, source: 'file' },
          environmentVariable: 'RENDERONLINE_API_PORT',
          description: 'Where RenderAPI listens; 0 lets the system choose. A number or a string.',
        },
      ],
    },
  },
  listMachineSettings: { answer: { machines: [machineSettings] } },
  changeMachine: { body: { tags: ['gpu'], slots: 1 }, answer: machineSettings },
  revokeMachine: { answer: { ...machineSettings, isRevoked: true } },
  releaseMachine: { answer: machineSettings },
  createPairingCode: {
    body: { machineName: 'tower' },
    answer: {
      ...{ code: 'K7QF-3MZD', machineName: 'tower', expiresAt: '2026-03-02T09:15:00.000Z' },
      certificateSha256: null,
    },
  },
};
