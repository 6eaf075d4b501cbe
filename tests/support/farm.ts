import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startCli, until } from './program.ts';
import type { Program } from './program.ts';

export interface Api {
  readonly program: Program;
  readonly address: string;
}

/** Starts `renderonline api` with the given RenderAPI.json and waits until it is ready. */
export async function startApi(folder: string, configuration: Record<string, unknown>): Promise<Api> {
  const path = join(folder, 'RenderAPI.json');
  await writeFile(path, JSON.stringify(configuration));
  const program = startCli(['api', '--config', path], { cwd: folder });
  const address = `http://127.0.0.1:${String(configuration.Port)}`;
  await untilAnswers(program, `${address}/readyz`);
  return { program, address };
}

/** Starts `renderonline node` with the given HPCServer.json and waits until it answers. */
export async function startNode(folder: string, configuration: Record<string, unknown>): Promise<Program> {
  const path = join(folder, `HPCServer-${String(configuration.Port)}.json`);
  await writeFile(path, JSON.stringify(configuration));
  const program = startCli(['node', '--config', path], { cwd: folder });
  await untilAnswers(program, `http://127.0.0.1:${String(configuration.Port)}/hpc/status`);
  return program;
}

async function untilAnswers(program: Program, url: string): Promise<void> {
  let ended = false;
  void program.ended.then(() => (ended = true));
  await until(
    url,
    async () => {
      if (ended) throw new Error(`The program ended instead of answering ${url}:\n${program.output()}`);
      return fetch(url).then(
        async (response) => (await response.text(), response.ok),
        () => false,
      );
    },
    { explain: () => program.output() },
  );
}
