import type { Fingerprint } from '@renderonline/contract/link';

export type Gpu = Fingerprint['gpus'][number];

/** Screens of virtual machines and of servers' management chips: nothing renders on them. */
const notForRendering =
  /\b(ASPEED|Matrox|Cirrus|Bochs|QXL|VMware|SVGA II|VirtualBox|Virtio|Hyper-V|Basic Display|Basic Render|Remote Display|Parsec|llvmpipe)\b/i;

/** `nvidia-smi --query-gpu=name,memory.total --format=csv,noheader,nounits`: a line each. */
export function gpusOfNvidiaSmi(text: string): Gpu[] {
  return text.split('\n').flatMap((line) => {
    const [, name, memory] = /^\s*(.+?)\s*,\s*(\d+|\[.*\])\s*$/.exec(line) ?? [];
    if (name === undefined || memory === undefined) return [];
    return [gpu(name, /^\d+$/.test(memory) ? Number(memory) : null)];
  });
}

/** `lspci -mm`: `01:00.0 "VGA compatible controller" "NVIDIA Corporation" "GA104 [GeForce RTX 3070]" …`. */
export function gpusOfLspci(text: string): Gpu[] {
  return text.split('\n').flatMap((line) => {
    const [kind, vendor, device] = [...line.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
    if (kind === undefined || vendor === undefined || device === undefined) return [];
    if (!/^(VGA compatible controller|3D controller|Display controller)$/.test(kind)) return [];
    const name = `${vendor} ${device}`;
    return notForRendering.test(name) ? [] : [gpu(name, null)];
  });
}

/** `system_profiler SPDisplaysDataType -json`. */
export function gpusOfSystemProfiler(text: string): Gpu[] {
  const { SPDisplaysDataType: list } = (parsed(text) ?? {}) as { SPDisplaysDataType?: unknown };
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    const facts = (entry ?? {}) as Record<string, unknown>;
    const name = facts['sppci_model'] ?? facts['_name'];
    const vram = facts['spdisplays_vram'];
    if (typeof name !== 'string') return [];
    const memory = /^(\d+) (MB|GB)$/.exec(typeof vram === 'string' ? vram : '');
    const memoryMb = memory === null ? null : Number(memory[1]) * (memory[2] === 'GB' ? 1024 : 1);
    return [gpu(name, memoryMb)];
  });
}

/** `Get-CimInstance Win32_VideoController | Select-Object Name, AdapterRAM | ConvertTo-Json`: one, or a list. */
export function gpusOfVideoControllers(text: string): Gpu[] {
  const value = parsed(text);
  return (Array.isArray(value) ? value : [value]).flatMap((entry: unknown) => {
    const { Name: name } = (entry ?? {}) as Record<string, unknown>;
    // AdapterRAM has 32 bits and is wrong for every card of today.
    return typeof name !== 'string' || notForRendering.test(name) ? [] : [gpu(name, null)];
  });
}

function gpu(name: string, memoryMb: number | null): Gpu {
  return { name: name.trim().slice(0, 255), memoryMb };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
