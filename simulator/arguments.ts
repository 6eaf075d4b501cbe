import { parseArgs } from 'node:util';

export interface SimulatorArguments<Scenario extends string> {
  readonly seed: number;
  readonly machines: number;
  readonly steps: number;
  readonly runs: number;
  /** All of them where none was named. */
  readonly wanted: readonly Scenario[];
}

const options = {
  seed: { type: 'string', default: '1' },
  machines: { type: 'string', default: '1000' },
  steps: { type: 'string', default: '1000000' },
  runs: { type: 'string', default: '20' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** What `--help` prints. */
export function usage(scenarios: readonly string[]): string {
  return `npm run simulate [-- options] [scenarios: ${scenarios.join(', ')}; all of them by default]

  --seed N      where chance begins (${options.seed.default})
  --runs N      makespan: over so many seeds (${options.runs.default})
  --machines N  torment: so many machines (${options.machines.default})
  --steps N     torment: until so many things have happened (${options.steps.default})`;
}

/** Reads the command line; or says in a line what is wrong with it. */
export function argumentsOf<Scenario extends string>(
  args: readonly string[],
  scenarios: readonly Scenario[],
): SimulatorArguments<Scenario> | { readonly help: true } | { readonly fault: string } {
  const parsed = parse(args);
  if (parsed instanceof Error) return { fault: parsed.message };
  const { values, positionals } = parsed;
  if (values.help) return { help: true };
  const numbers = ['seed', 'machines', 'steps', 'runs'] as const;
  const wrong = numbers.find((name) => !/^[1-9]\d{0,8}$/.test(values[name]));
  if (wrong !== undefined)
    return { fault: `--${wrong} is "${values[wrong]}"; it must be a whole number from 1 on.` };
  const unknown = positionals.filter((name) => !scenarios.some((scenario) => scenario === name));
  if (unknown.length > 0) {
    return { fault: `There is no scenario ${unknown.join(', ')}; there are: ${scenarios.join(', ')}.` };
  }
  const wanted = scenarios.filter((name) => positionals.length === 0 || positionals.includes(name));
  const [seed, machines, steps, runs] = numbers.map((name) => Number(values[name])) as [
    number,
    number,
    number,
    number,
  ];
  return { seed, machines, steps, runs, wanted };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
