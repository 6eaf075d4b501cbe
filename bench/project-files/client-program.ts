// A program of its own, so that its memory is the client's: uploads the files of a folder as a project.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openHashMemory } from '../../apps/cli/src/tasks/hash-memory.ts';
import { createClient } from '../../packages/client/src/index.ts';

const [, , folder = '', baseUrl = '', email = '', token = ''] = process.argv;
const client = createClient({ baseUrl, email, token });
const files = (await readdir(folder)).map((path) => ({ path, filePath: join(folder, path) }));
const startedAt = performance.now();
const hashes = await openHashMemory(`${folder}.json`);
const { projectId, sentBytes } = await client.uploadProject({ main: '0.bin', files, hashes });
const seconds = (performance.now() - startedAt) / 1000;
await hashes.save();
const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ projectId, sentBytes, seconds, peakMemoryBytes }));
