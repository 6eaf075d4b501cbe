import {
  gpusOfLspci,
  gpusOfNvidiaSmi,
  gpusOfSystemProfiler,
  gpusOfVideoControllers,
  type Gpu,
} from './gpu-output.ts';
import type { RunProgram } from './run-program.ts';

const mostGpus = 64;

/** The graphics cards that could render, as far as the system's own programs tell. */
export async function findGpus(run: RunProgram, platform: NodeJS.Platform): Promise<Gpu[]> {
  const fromNvidia = run('nvidia-smi', [
    '--query-gpu=name,memory.total',
    '--format=csv,noheader,nounits',
  ]).then((text) => gpusOfNvidiaSmi(text ?? ''));
  const [nvidia, all] = await Promise.all([fromNvidia, fromSystem(run, platform)]);
  // NVIDIA's own program knows memory and the names that people know.
  const others = nvidia.length === 0 ? all : all.filter(({ name }) => !/nvidia/i.test(name));
  return [...nvidia, ...others].filter(({ name }) => name !== '').slice(0, mostGpus);
}

async function fromSystem(run: RunProgram, platform: NodeJS.Platform): Promise<Gpu[]> {
  if (platform === 'linux') return gpusOfLspci((await run('lspci', ['-mm'])) ?? '');
  if (platform === 'darwin') {
    return gpusOfSystemProfiler((await run('system_profiler', ['SPDisplaysDataType', '-json'])) ?? '');
  }
  if (platform !== 'win32') return [];
  const query = 'Get-CimInstance Win32_VideoController | Select-Object Name, AdapterRAM | ConvertTo-Json';
  return gpusOfVideoControllers(
    (await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', query])) ?? '',
  );
}
