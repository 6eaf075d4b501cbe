import type { TaskWishes } from '@renderonline/contract';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { collect, identifiers, wholeNumber } from '../commands/option-values.ts';

/** How a task is to be rendered, as options say it. */
export interface WishOptions {
  readonly priority?: number;
  readonly order?: 'ascending' | 'sparse';
  readonly maxMachines?: number;
  readonly tag?: readonly string[];
  readonly engineVersion?: string;
  readonly gpu?: boolean;
  readonly memory?: number;
  readonly continueOnFailure?: boolean;
  readonly allowScripts?: boolean;
  readonly after?: readonly number[];
}

export const priority = wholeNumber(0, 100);

/** Adds the options of WishOptions to a command, in a group of their own. */
export function addWishOptions(command: Command): Command {
  return command
    .optionsGroup('How it is rendered:')
    .option('--priority <number>', '0 to 100, larger goes first; 50 when left out', priority)
    .addOption(
      new Option('--order <order>', 'sparse: first, last, middle, then the gaps').choices([
        'ascending',
        'sparse',
      ]),
    )
    .option('--max-machines <number>', 'how many machines may render it at once', wholeNumber(1, 100_000))
    .option('--tag <tag>', 'only on machines with this tag; may be repeated', collect)
    .option('--engine-version <version>', '4.2 for any 4.2.x, >=4.2 for that or newer', version)
    .option('--gpu', 'only on machines with a GPU')
    .option('--memory <size>', 'only on machines with so much memory, like 16G', memoryMb)
    .option('--continue-on-failure', 'render the other frames though one has failed for good')
    .option('--allow-scripts', 'run scripts embedded in the scene, where the farm allows it')
    .option('--after <task>', 'start when that task has succeeded; may be repeated', identifiers)
    .optionsGroup('Options:');
}

/** What is sent of them. */
export function wishesOf(options: WishOptions): TaskWishes {
  const { tag, engineVersion, gpu, memory } = options;
  const requirements = {
    ...(tag === undefined ? {} : { tags: [...tag] }),
    ...(engineVersion === undefined ? {} : { engineVersion }),
    ...(gpu === true ? { needsGpu: true } : {}),
    ...(memory === undefined ? {} : { memoryMb: memory }),
  };
  return {
    ...(options.priority === undefined ? {} : { priority: options.priority }),
    ...(options.order === undefined ? {} : { order: options.order }),
    ...(options.maxMachines === undefined ? {} : { maxMachines: options.maxMachines }),
    ...(Object.keys(requirements).length === 0 ? {} : { requirements }),
    ...(options.continueOnFailure === true ? { continuesOnFailure: true } : {}),
    ...(options.allowScripts === true ? { allowsScripts: true } : {}),
    ...(options.after === undefined ? {} : { dependsOn: [...options.after] }),
  };
}

function version(text: string): string {
  if (/^(>=)?\d+(\.\d+){0,3}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a version like 4.2, or >=4.2.');
}

const unitsMb: Readonly<Record<string, number>> = { M: 1, G: 1024, T: 1024 * 1024 };

/** `16G`, `512M` or a plain number of MiB, in MiB. */
export function memoryMb(text: string): number {
  const [, digits = '', unit = 'M'] = /^(\d{1,9}(?:\.\d)?)\s*([MGT])?(?:i?B)?$/i.exec(text) ?? [];
  const size = Math.round(Number(digits) * (unitsMb[unit.toUpperCase()] ?? 1));
  if (digits !== '' && size >= 1 && size <= 2 ** 31 - 1) return size;
  throw new InvalidArgumentError('It must be a size like 16G or 512M.');
}
