/** What RenderAPI and machines say of tasks and machines, by the codes of `packages/domain/src/phrases`. */
export default {
  words: '“{{words}}”',
  more_one: '{{names}} and {{count}} more',
  more_other: '{{names}} and {{count}} more',
  'task-paused': 'The task is paused.',
  'first-frames-sent': 'Its first frames are on their way to a machine.',
  'awaits-task': 'It starts when task {{taskId}} is done.',
  'awaits-tasks': 'It starts when tasks {{taskIds}} are done.',
  'awaited-failed': 'Task {{taskId}}, which it waited for, failed.',
  'awaited-canceled': 'Task {{taskId}}, which it waited for, was canceled.',
  'awaited-not-succeeded': 'Task {{taskId}}, which it waited for, did not end well.',
  'machines-lost-again':
    'The machines for it were lost again and again when they had work; the next one is tried in {{retryInMs}}.',
  'machines-decline':
    'The machines for it would take no work just now; the next one is tried in {{retryInMs}}.',
  'failed-retrying': 'It failed and is tried again in {{retryInMs}}.',
  'machines-at-limit': 'As many machines work on it as it may have.',
  'failed-everywhere':
    'It failed on every machine that can render it, and is tried again there when one of them is free.',
  'machines-busy': 'All machines for it are busy with other tasks.',
  'machines-quarantined': 'The machines for it failed too often and are in quarantine.',
  'machines-resting':
    'No machine for it takes work now: they were told so, rest by their schedule, or are in use.',
  'no-machine-connected': 'No machine is connected.',
  'no-machine-able': 'No machine can render it.',
  'no-machine-of-1x': 'It needs a machine of RenderOnline 1.x, and there is none.',
  'no-machine-fetches': 'No machine that takes scenes of several files is there. Pair one.',
  'machines-too-old': 'The machines are too old for scenes of several files. Update HPCServer on them.',
  'no-machine-with-engine': 'No machine has the engine {{engineName}}.',
  'no-machine-with-version': 'No machine has {{engineName}} in version {{engineVersion}}.',
  'no-machine-with-tag': 'No machine with the engine has the tag “{{tag}}”.',
  'no-machine-with-gpu': 'No machine with the engine has a graphics card.',
  'no-machine-with-memory': 'No machine with the engine has {{memoryMb}} of memory.',
  'no-machine-yet': 'There is no machine yet.',
  'machine-about-to-take': 'A machine is about to take it.',
  'machines-silent-yet': 'The machines have not answered yet.',
  'only-machine-busy': 'The only machine with the engine {{engineName}} is busy.',
  'all-machines-busy': 'All {{machines}} machines are busy.',
  'other-api-schedules': 'Another RenderAPI gives out the work.',
  'machine-declined': '{{machineName}} did not take it; it is tried again soon.',
  'machine-silent-retrying': '{{machineName}} does not answer; next try in {{retryInMs}}.',
  'machine-refuses-retrying': '{{machineName}} takes no orders; next try in {{retryInMs}}.',
  'machine-silent': '{{machineName}} does not answer.',
  'machine-refuses': '{{machineName}} takes no orders.',
  'machine-off': 'It is switched off.',
  'machine-drained': 'It was told to accept no more work.',
  'machine-off-schedule': 'Its schedule lets it rest now ({{schedule}}).',
  'machine-in-use': 'Somebody is using it.',
  'machine-outbox-full': 'It has too much to tell RenderAPI, which it could not reach for long.',
  'machine-disk-failed': 'It cannot write to its disk.',
  'reason-concealed': 'An administrator of the farm can see why.',
  'machine-quarantined': '{{failures}} attempts in a row failed there, of {{tasks}} tasks. The last one:',
  'no-reason-known': 'No reason is known.',
  'not-connected': 'It is not connected.',
  'connection-broke': 'The connection broke.',
  'said-goodbye': 'It has signed off.',
  'does-not-read': 'It does not read what it is sent.',
  'said-nothing': 'It has said nothing for {{silentMs}}.',
  'credential-revoked': 'Its credential was revoked.',
  'no-answer-within': 'No answer came within {{limitMs}}.',
  'connection-refused': 'Nothing takes connections there. Check that HPCServer runs on it.',
  'connection-cut': 'The connection was cut.',
  'address-unknown': 'Its address is unknown.',
  'no-route': 'There is no way to it in the network.',
  'connection-timed-out': 'The connection took too long.',
  'speaks-no-http': 'It does not speak HTTP.',
  'answered-status': 'It answered with status {{status}}.',
  'no-hpc-server': 'What answers at {{path}} is no HPCServer.',
  'machine-busy': 'It is rendering already.',
  'attempt-succeeded': 'The render succeeded.',
  'attempt-canceled': 'The render was canceled.',
  'exit-code': 'The renderer ended with exit code {{exitCode}}.',
  'ended-by-signal': 'The renderer was ended by {{signal}}.',
  'not-started': 'The renderer could not be started.',
  'machine-lost': 'The machine was lost.',
  'took-too-long': 'The render took too long.',
  'machine-was-silent': '{{machineName}} was silent for {{silentMs}}.',
  'machine-has-left': '{{machineName}} has left.',
  'machine-is-gone': '{{machineName}} is gone.',
  'machine-removed': 'The machine was removed from the farm.',
  'machine-not-back': 'The machine did not come back after RenderAPI was started.',
  'program-restarted': 'HPCServer was restarted on the machine.',
  'connection-broke-often':
    'The connection of {{machineName}} broke {{times}} times when it was given the frames.',
  'other-render-began': 'The machine went on to another render (task {{taskId}}).',
  'stopped-by-someone': 'Somebody stopped the render on the machine.',
  'stopped-on-machine': 'The render was stopped on the machine.',
  'ran-too-long': 'It ran for more than {{limitMs}}.',
  'frame-too-long': 'The frame took longer than the {{limitMs}} that it may.',
  'stood-still': 'It neither wrote anything nor used the processor for {{hungAfterMs}}.',
  'program-missing':
    'The program of {{engineName}} is not at {{path}}. Install it there, or correct ExecutablePath in HPCServer.json.',
  'program-forbidden':
    '{{path}} may not be executed. Correct its permissions, or ExecutablePath in HPCServer.json.',
  'program-foreign': '{{path}} is not a program of this system. Correct ExecutablePath in HPCServer.json.',
  'arguments-too-long':
    'The arguments are longer than the machine’s system allows. Shorten the template of the engine, or the values.',
  'data-disk-full': 'The disk of the machine’s data folder is full. Make room on it.',
  'session-closed': 'The engine was closed.',
  'advice-frame-downs-machines':
    'Either the frame brings machines down (memory, driver, power), or their connections break when they are given it.',
  'frame-lost': 'Frame {{frame}} was lost {{losses}} times, which is no chance any more. The last time:',
  'frame-failed': 'Frame {{frame}} failed (attempts: {{attempts}}, machines: {{machines}}).',
  'no-machine-left': 'No machine is left that can render it (tried: {{machines}}).',
  'frames-failed-unlisted_one': '{{count}} frame failed; the others are done.',
  'frames-failed-unlisted_other': '{{count}} frames failed; the others are done.',
  'frames-failed_one': '{{count}} frame failed, the others are done. Failed: {{frames}}.',
  'frames-failed_other': '{{count}} frames failed, the others are done. Failed: {{frames}}.',
  'failed-under-1x': 'It failed under RenderOnline 1.x, which kept no reason.',
  'cause-out-of-memory': 'The renderer ran out of memory.',
  'advice-out-of-memory':
    'Require more memory for the task, so that only machines with enough of it get it, or make textures, subdivision or tiles smaller.',
  'cause-missing-file': 'The renderer did not find a file that the scene uses.',
  'advice-missing-file':
    'Hand in textures, libraries and caches together with the scene, or pack them into it, and submit it again.',
  'cause-engine-error': 'The renderer reported an error.',
  'advice-engine-error':
    'Read the last lines of the log; the same frame on your own computer usually shows the same error.',
  'cause-scene-invalid': 'The scene cannot be opened or rendered as it is.',
  'advice-scene-invalid':
    'Open the scene on your own computer, save it again with a camera in it, and submit it again.',
  'cause-feature-missing': 'The renderer on the machine was built without something that the scene needs.',
  'advice-feature-missing':
    'Install the renderer from its makers on that machine, require machines by tag or version, or switch the feature off in the scene.',
  'cause-killed': 'Something ended the renderer: it crashed, or the operating system or a person stopped it.',
  'advice-killed': 'When one machine does this again and again, look at its memory, drivers and temperature.',
  'cause-hung': 'The renderer did nothing any more, or took far longer than the other frames.',
  'advice-hung':
    'Try the frame on your own computer. When such frames are normal here, have the limit for hung renders raised.',
  'cause-timed-out': 'The render took longer than renders may take.',
  'advice-timed-out': 'Make the frame lighter, or have the limit raised.',
  'cause-disk-full': 'A disk or its quota is full.',
  'advice-disk-full': 'Free space on the machine, or make its project cache smaller.',
  'cause-could-not-start': 'The renderer could not be started.',
  'advice-could-not-start':
    'Check on that machine that the renderer is installed and its path is configured correctly.',
  'cause-output-missing': 'The renderer ended without an error but wrote no file for the frame.',
  'advice-output-missing':
    'Check the output settings of the scene: compositor, file output nodes, and the template of the engine.',
  'cause-output-broken': 'The renderer wrote a file that is not a complete image.',
  'advice-output-broken':
    'It is rendered again elsewhere. When one machine does this again and again, check its disk and memory.',
  'cause-project-unavailable': 'The machine could not get the project from RenderAPI.',
  'advice-project-unavailable':
    'Check the network, and that the project is still in the storage of RenderAPI, or the frames of the task that a step takes.',
  'cause-machine-lost': 'The machine was switched off, restarted, or cut off.',
  'advice-machine-lost':
    'Nothing needs doing: its frames are rendered elsewhere. When it happens often, look at its power and network.',
  'cause-machine-left': 'The machine stopped rendering in good order, and gave back what it had.',
  'advice-machine-left': 'Nothing needs doing: its frames are rendered elsewhere.',
  'finding-scene-unknown': 'The file has no scene named {{name}}. It has: {{names}}',
  'finding-camera-unknown': 'The scene has no camera named {{name}}. It has: {{names}}',
  'finding-view-layer-unknown': 'The scene has no view layer named {{name}}. It has: {{names}}',
  'finding-camera-missing': 'The scene {{names}} has no camera. Add one, or choose another scene.',
  'finding-camera-not-active':
    'None of the cameras of the scene {{names}} is the active one. Make one of them active, or name it when you submit.',
  'finding-engine-unknown':
    'The scene {{scene}} wants to be rendered by {{engineName}}, which the Blender on this machine does not have. Install the add-on or the version of Blender that has it, or choose another engine in the scene.',
  'finding-denoiser-missing':
    'The scene ({{names}}) wants denoising, which the Blender on this machine cannot do. Submit it again with denoising off, or install Blender from blender.org there.',
  'finding-denoising-off':
    '{{names}} is rendered without denoising, which the Blender on this machine cannot do.',
  'finding-denoise-node-idle':
    'The compositor has a Denoise node, which does nothing with the Blender on this machine. Install Blender from blender.org there.',
  'finding-osl-missing':
    'The scene uses Open Shading Language, which the Blender on this machine does not have. Turn it off in the render settings, or install Blender from blender.org there.',
  'finding-format-unsupported': 'The Blender on this machine cannot write the format {{format}}.',
  'finding-format-is-movie':
    'The scene is to be written as a movie, and frames are rendered one by one, on many machines. Submit it with the format PNG or another one of images, and make the video of the frames.',
  'finding-library-missing':
    'Linked scene files are not there: {{names}}. What they hold is missing from every frame. Hand them in together with the scene, or make what they hold local (Object > Relations > Make Local), and submit it again.',
  'finding-textures-missing':
    'Textures are not there: {{names}}. Blender renders without them, or pink. Send them along, or pack them into the scene (File > External Data > Pack Resources), and submit it again.',
  'finding-fonts-missing':
    'Fonts are not there: {{names}}. Blender renders without them, or pink. Send them along, or pack them into the scene (File > External Data > Pack Resources), and submit it again.',
  'finding-sounds-missing':
    'Sounds are not there: {{names}}. Blender renders without them, or pink. Send them along, or pack them into the scene (File > External Data > Pack Resources), and submit it again.',
  'finding-movie-clips-missing':
    'Movie clips are not there: {{names}}. Blender renders without them, or pink. Send them along, or pack them into the scene (File > External Data > Pack Resources), and submit it again.',
  'finding-volumes-missing':
    'Volumes are not there: {{names}}. Blender renders without them, or pink. Send them along, or pack them into the scene (File > External Data > Pack Resources), and submit it again.',
  'finding-caches-missing':
    'Caches are not there: {{names}}. Blender renders without them, or pink. Send them along, or pack them into the scene (File > External Data > Pack Resources), and submit it again.',
  'finding-file-outside-project':
    'Files that were not handed in happen to be on this machine, and may not be on others: {{names}}. Send them along, or pack them into the scene (File > External Data > Pack Resources), and submit it again.',
  'finding-simulation-not-baked':
    'Simulations are not baked: {{names}}. Each machine would compute them from where it stands, and frames will not fit together. Bake them into the scene and submit it again.',
  'finding-cache-missing':
    'Baked simulations are kept beside the scene and are not there: {{names}}. Bake them without Disk Cache, or hand in the folder of the cache as well.',
  'finding-gpu-missing':
    'The scene wants to be rendered by a graphics card, and Blender finds none on this machine. It is rendered by the processor, which takes longer. Require a graphics card for the task, or install its driver there.',
  'finding-scripts-not-run':
    'The scene holds scripts, which are not run: {{names}}. If it needs them, ask for them when you submit; the farm must allow it.',
  'finding-scene-newer':
    'The scene was saved by Blender {{sceneVersion}} and this machine has {{machineVersion}}: parts of it may be lost. Require the version of the scene.',
  'finding-frame-blank': 'Frame {{frame}}: {{fileName}} is blank; all of its pixels look the same.',
};
