import { spawn } from 'node:child_process';
import { expandTemplate, parseTemplate } from '@renderonline/domain';
import { outputParserFor } from '../parsers/output-parser-for.ts';
import type { RenderEvent } from '../parsers/render-event.ts';
import type { EnginePreset } from './engine-preset.ts';

/** For tests: the arguments that a machine would be sent for these values, the program's name first. */
export function expandPreset(preset: EnginePreset, values: Readonly<Record<string, string>>): string[] {
  const names = new Set(preset.argumentTypes.map(({ argtypeId }) => argtypeId));
  return expandTemplate(parseTemplate(preset.renderArgument, names), new Map(Object.entries(values)));
}

export interface PresetRun {
  readonly exitCode: number | null;
  readonly output: string;
  readonly events: readonly RenderEvent[];
}

/** For tests: runs a renderer and reads its output, both streams, with its parser. */
export async function runRenderer(executable: string, args: readonly string[]): Promise<PresetRun> {
  const parser = outputParserFor(executable);
  const events: RenderEvent[] = [];
  let output = '';
  const child = spawn(executable, [...args], { stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      events.push(...parser.push(text));
    });
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  return { exitCode, output, events: [...events, ...parser.end()] };
}
