// Every figure that the project claims, as a command: npm run bench [-- [--short] NAME …]
import { loadavg } from 'node:os';
import { benchAgentMemory } from './agent-memory.ts';
import { benchBlender } from './blender.ts';
import { benchClient } from './client.ts';
import { benchProcessGaps } from './gaps.ts';
import { benchLeases } from './leases.ts';
import { benchListeners } from './listeners/listeners.ts';
import { benchProjectFiles } from './project-files/project-files.ts';
import { benchProjects } from './projects.ts';
import { benchRestart } from './restart.ts';
import { benchMakespan, benchRecovery } from './spread.ts';
import { benchSubmitToStart } from './submit-to-start.ts';
import { benchUpload, benchZip } from './transfers.ts';

const benches: Readonly<Record<string, (options: { readonly isShort: boolean }) => Promise<void>>> = {
  'submit-to-start': benchSubmitToStart,
  gaps: benchProcessGaps,
  blender: benchBlender,
  upload: benchUpload,
  projects: benchProjects,
  'project-files': benchProjectFiles,
  zip: benchZip,
  makespan: benchMakespan,
  recovery: benchRecovery,
  restart: benchRestart,
  leases: benchLeases,
  listeners: benchListeners,
  'agent-memory': benchAgentMemory,
  client: benchClient,
};

const short = '--short';
const options = { isShort: process.argv.includes(short) };
const wanted = process.argv.slice(2).filter((name) => name !== short);
if (wanted.includes('--help') || wanted.includes('-h')) {
  console.log(`npm run bench [-- NAME …], all of them by default: ${Object.keys(benches).join(', ')}`);
  console.log(
    '--short makes project-files a tenth of its size (else 5 GB and 10,000 files, six times over).',
  );
  process.exit(0);
}
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
const [load = 0] = loadavg();
if (load > 0.5)
  console.log(`(this computer is busy, load ${load.toFixed(1)}: figures are lower than they should be)`);
for (const [name, run] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) await run(options);
}
