import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { printJson, printLine } from '../commands/print.ts';
import { CliError } from '../io/cli-error.ts';
import { canAsk, type CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { askLine, askSecret } from '../terminal/ask.ts';
import { addApiOptions, type ApiOptions } from './api-options.ts';
import { checkedAddress } from './find-credentials.ts';
import { findProfile, ownProfilePath, writeProfile, type Profile } from './profile.ts';
import { readTokenFile } from './read-token.ts';
import { resolve } from 'node:path';

/** `renderonline login`: checks the credentials and keeps them in the profile file. */
export function addLoginCommand(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('login'))
    .description('check credentials and keep them in a profile file that only you can read')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  renderonline login                     asks for everything\n' +
        '  renderonline login --address http://farm:5000 --email ada@example.com --token-file - < token.txt',
    )
    .action(action((options: ApiOptions) => login(io, options)));
}

async function login(io: CliIo, options: ApiOptions): Promise<ExitCode> {
  const profile = await complete(io, options);
  const { createClient } = await import('@renderonline/client');
  const client = createClient({ baseUrl: profile.address, email: profile.email, token: profile.token });
  const { User } = await client.info();
  const path = options.profile === undefined ? ownProfilePath(io) : resolve(io.cwd, options.profile);
  await writeProfile(path, profile);
  if (options.json === true) printJson(io, { profile: path, address: profile.address, email: User.Email });
  else printLine(io, `Signed in to ${profile.address} as ${User.Email}; kept in ${path}.`);
  const first = await findProfile(io, options.profile).catch(() => undefined);
  if (first !== undefined && first.path !== path) {
    io.stderr.write(`note: in this folder ${first.path} comes first; --profile ${path} names this one\n`);
  }
  return exitCodes.ok;
}

async function complete(io: CliIo, options: ApiOptions): Promise<Profile> {
  const asks = canAsk(io) && options.tokenFile !== '-';
  const address =
    options.address ?? io.env['RENDERONLINE_ADDRESS'] ?? (asks ? await askLine(io, 'Address: ') : '');
  const email = options.email ?? io.env['RENDERONLINE_EMAIL'] ?? (asks ? await askLine(io, 'E-mail: ') : '');
  const token =
    options.token ??
    (options.tokenFile === undefined ? undefined : await readTokenFile(io, options.tokenFile)) ??
    io.env['RENDERONLINE_TOKEN'] ??
    (asks ? await askSecret(io, 'Token (not shown): ') : '');
  if (address.trim() !== '' && email.trim() !== '' && token.trim() !== '') {
    return { address: checkedAddress(address.trim()), email: email.trim(), token: token.trim() };
  }
  throw new CliError(
    exitCodes.credentials,
    'credentials-missing',
    'Signing in needs an address, an e-mail and a token.',
    {
      next: 'Give --address, --email and --token-file FILE (- for standard input).',
    },
  );
}
