import { fileURLToPath } from 'node:url';

/** The path of a program that does in a session what Blender would do, for `leadingArguments` of Node. */
export const mockBlenderPath: string = fileURLToPath(new URL('./mock-blender.ts', import.meta.url));
