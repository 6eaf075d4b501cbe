import type { EngineArgumentView, EngineView } from '@renderonline/contract';
import { checkArgumentValue, framesOfTask } from '@renderonline/domain';
import { videoEngineOf, type TaskForm } from './task-form.ts';

/** What is wrong with a field: a key of the texts below `problems`. */
export type Problem = 'missing' | 'invalid' | 'backwards' | 'tooManyFrames';
/** By argument, or by the name of the form's own field. */
export type Problems = ReadonlyMap<string, Problem>;

/** Whole numbers of the fields that RenderAPI wants within these. */
const limits = { priority: [0, 100], maxMachines: [1, 100_000], memoryMb: [1, 2 ** 31 - 1] } as const;
const startFrame = 'start_frame';
const endFrame = 'end_frame';

/** Everything that RenderAPI would refuse, as it checks it itself. */
export function problemsOf(form: TaskForm, engines: readonly EngineView[]): Problems {
  const problems = new Map<string, Problem>();
  const engine = engines.find(({ engineId }) => engineId === form.engineId);
  for (const argument of engine?.arguments ?? []) {
    const problem = problemOfValue(argument, form.values[argument.argTypeId] ?? '');
    if (problem !== undefined) problems.set(argument.argTypeId, problem);
  }
  if (engine !== undefined && takesFrames(engine) && !problems.has(startFrame) && !problems.has(endFrame)) {
    const problem = problemOfFrames(form);
    if (problem !== undefined) problems.set(endFrame, problem);
  }
  for (const [name, [least, most]] of Object.entries(limits)) {
    const text = form[name as keyof typeof limits];
    const value = Number(text);
    if (text !== '' && !(Number.isInteger(value) && value >= least && value <= most))
      problems.set(name, 'invalid');
  }
  if (form.engineVersion !== '' && !/^(>=)?[0-9]+(\.[0-9]+){0,3}$/.test(form.engineVersion)) {
    problems.set('engineVersion', 'invalid');
  }
  if (form.tags.some((tag) => !/^[^,\s]{1,64}$/.test(tag))) problems.set('tags', 'invalid');
  const frameRate = videoEngineOf(engines)?.arguments.find(({ argTypeId }) => argTypeId === 'frame_rate');
  if (form.video !== '' && frameRate !== undefined) {
    const problem = problemOfValue(frameRate, form.framesPerSecond);
    if (problem !== undefined) problems.set('framesPerSecond', problem);
  }
  return problems;
}

/** Whether a task of the engine has frames of its own. */
export function takesFrames({ arguments: known }: EngineView): boolean {
  return [startFrame, endFrame].every((name) => known.some(({ argTypeId }) => argTypeId === name));
}

/** How many frames a form asks for; undefined while that cannot be told. */
export function frameCountOf({ values }: TaskForm, engine: EngineView): number | undefined {
  if (!takesFrames(engine)) return 1;
  try {
    const frames = framesOfTask(new Map(Object.entries(values)), { maxFramesPerTask: Infinity });
    if (frames === 'single') return undefined;
    return frames.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  } catch {
    return undefined;
  }
}

function problemOfValue(argument: EngineArgumentView, value: string): Problem | undefined {
  if (value === '') return argument.isRequired ? 'missing' : undefined;
  try {
    checkArgumentValue({ argtypeId: argument.argTypeId, type: argument.type, regex: argument.regex }, value);
    return undefined;
  } catch {
    return 'invalid';
  }
}

function problemOfFrames({ values }: TaskForm): Problem | undefined {
  const [first, last] = [Number(values[startFrame]), Number(values[endFrame])];
  if (!(values[startFrame] && values[endFrame])) return undefined;
  if (first > last) return 'backwards';
  try {
    framesOfTask(new Map(Object.entries(values)));
    return undefined;
  } catch {
    return 'tooManyFrames';
  }
}
