/** Why an attempt failed, as far as its end and its last lines tell. */
export type FailureCause =
  | 'out-of-memory'
  | 'missing-file'
  | 'engine-error'
  | 'scene-invalid'
  | 'feature-missing'
  | 'killed'
  | 'hung'
  | 'timed-out'
  | 'disk-full'
  | 'could-not-start'
  | 'output-missing'
  | 'output-broken'
  | 'project-unavailable'
  | 'machine-lost'
  | 'machine-left';

/** What a cause means for people and for the farm. */
export interface FailureCauseFacts {
  /** What happened, one sentence. */
  readonly summary: string;
  /** What a person can do about it, one or two sentences. */
  readonly whatToDo: string;
  /**
   * Who is to blame as a rule. `nobody`: the attempt costs nothing, as after a lost machine; `machine`: speaks
   * for quarantine even before another machine has shown that it can do it.
   */
  readonly blames: 'frame' | 'machine' | 'nobody';
  /** True when every other machine and frame would meet the same: the task fails at once. */
  readonly isFatalForTask: boolean;
  /** True when the machine would say the same of every frame of the task: the task avoids it at once. */
  readonly isFatalOnMachine: boolean;
}

/** Every cause; docs/failures.md lists them. */
export const failureCauses: Readonly<Record<FailureCause, FailureCauseFacts>> = {
  'out-of-memory': {
    summary: 'The renderer ran out of memory.',
    whatToDo:
      'Require more memory for the task, so that only machines with enough of it get it, or make textures, subdivision or tiles smaller.',
    blames: 'frame',
    isFatalForTask: false,
    isFatalOnMachine: false,
  },
  'missing-file': {
    summary: 'The renderer did not find a file that the scene uses.',
    whatToDo:
      'Send the textures, libraries and caches along (in the command line: --include and their folder), or pack them into the scene, and submit it again.',
    blames: 'frame',
    isFatalForTask: false,
    isFatalOnMachine: false,
  },
  'engine-error': {
    summary: 'The renderer reported an error.',
    whatToDo:
      'Read the last lines of the log; the same frame on your own computer usually shows the same error.',
    blames: 'frame',
    isFatalForTask: false,
    isFatalOnMachine: false,
  },
  'scene-invalid': {
    summary: 'The scene cannot be opened or rendered as it is.',
    whatToDo: 'Open the scene on your own computer, save it again with a camera in it, and submit it again.',
    blames: 'frame',
    isFatalForTask: true,
    isFatalOnMachine: false,
  },
  'feature-missing': {
    summary: 'The renderer on the machine was built without something that the scene needs.',
    whatToDo:
      'Install the renderer from its makers on that machine, require machines by tag or version, or switch the feature off in the scene.',
    blames: 'machine',
    isFatalForTask: false,
    isFatalOnMachine: true,
  },
  killed: {
    summary: 'Something ended the renderer: it crashed, or the operating system or a person stopped it.',
    whatToDo: 'When one machine does this again and again, look at its memory, drivers and temperature.',
    blames: 'machine',
    isFatalForTask: false,
    isFatalOnMachine: false,
  },
  hung: {
    summary: 'The renderer did nothing any more, or took far longer than the other frames.',
    whatToDo:
      'Try the frame on your own computer. When such frames are normal here, raise the limit for hung renders.',
    blames: 'frame',
    isFatalForTask: false,
    isFatalOnMachine: false,
  },
  'timed-out': {
    summary: 'The render took longer than renders may take.',
    whatToDo: 'Make the frame lighter, or raise the limit.',
    blames: 'frame',
    isFatalForTask: false,
    isFatalOnMachine: false,
  },
  'disk-full': {
    summary: 'A disk or its quota is full.',
    whatToDo: 'Free space on the machine, or make its project cache smaller.',
    blames: 'machine',
    isFatalForTask: false,
    isFatalOnMachine: false,
  },
  'could-not-start': {
    summary: 'The renderer could not be started.',
    whatToDo: 'Check on that machine that the renderer is installed and its path is configured correctly.',
    blames: 'machine',
    isFatalForTask: false,
    isFatalOnMachine: true,
  },
  'output-missing': {
    summary: 'The renderer ended without an error but wrote no file for the frame.',
    whatToDo:
      'Check the output settings of the scene: compositor, file output nodes, and the template of the engine.',
    blames: 'frame',
    isFatalForTask: false,
    isFatalOnMachine: false,
  },
  'output-broken': {
    summary: 'The renderer wrote a file that is not a complete image.',
    whatToDo:
      'It is rendered again elsewhere. When one machine does this again and again, check its disk and memory.',
    blames: 'machine',
    isFatalForTask: false,
    isFatalOnMachine: false,
  },
  'project-unavailable': {
    summary: 'The machine could not get the project from RenderAPI.',
    whatToDo:
      'Check the network, and that the project is still in the storage of RenderAPI, or the frames of the task that a step takes.',
    blames: 'nobody',
    isFatalForTask: false,
    isFatalOnMachine: false,
  },
  'machine-lost': {
    summary: 'The machine was switched off, restarted, or cut off.',
    whatToDo:
      'Nothing: its frames are rendered elsewhere. When it happens often, look at its power and network.',
    blames: 'nobody',
    isFatalForTask: false,
    isFatalOnMachine: false,
  },
  'machine-left': {
    summary: 'The machine stopped rendering in good order, and gave back what it had.',
    whatToDo: 'Nothing: its frames are rendered elsewhere.',
    blames: 'nobody',
    isFatalForTask: false,
    isFatalOnMachine: false,
  },
};

/** The machine went away with it, however that came. */
export function isMachineGone(cause: FailureCause | null): boolean {
  return cause === 'machine-lost' || cause === 'machine-left';
}
