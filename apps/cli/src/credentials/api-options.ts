import type { Command } from 'commander';

/** Options of every command that talks to RenderAPI. */
export interface ApiOptions {
  readonly address?: string;
  readonly email?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly profile?: string;
  readonly json?: boolean;
}

/** Adds them to a command, in a group of their own. */
export function addApiOptions(command: Command): Command {
  return command
    .option('--json', 'print JSON')
    .optionsGroup('Where and who:')
    .option('--address <url>', "RenderAPI's address, like http://farm:5000 (or RENDERONLINE_ADDRESS)")
    .option('--email <email>', 'e-mail (or RENDERONLINE_EMAIL)')
    .option('--token <token>', 'token; other users can see it in the list of processes, so rather use')
    .option('--token-file <file>', 'a file with the token, - for standard input (or RENDERONLINE_TOKEN)')
    .option('--profile <file>', 'profile file, as made by `renderonline login` (or RENDERONLINE_PROFILE)')
    .optionsGroup('Options:');
}
