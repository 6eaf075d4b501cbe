import { fileURLToPath } from 'node:url';

/**
 * The mock engine's file, for tests and benches: run it as `node <path> …` (ExecutablePath `process.execPath`
 * with the path in LeadingArguments).
 */
export const mockEnginePath: string = fileURLToPath(new URL('./mock-engine.ts', import.meta.url));
