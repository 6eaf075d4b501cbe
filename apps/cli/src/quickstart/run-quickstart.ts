import { resolve } from 'node:path';
import { createClient } from '@renderonline/client';
import { printJson, printLine } from '../commands/print.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { reportError } from '../io/report-error.ts';
import { aborted } from '../programs/run-until-stopped.ts';
import { createPaint } from '../terminal/style.ts';
import { buildDemo } from './build-demo.ts';
import { prepareFarmFolder, type FarmFolder } from './farm-folder.ts';
import { lockFarm } from './farm-lock.ts';
import { renderDemo, type DemoRendered } from './render-demo.ts';
import { requireBlender } from './require-blender.ts';
import { requireFreePort } from './require-free-port.ts';
import { startFarm, type RunningFarm } from './start-farm.ts';

export interface QuickstartOptions {
  readonly json?: boolean;
  readonly once?: boolean;
  readonly yes?: boolean;
  readonly again?: boolean;
  readonly frameMs: number;
  readonly directory: string;
  readonly port: number;
  readonly listen: string;
  readonly blender?: string;
}

/**
 * `renderonline quickstart`: a whole farm on this computer, with something to look at. With `json` standard output
 * gets one value, when the demo has ended, and nothing else.
 */
export async function runQuickstart(given: CliIo, options: QuickstartOptions): Promise<ExitCode> {
  const io = options.json === true ? withoutText(given) : given;
  const folder = await prepareFarmFolder(resolve(io.cwd, options.directory));
  const unlock = lockFarm(folder.lock, folder.path);
  try {
    await requireFreePort(options.listen, options.port);
    const blender = await requireBlender(io, {
      yes: options.yes === true,
      ...(options.blender === undefined ? {} : { path: options.blender }),
    });
    printLine(io, `Blender    ${blender}`);
    const farm = await startFarm(io, { folder, blender, listen: options.listen, port: options.port });
    try {
      printLine(io, `RenderAPI  ${farm.profile.address}`);
      const show = options.json === true ? printAsJson(given) : printSummary(io);
      return await useFarm(io, { options, folder, farm, blender, show });
    } finally {
      await farm.close();
    }
  } finally {
    unlock();
  }
}

/** For `--json`: who reads values has no use for progress, and cannot be asked. */
function withoutText(io: CliIo): CliIo {
  return { ...io, stdout: { write: () => undefined }, isTerminal: false };
}

interface Start {
  readonly options: QuickstartOptions;
  readonly folder: FarmFolder;
  readonly farm: RunningFarm;
  readonly blender: string;
  /** Tells where the frames are, and how to reach the farm. */
  readonly show: ShowResult;
}

type ShowResult = (farm: RunningFarm, demo: DemoRendered) => void;

async function useFarm(io: CliIo, start: Start): Promise<ExitCode> {
  const exitCode = await showDemo(io, start);
  if (start.options.once === true || io.signal.aborted) return exitCode;
  printLine(io);
  printLine(
    io,
    'In another terminal, in this folder: npx renderonline submit scene.blend --frames 1-100 --watch',
  );
  printLine(io, 'The farm runs until you press Ctrl-C.');
  await aborted(io.signal);
  printLine(io, '\nEnding the farm. The next start goes on with the same data.');
  return exitCode;
}

// A demo that fails is told, and does not end a farm that people want to go on with.
async function showDemo(io: CliIo, { options, folder, farm, blender, show }: Start): Promise<ExitCode> {
  try {
    const tell = (text: string) => {
      printLine(io, text);
    };
    const buildScene = () =>
      buildDemo({ blender, folder: folder.demo, frameMs: options.frameMs, signal: io.signal, tell });
    const { address, email, token } = farm.profile;
    const client = createClient({ baseUrl: address, email, token });
    const demo = await renderDemo(io, {
      client,
      connectionString: farm.connectionString,
      buildScene,
      again: options.again === true,
    });
    const { exitCode } = demo;
    if (exitCode !== exitCodes.interrupted) show(farm, demo);
    if (exitCode === exitCodes.taskFailed) printLine(io, `More is in ${folder.log}`);
    return exitCode;
  } catch (error) {
    if (io.signal.aborted) return exitCodes.interrupted;
    const exitCode = await reportError(io, error, options.json === true);
    if (options.json !== true) io.stderr.write(`More is in ${folder.log}\n`);
    return exitCode;
  }
}

function printSummary(io: CliIo): ShowResult {
  return ({ profile: { address, email, token }, profilePath }, { framesFolder }) => {
    const paint = createPaint(io);
    printLine(io);
    printLine(io, `Frames     ${paint('bold', framesFolder)}`);
    printLine(io, `Address    ${address} (open it in a browser, and log in with)`);
    printLine(io, `E-mail     ${email}`);
    printLine(io, `Token      ${token}`);
    printLine(io, `           both are kept in ${profilePath}`);
  };
}

function printAsJson(io: CliIo): ShowResult {
  return (
    { profile: { address, email, token }, profilePath },
    { taskId, state, failureReason, framesFolder },
  ) => {
    printJson(io, {
      taskId,
      state,
      failureReason,
      framesFolder,
      address,
      email,
      token,
      profile: profilePath,
    });
  };
}
