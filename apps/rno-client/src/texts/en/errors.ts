/** What RenderAPI refuses and why, by the codes of docs/errors.md; `code_reason` where the reason is told. */
export default {
  'admins-only': 'Only an administrator of the farm may do this.',
  'already-exists': 'There is one with this name already.',
  'archive-bomb':
    'Unpacked, the archive would become far too large. Hand in the files by themselves, without packing them.',
  'archive-entry-refused':
    '“{{path}}” in the archive cannot be taken. Leave it out, or pack the archive again.',
  'archive-entry-refused_device': '“{{path}}” in the archive is a device, not a file. Leave it out.',
  'archive-entry-refused_encrypted': '“{{path}}” in the archive is encrypted. Pack it without a password.',
  'archive-entry-refused_link':
    '“{{path}}” in the archive is a link. Pack the file that it leads to in its place.',
  'archive-invalid': 'The archive is no ZIP file, or it is damaged. Pack it again, as a plain ZIP.',
  'archive-invalid_empty': 'The archive has no files.',
  'argument-type-invalid':
    'An argument type of this engine cannot be used as it is. Tell an administrator of the farm.',
  'argument-type-not-found': 'There is no such argument type any more.',
  'argument-type-unknown': 'There is no argument type {{argtypeId}} any more. Load the page again.',
  'argument-value-invalid': 'The value of {{argtypeId}} is not one that it can have.',
  'attempt-not-found': 'The task has no such attempt any more.',
  'body-invalid': 'RenderAPI could not read what this page sent. Load the page again.',
  'content-corrupted': 'What arrived is not what was sent. Try again.',
  'content-damaged':
    'What the farm kept of this file is damaged. Hand it in again, and tell an administrator of the farm.',
  'content-not-found': 'The farm does not have this file any more. Hand it in again.',
  'content-type-not-json': 'RenderAPI could not read what this page sent. Load the page again.',
  'cross-site-request': 'RenderAPI does not take this page for its own. Open the farm by its own address.',
  'database-unreachable': 'The farm’s database does not answer. Try again in a moment.',
  'dependency-ended': 'Task {{taskId}}, which this one was to wait for, has failed or was canceled.',
  'dependency-not-found': 'There is no task {{taskId}} of yours to wait for.',
  'disk-full': 'The farm’s disk is full. Tell its administrator; what has arrived stays.',
  'duplicate-email': 'Another user has this e-mail address.',
  'engine-not-found': 'There is no such engine any more. Load the page again.',
  'enqueue-request-invalid': 'RenderAPI could not read what this page sent. Load the page again.',
  'extension-mismatch': 'The engine opens {{engineExtension}} files, and this one is {{fileExtension}}.',
  'file-name-invalid': 'The file has no name that can be used. Name it like scene.blend.',
  'folder-not-writable':
    'RenderAPI may not write into the folder of this engine. Tell an administrator of the farm.',
  'frame-not-found': 'The task has no frame {{frames}}; it has {{framesOfTask}}.',
  'frame-range-invalid':
    'The frames run backwards, are too many, or cannot be read. Write them like 1-10,15.',
  'http-status': 'The server answered with status {{status}}. Try again in a moment.',
  'idempotency-key-reused': 'This was sent before, with something else in it. Load the page again.',
  'internal-error':
    'Something went wrong that RenderAPI did not foresee. Try again; if it stays, tell an administrator of the farm.',
  'last-admin': 'Nobody would be left who administers the farm. Make another user an administrator first.',
  'leadership-lost': 'Another RenderAPI schedules now. Try again in a moment.',
  'machine-has-no-credential':
    'This machine has no credential that could be revoked. Switch it off, or remove it.',
  'machine-not-found': 'There is no such machine any more.',
  'machine-revoked': 'The credential of this machine was revoked: it can only be paired anew.',
  'main-file-ambiguous': 'Several files could be the one that the engine opens. Choose one.',
  'main-file-missing': 'No file of it is one that an engine opens.',
  'manifest-invalid': '“{{path}}” cannot be handed in as it is. Drop the files again.',
  'no-file': 'Nothing was handed in.',
  'no-results': 'There are no files of it yet.',
  'not-renderapi': 'What answered is no RenderAPI, or a proxy before it. Try again in a moment.',
  'not-scheduling': 'This RenderAPI does not schedule at the moment. Try again in a moment.',
  'object-storage-unavailable':
    'The storage that keeps the files of scenes does not answer. Try again; if it stays, tell an administrator of the farm.',
  'open-uploads-limit': 'Too many uploads were begun and not finished. Wait until the others are done.',
  'output-not-found': 'The task has no such file any more.',
  'placeholder-without-value': '{{placeholder}} has no value, or is no argument that there is.',
  'project-in-use': 'Task {{taskId}} uses this project and has not ended.',
  'project-incomplete': 'Not all files have arrived yet. Start the upload again.',
  'project-limit': 'You have as many projects as this farm keeps. Delete some first.',
  'project-not-found': 'The project is not there any more. Hand in the scene again.',
  'project-not-readable': 'The files of this scene cannot be read any more. Hand in the scene again.',
  'project-path-invalid':
    '“{{path}}” has a name that not every system can keep. Rename it, and let the scene refer to the new name.',
  'project-paths-clash':
    '“{{path}}” and “{{otherPath}}” would be one file on some systems. Rename one of them.',
  'project-too-large': 'This is larger than the farm takes. Leave out what the scene does not need.',
  'project-too-large_files':
    'These are more files than the {{maxFiles}} that the farm takes. Leave out what the scene does not need.',
  'queue-limit-reached':
    'You have as many tasks in the queue as your subscription allows. Submit again when one has ended.',
  'range-not-satisfiable': 'The file has changed meanwhile. Start the download again from the beginning.',
  'render-not-stopped':
    'The machine has not said in time that it has stopped. Try again; it is told again meanwhile.',
  'request-invalid': 'RenderAPI does not take what this page sent. Load the page again.',
  'request-part-missing': 'RenderAPI could not read what this page sent. Load the page again.',
  'request-timed-out': 'It did not arrive whole in time. Check the connection and try again.',
  'request-too-large': 'This is more than RenderAPI takes at once.',
  'results-expired':
    'Its results went by themselves, as the farm keeps them only for a while. Render the frames again to get them.',
  'route-not-found': 'This RenderAPI does not know what this page asked for. Load the page again.',
  'schedule-invalid': 'This is no schedule. Write it like “mon-fri 18:00-08:00; sat,sun”.',
  'scripts-not-allowed': 'This farm does not run scripts that are in scenes. Submit without them.',
  'session-not-found': 'This session has ended already.',
  'setup-code-wrong':
    'This is not the code that RenderAPI has shown. It shows another one whenever it starts.',
  'setup-done': 'The farm has users already. Log in.',
  'shutting-down': 'RenderAPI is being restarted. Try again in a moment.',
  'state-transition-invalid': 'That does not go in the state that it is in now.',
  'statistics-too-large': 'Too much happened in this time to be shown. Choose a shorter one.',
  'step-input-missing':
    'Task {{taskId}} does not have the frames that are to be taken. Have them rendered first.',
  'still-in-use':
    'Something still refers to it: tasks, or users. Remove or change those first; a user can be locked out meanwhile.',
  'subscription-not-found': 'There is no such subscription any more.',
  'task-not-found': 'There is no such task any more.',
  'task-not-queued': 'The task has ended already.',
  'task-template-limit-reached': 'You have as many templates as one may have. Delete one first.',
  'task-template-not-found': 'There is no such template any more.',
  'task-template-outdated':
    'Another version of RenderOnline saved this template. Save it anew, or delete it.',
  'template-invalid': 'The template has a quote that is never closed.',
  'thumbnail-failed': 'No picture can be made of this file. Download it and look whether it is whole.',
  'thumbnail-format-unknown': 'Files of this kind cannot be shown here. Download it.',
  'thumbnail-program-missing':
    'RenderAPI’s computer lacks {{program}}, with which it would show this file. Tell an administrator of the farm.',
  'too-busy': 'RenderAPI is busy with others just now. Try again in a moment.',
  'too-many-files': 'Only one file can be handed in this way.',
  'too-many-steps': 'As many tasks take the frames of this one as may at once. Wait for one of them to end.',
  'too-many-streams': 'RenderOnline is open in too many windows. Close those that you do not need.',
  'too-many-tries': 'Too many were tried. Wait {{retryAfterSeconds}}, then try again with the right one.',
  'tus-version-unknown': 'RenderAPI speaks another version of uploads than this page. Load the page again.',
  unauthorized: 'E-mail and token do not match a user who may log in.',
  'upload-incomplete': 'The connection ended before everything had arrived. Try again.',
  'upload-locked': 'Another page is uploading this file. Wait until it has ended.',
  'upload-not-found': 'This upload has expired. Start it again; what has arrived whole is not sent twice.',
  'upload-offset-wrong': 'The upload and RenderAPI do not agree how far it is. Start it again.',
  'upload-timed-out':
    'Nothing arrived for so long that the upload was given up. Check the connection and try again.',
  'upload-too-large': 'The file is larger than the farm takes.',
  'user-not-found': 'There is no such user any more.',
  'value-invalid': 'Something that was filled in is empty, too long, or out of its range.',
  'video-engine-missing': 'The farm has no engine that makes videos of frames. An administrator can add it.',
  'webhook-limit-reached': 'You have as many webhooks as one may have. Remove one first.',
  'webhook-not-found': 'There is no such webhook any more.',
  'webhook-url-invalid':
    'RenderAPI does not send to this address. It takes http and https without a password; only webhooks of the farm lead into the local network, unless the farm allows it.',
};
