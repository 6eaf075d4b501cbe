// Writes apps/render-api/openapi.json: run it (npm run openapi) after a change to a route or a wire schema.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeApi } from '@renderonline/render-api';

const path = join(import.meta.dirname, '../apps/render-api/openapi.json');
await writeFile(path, await describeApi());
console.log(`Wrote ${path}`);
