import type { FailureCause } from '../failures/failure-cause.ts';
import { failureCauses } from '../failures/failure-cause.ts';

/**
 * What the farm says of tasks and machines, in English. `{name}` stands for a text, `{name:kind}` for another kind of
 * detail (detail-kinds.ts). The code of a sentence is its key up to a `+`: sentences that differ only in how they are
 * worded, or in what is said after them, share one.
 *
 * Once released, a code keeps its meaning and the names of its details. When a sentence is worded anew, the one of
 * before stays here under a `+`: databases and older HPCServers still say it.
 */
export const farmForms = {
  // Why a task waits.
  'task-paused': 'The task is paused.',
  'first-frames-sent': 'Its first frames are on their way to a machine.',
  'awaits-task': 'It starts when task {taskId:number} has succeeded.',
  'awaits-tasks': 'It starts when the tasks {taskIds:list} have succeeded.',
  'awaited-failed': 'Task {taskId:number}, which it waited for, failed.',
  'awaited-canceled': 'Task {taskId:number}, which it waited for, was canceled.',
  'awaited-not-succeeded': 'Task {taskId:number}, which it waited for, has not succeeded.',
  'machines-lost-again':
    'The machines that can render it were lost again and again when they had work; the next one is tried in {retryInMs:seconds} s.',
  'machines-decline':
    'The machines that can render it would take no work just now; the next one is tried in {retryInMs:seconds} s.',
  'failed-retrying': 'It failed and is tried again in {retryInMs:seconds} s.',
  'machines-at-limit': 'As many machines work on it as it may have.',
  'failed-everywhere':
    'It failed on every machine that can render it, and is tried again there when one of them is free.',
  'machines-busy': 'All machines that can render it are busy with other tasks.',
  'machines-quarantined': 'The machines that can render it failed too often and are quarantined.',
  'machines-resting': 'The machines that can render it take no work now: drained, off schedule, or in use.',
  'no-machine-connected': 'No machine is connected.',
  'no-machine-able': 'No machine can render it.',
  'no-machine-of-1x': 'No machine of version 1 is there.',
  'no-machine-fetches':
    'No machine that fetches projects of several files is there; those of /hpc render single files (join one with `renderonline machine pair`).',
  'machines-too-old':
    'No machine that fetches projects of several files is there; update HPCServer on the machines.',
  'no-machine-with-engine': 'No machine with the engine {engineName} is there.',
  'no-machine-with-version': 'No machine has {engineName} in version {engineVersion}.',
  'no-machine-with-tag': 'No machine with the engine has the tag "{tag}" as well.',
  'no-machine-with-gpu': 'No machine with the engine has a GPU.',
  'no-machine-with-memory': 'No machine with the engine has {memoryMb:memory} of memory.',
  'no-machine-yet': 'there is no machine yet',
  'machine-about-to-take': 'a machine is about to take it',
  'machines-silent-yet': 'the machines have not answered yet',
  'no-machine-with-engine+has': 'no machine has the engine {engineName}',
  'only-machine-busy': 'the only machine with the engine {engineName} is busy',
  'all-machines-busy': 'all {machines:machine} are busy',
  'other-api-schedules': 'another RenderAPI gives out the work',
  'machine-declined': 'machine {machineName} did not take it ({problem:said}), it is tried again soon',
  'machine-silent-retrying':
    'machine {machineName} does not answer ({problem:said}), next try in {retryInMs:seconds} s',
  'machine-refuses-retrying':
    'machine {machineName} takes no orders ({problem:said}), next try in {retryInMs:seconds} s',
  'machine-silent': 'machine {machineName} does not answer ({problem:said})',
  'machine-refuses': 'machine {machineName} takes no orders ({problem:said})',

  // Why a machine takes nothing new.
  'machine-off': 'it is switched off',
  'machine-off+disabled': 'it is disabled',
  'machine-drained': 'it is drained',
  'machine-drained+itself': 'The machine is drained.',
  'machine-off-schedule': "It is outside of the machine's schedule ({schedule}).",
  'machine-in-use': 'Somebody uses the machine.',
  'machine-outbox-full': 'RenderAPI has not heard of what it did for so long that its outbox is full.',
  'machine-disk-failed': 'It cannot write to its data folder.',
  'reason-concealed': 'an admin of the farm can see why',
  'machine-quarantined':
    '{failures:number} attempts in a row failed there, of {tasks:number} tasks. The last one: {cause:cause} {advice:advice}',

  // Why a machine does not answer.
  'no-reason-known': 'no reason known',
  'not-connected': 'it is not connected',
  'connection-broke': 'the connection broke',
  'connection-broke+why': 'the connection ended: {why:said}',
  'connection-broke+code': 'the connection ended with code {closeCode:number}',
  'said-goodbye': 'it said goodbye',
  'said-goodbye+why': 'it said goodbye: {why:said}',
  'does-not-read': 'it does not read what it is sent',
  'said-nothing': 'it has said nothing for {silentMs:number} ms',
  'credential-revoked': 'the credential was revoked',
  'no-answer-within': 'no answer within {limitMs:seconds} s',
  'connection-refused': 'connection refused',
  'connection-cut': 'the connection was cut',
  'address-unknown': 'its address is unknown',
  'address-unknown+now': 'its address could not be looked up',
  'no-route': 'no route to it',
  'connection-timed-out': 'the connection timed out',
  'speaks-no-http': 'it does not speak HTTP',
  'answered-status': 'it answered {status:number}',
  'answered-status+to': 'it answered {status:number} to {path}',
  'no-hpc-server': 'its answer to {path} is not one of HPCServer',
  'machine-busy': 'There already is an active render!',

  // How an attempt ended.
  'attempt-succeeded': 'the render succeeded',
  'attempt-canceled': 'the render was canceled',
  'exit-code': 'the renderer ended with exit code {exitCode:number}',
  'exit-code+words': 'the renderer ended with exit code {exitCode:number}: {words:said}',
  'ended-by-signal': 'the renderer was ended by {signal:word}',
  'ended-by-signal+words': 'the renderer was ended by {signal:word}: {words:said}',
  'not-started': 'the renderer could not be started',
  'not-started+words': 'the renderer could not be started: {words:said}',
  'machine-lost': 'the machine was lost',
  'machine-lost+words': 'the machine was lost: {words:said}',
  'took-too-long': 'the render took too long',
  'took-too-long+words': 'the render took too long: {words:said}',
  'machine-was-silent': 'machine {machineName} was silent for {silentMs:seconds} s',
  'machine-was-silent+problem': 'machine {machineName} was silent for {silentMs:seconds} s ({problem:said})',
  'machine-has-left': 'machine {machineName} has left ({why:said})',
  'machine-is-gone': 'machine {machineName} is gone ({why:said})',
  'machine-removed': 'the machine was removed from the farm',
  'machine-not-back': 'it did not come back after RenderAPI was started',
  'program-restarted': 'the program on the machine was restarted',
  'program-restarted+on': 'the program on machine {machineName} was restarted',
  'connection-broke-often':
    'the connection of machine {machineName} broke {times:number} times when it was given the frames',
  'other-render-began': 'the machine went on to another render (task {taskId:number})',
  'stopped-by-someone': 'the render was stopped on the machine by someone else',
  'stopped-on-machine': 'the render was stopped on the machine',
  'ran-too-long': 'it ran for more than {limitMs:seconds} s',
  'ran-too-long+of-machine': 'it ran longer than MaxRenderMs, {limitMs:number} ms',
  'frame-too-long': 'the frame took longer than it may, {limitMs:number} ms',
  'stood-still': 'it neither wrote anything nor used the CPU for {hungAfterMs:number} ms',
  'program-missing':
    'the program of engine {engineName} is not at {path}; install it there, or correct ExecutablePath in HPCServer.json',
  'program-forbidden':
    '{path} may not be executed; correct its permissions, or ExecutablePath in HPCServer.json',
  'program-foreign': '{path} is not a program of this system; correct ExecutablePath in HPCServer.json',
  'arguments-too-long':
    'the arguments are longer than this system allows; shorten the engine template or the values',
  'data-disk-full': 'the disk of the data folder is full; make room on it',
  'session-closed': 'the session was closed',

  // Why a task or a frame failed.
  'advice-frame-downs-machines':
    'Either the frame brings machines down (memory, driver, power), or their connections break when they are given it.',
  'frame-lost':
    'Frame {frame:number} was lost {losses:number} times, which is no chance any more. The last time: {outcome:said}. {advice:advice}',
  'frame-failed':
    'Frame {frame:number} failed in {attempts:attempt} on {machines:machine}: {outcome:said}. {cause:cause}',
  'no-machine-left':
    'No machine is left that can render it ({machines:machine} tried it): {outcome:said}. {cause:cause}',
  'frames-failed-unlisted': '{count:frame} failed; the others are done.',
  'frames-failed': '{count:frame} failed, the others are done. Failed: {frames:ranges}.',
  'frames-failed+others': '{count:frame} failed, the others are done. Failed: {frames:ranges}, and others.',
  'failed-under-1x': 'It failed under RenderOnline 1.x, which kept no reason.',
} as const satisfies Readonly<Record<string, string>>;

/**
 * What looks at scenes and frames find. They are said by the script inside Blender, which may be older than this: what
 * varies stands at the beginning of each, and `{rest:rest}` is advice that may be worded otherwise.
 */
export const findingForms = {
  'finding-scene-unknown': 'The scene file has no scene named {name}. It has: {names}',
  'finding-camera-unknown': 'The scene file has no camera named {name}. It has: {names}',
  'finding-view-layer-unknown': 'The scene file has no view layer named {name}. It has: {names}',
  'finding-camera-missing': 'The scene {names} has no camera. {rest:rest}',
  'finding-camera-not-active': 'The scene {names} has no active camera. {rest:rest}',
  'finding-engine-unknown': 'The scene {scene} wants to be rendered by {engineName}, and {rest:rest}',
  'finding-denoiser-missing': 'The scene asks for denoising ({names}), and {rest:rest}',
  'finding-denoising-off':
    'Denoising is off for {names}: the Blender on this machine was built without OpenImageDenoise',
  'finding-denoise-node-idle': 'The compositor has a Denoise node, and {rest:rest}',
  'finding-osl-missing': 'The scene uses Open Shading Language, and {rest:rest}',
  'finding-format-unsupported': 'This Blender cannot write the format {format}',
  'finding-format-is-movie': 'The scene is to be written as a movie, and {rest:rest}',
  'finding-library-missing': 'Linked scene files are not there: {names:names}. What they hold {rest:rest}',
  'finding-library-missing+one': 'A linked scene file is not there: {names}. What it holds {rest:rest}',
  'finding-textures-missing': 'Textures are not there: {names:names}. They are rendered {rest:rest}',
  'finding-fonts-missing': 'Fonts are not there: {names:names}. They are rendered {rest:rest}',
  'finding-sounds-missing': 'Sounds are not there: {names:names}. They are rendered {rest:rest}',
  'finding-movie-clips-missing': 'Movie clips are not there: {names:names}. They are rendered {rest:rest}',
  'finding-volumes-missing': 'Volumes are not there: {names:names}. They are rendered {rest:rest}',
  'finding-caches-missing': 'Caches are not there: {names:names}. They are rendered {rest:rest}',
  'finding-file-outside-project':
    'Files that are not part of the project happen to be on this machine, and may not be on others: {names:names}. Send {rest:rest}',
  'finding-simulation-not-baked': 'Simulations are not baked: {names:names}. Each machine {rest:rest}',
  'finding-cache-missing':
    'Baked simulations are kept beside the scene and are not there: {names:names}. Bake {rest:rest}',
  'finding-gpu-missing': 'The scene wants to be rendered by a GPU, and {rest:rest}',
  'finding-scripts-not-run': 'The scene holds scripts, which are not run: {names:names}. If {rest:rest}',
  'finding-scene-newer':
    'The scene was saved by Blender {sceneVersion} and this machine has {machineVersion}: {rest:rest}',
  'finding-frame-blank':
    'Frame {frame:number}: {fileName}: the image is blank: all of its pixels look the same.',
  'finding-frame-blank+last':
    'Frame {frame:number}: {fileName}: the image is blank: all of its pixels look the same. Further ones of this machine are not listed.',
} as const satisfies Readonly<Record<string, string>>;

type CauseForms = Readonly<Record<`cause-${FailureCause}` | `advice-${FailureCause}`, string>>;

/** What causes of failures mean, and what to do about them, as the catalogue of causes has it. */
export const causeForms = Object.fromEntries(
  Object.entries(failureCauses).flatMap(([cause, { summary, whatToDo }]) => [
    [`cause-${cause}`, summary],
    [`advice-${cause}`, whatToDo],
  ]),
) as CauseForms;
