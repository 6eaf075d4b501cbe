export { findExecutable, type FindExecutableOptions } from './executables/find-executable.ts';
export { findExecutables } from './executables/find-executables.ts';
export { createLineSplitter, type LineSplitter } from './parsers/line-splitter.ts';
export { outputParserFor } from './parsers/output-parser-for.ts';
export type { EngineOutputParser, RenderEvent } from './parsers/render-event.ts';
export { mockBlenderPath } from './mock/mock-blender-path.ts';
export { mockEnginePath } from './mock/mock-engine-path.ts';
export { enginePresets, type EnginePreset, type EnginePresetName } from './presets/engine-presets.ts';
export { openBlenderSession } from './blender-session/open-blender-session.ts';
export { imageFault, type ImageFormat, type ImageVerdict } from './images/image-fault.ts';
export type { Finding } from './preflight/finding.ts';
export {
  SessionFailure,
  type FrameResult,
  type OpenedSession,
  type RenderSession,
  type SessionEnd,
  type SessionOrder,
} from './sessions/render-session.ts';
export type { HostedProcess, ProcessExit, SessionClock, SessionHost } from './sessions/session-host.ts';
