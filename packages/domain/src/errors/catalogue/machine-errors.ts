import type { CatalogueEntry } from './entry.ts';

/** Troubles of machines, between RenderAPI and HPCServer, and of starting a renderer. */
export const machineErrors = {
  'render-already-active': {
    kind: 'conflict',
    summary: 'The machine is rendering already.',
    whatToDo: 'Wait for its render to end, or stop it.',
  },
  'render-arguments-invalid': {
    kind: 'invalid',
    summary: 'The order to render lacks its engine or its arguments.',
    whatToDo: 'Send EngineId, TaskId and Arguments as JSON.',
  },
  'render-of-other-task': {
    kind: 'conflict',
    summary: 'The machine is rendering another task than the one to be stopped.',
    whatToDo: "Look at the machine's status first.",
  },
  'engine-not-configured': {
    kind: 'invalid',
    summary: 'The machine has no such engine.',
    whatToDo: "Add the engine to RenderingEngines in the machine's HPCServer.json.",
  },
  'caller-not-trusted': {
    kind: 'forbidden',
    summary: 'HPCServer takes orders only from the RenderAPI addresses that it was told to trust.',
    whatToDo: "Add the RenderAPI's address to TrustedRenderApis in HPCServer.json.",
  },
  'executable-not-found': {
    kind: 'invalid',
    summary: "The engine's program is not where the configuration says.",
    whatToDo: 'Install the program, or correct ExecutablePath in HPCServer.json.',
  },
  'machine-not-found': {
    kind: 'not-found',
    summary: 'No machine has this identifier.',
    whatToDo: 'Look the machines up with `renderonline machine list`.',
  },
  'machine-has-no-credential': {
    kind: 'conflict',
    summary: 'The machine has no credential that could be taken back: RenderAPI calls it over /hpc.',
    whatToDo: 'Disable the machine, or remove it.',
  },
  'machine-unreachable': {
    kind: 'unavailable',
    summary: 'The machine does not answer.',
    whatToDo: 'Check that HPCServer runs there, and the address and the port in the machines table.',
  },
  'machine-answer-invalid': {
    kind: 'unavailable',
    summary: 'The machine answers with something that no HPCServer says.',
    whatToDo: 'Check that the address and the port belong to an HPCServer.',
  },
  'lease-lost': {
    kind: 'conflict',
    summary: 'The lease has ended, so what its holder reports changes nothing any more.',
    whatToDo: 'Nothing; the frames were given to another machine, or the task was canceled.',
  },
  'schedule-invalid': {
    kind: 'invalid',
    summary: 'The weekly schedule of a machine cannot be read.',
    whatToDo: 'Write it like `mon-fri 18:00-08:00; sat,sun`.',
  },
} as const satisfies Record<string, CatalogueEntry>;
