import { realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { enginePresets, findExecutable, findExecutables, type EnginePresetName } from '@renderonline/engines';
import type { InstalledEngine } from '../leases/lease-runner.ts';
import type { RenderingEngine } from '../settings/hpc-server-settings.ts';
import { probeVersion, type KnownRenderer } from './probe-version.ts';
import type { VersionCache } from './version-cache.ts';

/** What the programs of renderers are called. */
const programs: Readonly<Record<KnownRenderer, readonly string[]>> = {
  blender: ['blender'],
  povray: process.platform === 'win32' ? ['pvengine64', 'povray'] : ['povray'],
  ffmpeg: ['ffmpeg'],
};
const renderers = Object.keys(programs) as KnownRenderer[];

/** The engines that each of them can be. */
const presets: Readonly<Record<KnownRenderer, readonly EnginePresetName[]>> = {
  blender: ['blender'],
  povray: ['povray'],
  ffmpeg: ['ffmpeg', 'ffmpeg-frames', 'ffmpeg-images'],
};

interface FindEnginesInput {
  /** Of HPCServer.json; they come first. */
  readonly configured: readonly RenderingEngine[];
  /** Whether to look in PATH and in the usual places too. */
  readonly findsEngines: boolean;
  readonly versions: VersionCache;
  /** For tests: where a program is; by default wherever findExecutables looks. */
  readonly find?: (program: string) => Promise<string[]>;
}

/** The renderers of this computer, several versions side by side included. */
export async function findEngines(input: FindEnginesInput): Promise<InstalledEngine[]> {
  const { configured, findsEngines, versions, find = (program: string) => findExecutables(program) } = input;
  const engines: InstalledEngine[] = [];
  const seen = new Set<string>();
  const add = async (engine: InstalledEngine) => {
    const path = await realpath(engine.executablePath).catch(() => engine.executablePath);
    const ofFile = JSON.stringify([engine.name.toLowerCase(), path, engine.leadingArguments]);
    // Of one version in two places, which is which makes no difference.
    const ofVersion = JSON.stringify([engine.name.toLowerCase(), engine.version]);
    if (seen.has(ofFile) || (engine.version !== null && seen.has(ofVersion))) return;
    seen.add(ofFile).add(ofVersion);
    engines.push(engine);
  };
  for (const engine of configured) await add(await describeConfigured(engine, versions));
  if (!findsEngines) return engines;
  for (const renderer of renderers) {
    for (const path of (await Promise.all(programs[renderer].map(find))).flat()) {
      const version = await versionOf(renderer, path, [], versions);
      // What does not say what it is, is not offered.
      if (version === null) continue;
      for (const preset of presets[renderer]) {
        await add(installed(enginePresets[preset].name, renderer, path, version));
      }
    }
  }
  return engines;
}

function installed(
  name: string,
  renderer: KnownRenderer,
  executablePath: string,
  version: string,
): InstalledEngine {
  return { name, version, executablePath, leadingArguments: [], hasSessions: renderer === 'blender' };
}

async function describeConfigured(
  { engineId, executablePath, leadingArguments }: RenderingEngine,
  versions: VersionCache,
): Promise<InstalledEngine> {
  const path = /[/\\]/.test(executablePath)
    ? executablePath
    : ((await findExecutable(executablePath, { folders: [] })) ?? executablePath);
  const renderer = rendererOf(engineId, path);
  const version = renderer === undefined ? null : await versionOf(renderer, path, leadingArguments, versions);
  return {
    name: engineId,
    version,
    executablePath: path,
    leadingArguments,
    hasSessions: renderer === 'blender' && version !== null,
  };
}

/** Which of those that we know an engine of the configuration is, by the names of its program and its own. */
function rendererOf(engineId: string, path: string): KnownRenderer | undefined {
  const names = [basename(path).toLowerCase(), engineId.toLowerCase()];
  return renderers.find((renderer) =>
    names.some((name) => [renderer, ...programs[renderer]].some((program) => name.startsWith(program))),
  );
}

function versionOf(
  renderer: KnownRenderer,
  path: string,
  leadingArguments: readonly string[],
  versions: VersionCache,
): Promise<string | null> {
  const key = JSON.stringify([renderer, path, ...leadingArguments]);
  return versions.versionOf(key, path, () => probeVersion(renderer, path, leadingArguments));
}
