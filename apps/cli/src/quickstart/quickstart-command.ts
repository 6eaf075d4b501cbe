import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { port, wholeNumber } from '../commands/option-values.ts';
import type { QuickstartOptions } from './run-quickstart.ts';

/** So the demo is done in about a minute. */
const demoFrameMs = 1200;

/** `renderonline quickstart`. */
export function addQuickstartCommand(program: Command, { io, action }: CommandContext): void {
  program
    .command('quickstart')
    .description('start a whole farm on this computer and render a demo animation')
    .option('--json', 'print one JSON value when the demo has ended, and no progress; asks nothing')
    .option('--once', 'end when the demo is rendered: code 0 when every frame is there and whole')
    .option('-y, --yes', 'answer yes to every question, such as installing Blender')
    .option('--again', 'render the demo anew though an earlier start has done it')
    .option(
      '--frame-ms <ms>',
      'how long a frame of the demo may take: less is rougher or smaller, and sooner',
      wholeNumber(50, 60_000),
      demoFrameMs,
    )
    .option('--directory <folder>', 'where the farm keeps its data', '.renderonline')
    .option('--port <port>', "RenderAPI's port", port, 5000)
    .option('--listen <address>', 'where RenderAPI listens; 0.0.0.0 lets other computers in', '127.0.0.1')
    .option('--blender <path>', 'the Blender to use, when it is not found by itself')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  npm run quickstart\n' +
        '  npm run quickstart -- --once --yes\n' +
        '  npx renderonline quickstart --once --yes --json\n' +
        '  npm run quickstart -- --port 5100 --directory /data/farm',
    )
    .action(
      action(async (options: QuickstartOptions) => {
        // Loaded here: every other command starts faster without RenderAPI and HPCServer.
        const { runQuickstart } = await import('./run-quickstart.ts');
        return runQuickstart(io, options);
      }),
    );
}
