import type { EngineView, StepRequest, SubmitRequest, TemplateSubmission } from '@renderonline/contract';

/** What stands in the fields of a form: texts, as they were typed. Empty ones say nothing. */
export interface TaskForm {
  readonly engineId: number;
  /** By argument. */
  readonly values: Readonly<Record<string, string>>;
  readonly priority: string;
  readonly order: 'ascending' | 'sparse';
  readonly maxMachines: string;
  readonly tags: readonly string[];
  readonly engineVersion: string;
  readonly memoryMb: string;
  readonly needsGpu: boolean;
  readonly continuesOnFailure: boolean;
  readonly dependsOn: readonly number[];
  /** A video of the frames afterwards. */
  readonly video: '' | 'mp4' | 'webm';
  readonly framesPerSecond: string;
  /** Further steps, of a template. */
  readonly steps: readonly StepRequest[];
}

/** Of the preset that makes videos of frames. */
const videoEngineName = 'ffmpeg-frames';
const codecs = { mp4: 'libx264', webm: 'libvpx-vp9' } as const;
const videoQuality = '20';

export function emptyForm(engineId: number): TaskForm {
  return {
    ...{ engineId, values: {}, priority: '50', order: 'ascending', maxMachines: '', tags: [] },
    ...{ engineVersion: '', memoryMb: '', needsGpu: false, continuesOnFailure: false, dependsOn: [] },
    ...{ video: '', framesPerSecond: '24', steps: [] },
  };
}

/** The engine that makes videos, where the farm has it. */
export function videoEngineOf(engines: readonly EngineView[]): EngineView | undefined {
  return engines.find(({ name }) => name.toLowerCase() === videoEngineName);
}

/** What a form asks RenderAPI for. Fields that are wrong have to be found before (`problemsOf`). */
export function submissionOf(
  form: TaskForm,
  engines: readonly EngineView[],
): Omit<SubmitRequest, 'templateId'> & { readonly engineId: number } {
  const known = engines.find(({ engineId }) => engineId === form.engineId)?.arguments ?? [];
  const values = known.flatMap(({ argTypeId }) => {
    const value = form.values[argTypeId] ?? '';
    return value === '' ? [] : [[argTypeId, value] as const];
  });
  const requirements = {
    ...(form.tags.length === 0 ? {} : { tags: [...form.tags] }),
    ...(form.engineVersion === '' ? {} : { engineVersion: form.engineVersion }),
    ...(form.needsGpu ? { needsGpu: true } : {}),
    ...(form.memoryMb === '' ? {} : { memoryMb: Number(form.memoryMb) }),
  };
  const steps = [...form.steps, ...videoStepOf(form, engines)];
  return {
    engineId: form.engineId,
    arguments: Object.fromEntries(values),
    ...(form.priority === '' || form.priority === '50' ? {} : { priority: Number(form.priority) }),
    ...(form.order === 'ascending' ? {} : { order: form.order }),
    ...(form.maxMachines === '' ? {} : { maxMachines: Number(form.maxMachines) }),
    ...(Object.keys(requirements).length === 0 ? {} : { requirements }),
    ...(form.continuesOnFailure ? { continuesOnFailure: true } : {}),
    ...(form.dependsOn.length === 0 ? {} : { dependsOn: [...form.dependsOn] }),
    ...(steps.length === 0 ? {} : { steps }),
  };
}

/** A template has no `dependsOn`: what one waits for is of the day. */
export function templateOf(form: TaskForm, engines: readonly EngineView[]): TemplateSubmission {
  const { dependsOn: _dependsOn, ...kept } = submissionOf(form, engines);
  return { ...kept, arguments: kept.arguments ?? {} };
}

/** The form as a template has it, for the file at hand. @param engineId of an engine that opens it */
export function withTemplate(
  form: TaskForm,
  submission: TemplateSubmission,
  engines: readonly EngineView[],
): TaskForm {
  const { requirements = {}, steps = [] } = submission;
  const video = steps.find(({ engineId }) => engineId === videoEngineOf(engines)?.engineId);
  const format = video?.arguments['video_extension'] === '.webm' ? 'webm' : 'mp4';
  return {
    ...emptyForm(submission.engineId),
    dependsOn: form.dependsOn,
    values: submission.arguments,
    priority: String(submission.priority ?? 50),
    order: submission.order ?? 'ascending',
    maxMachines: textOf(submission.maxMachines),
    tags: requirements.tags ?? [],
    engineVersion: requirements.engineVersion ?? '',
    memoryMb: textOf(requirements.memoryMb),
    needsGpu: requirements.needsGpu ?? false,
    continuesOnFailure: submission.continuesOnFailure ?? false,
    video: video === undefined ? '' : format,
    framesPerSecond: video?.arguments['frame_rate'] ?? '24',
    steps: steps.filter((step) => step !== video),
  };
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

function videoStepOf(
  { video, framesPerSecond, priority }: TaskForm,
  engines: readonly EngineView[],
): readonly StepRequest[] {
  const engine = videoEngineOf(engines);
  if (video === '' || engine === undefined) return [];
  return [
    {
      engineId: engine.engineId,
      arguments: {
        frame_rate: framesPerSecond,
        video_codec: codecs[video],
        video_quality: videoQuality,
        video_extension: `.${video}`,
      },
      ...(priority === '' || priority === '50' ? {} : { priority: Number(priority) }),
    },
  ];
}
