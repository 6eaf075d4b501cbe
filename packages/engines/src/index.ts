export { findExecutable, type FindExecutableOptions } from './executables/find-executable.ts';
export { createLineSplitter, type LineSplitter } from './parsers/line-splitter.ts';
export { outputParserFor } from './parsers/output-parser-for.ts';
export type { EngineOutputParser, RenderEvent } from './parsers/render-event.ts';
export { mockEnginePath } from './mock/mock-engine-path.ts';
export { enginePresets, type EnginePreset, type EnginePresetName } from './presets/engine-presets.ts';
