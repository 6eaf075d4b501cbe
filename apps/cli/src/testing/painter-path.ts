import { join } from 'node:path';

/** Where the painter is, for an engine's LeadingArguments. */
export const painterPath = join(import.meta.dirname, 'painter.ts');
