import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { printJson, printLine } from '../commands/print.ts';
import { addDatabaseOptions, withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { formatDuration } from '../terminal/measures.ts';
import { createPaint } from '../terminal/style.ts';

interface PairOptions extends DatabaseOptions {
  readonly name?: string;
  readonly address?: string;
}

/** `renderonline machine pair`. */
export function addPairCommand(group: Command, { io, action }: CommandContext): void {
  addDatabaseOptions(group.command('pair'))
    .description('make a code with which one new computer joins the farm, once')
    .option('--name <name>', 'what the new machine will be called; its host name when left out')
    .option('--address <url>', 'where the new computer reaches RenderAPI, when it is not found by itself')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  renderonline machine pair\n' +
        '  renderonline machine pair --name workstation --address http://farm:5000',
    )
    .action(action((options: PairOptions) => pair(io, options)));
}

async function pair(io: CliIo, options: PairOptions): Promise<ExitCode> {
  const { createPairingCode } = await import('@renderonline/database');
  const { generatePairingCode, hashPairingCode, pairingCodeLifeMs } =
    await import('@renderonline/render-api');
  const { formatPairingCode } = await import('@renderonline/contract');
  const { joinAddress } = await import('./join-address.ts');
  const { address, fingerprint, warning } = await joinAddress(io, options);
  const code = generatePairingCode();
  const nowMs = Date.now();
  const expiresAtMs = nowMs + pairingCodeLifeMs;
  const machineName = options.name ?? null;
  await withDatabase(io, options, ({ db }) =>
    createPairingCode(db, { codeHash: hashPairingCode(code), nowMs, expiresAtMs, machineName }),
  );
  const shown = formatPairingCode(code);
  const pinned = fingerprint === null ? '' : ` --fingerprint ${fingerprint}`;
  const command = `renderonline node --join ${address} --code ${shown}${pinned}`;
  if (options.json === true) {
    printJson(io, {
      code: shown,
      expiresAt: new Date(expiresAtMs).toISOString(),
      machineName,
      address,
      fingerprint,
      command,
      warning: warning ?? null,
    });
    return exitCodes.ok;
  }
  printLine(
    io,
    `Code ${createPaint(io)('bold', shown)}, good for one machine, for ${formatDuration(pairingCodeLifeMs)}.`,
  );
  printLine(io, 'On the new computer, in the folder of RenderOnline:');
  printLine(io);
  printLine(io, `  npx ${command}`);
  if (warning !== undefined) io.stderr.write(`warning: ${warning}\n`);
  return exitCodes.ok;
}
