import type { Subscription, SubscriptionFields } from '@renderonline/database';
import type { KeepLimit } from '@renderonline/domain';
import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { changesOf, findOne } from '../commands/find-one.ts';
import { wholeNumber } from '../commands/option-values.ts';
import { keepLimit, keepText } from './keep-limit.ts';
import { printJson, printLine, printList } from '../commands/print.ts';
import { addDatabaseOptions, withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import type { Column } from '../terminal/table.ts';

interface SubscriptionOptions extends DatabaseOptions {
  readonly name?: string;
  readonly queueLimit?: number;
  readonly weight?: number;
  readonly keepTasks?: Partial<KeepLimit>;
  readonly keepResults?: Partial<KeepLimit>;
  readonly keepLogs?: Partial<KeepLimit>;
  readonly keepProjects?: Partial<KeepLimit>;
}

/** A number above zero, like 2 or 0.5. */
function weight(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= 1_000_000) return value;
  throw new InvalidArgumentError('It must be a number above 0, like 2 or 0.5.');
}

const columns: readonly Column<Subscription>[] = [
  { title: 'ID', value: (row) => String(row.subscriptionId), align: 'right' },
  { title: 'NAME', value: (row) => row.name, shrinks: true },
  { title: 'QUEUE LIMIT', value: (row) => String(row.queueLimit), align: 'right' },
  { title: 'WEIGHT', value: (row) => String(row.weight), align: 'right' },
  { title: 'KEEPS', value: keepText, shrinks: true },
];

/** `renderonline subscription add|list|set|remove`. */
export function addSubscriptionCommands(program: Command, { io, action }: CommandContext): void {
  const group = program.command('subscription').description('how many tasks users may have queued');
  addDatabaseOptions(group.command('add'))
    .description('add a subscription')
    .requiredOption('--name <name>', 'what it is called')
    .requiredOption('--queue-limit <tasks>', 'queued tasks allowed to each user', wholeNumber(0))
    .option('--weight <number>', 'share of the farm: with 2 twice the machines of 1 while both wait', weight)
    .option(
      '--keep-tasks <limit>',
      'how long ended tasks stay, or how much of them: 30d, 500GiB, 30d,500GiB, all',
      keepLimit,
    )
    .option(
      '--keep-results <limit>',
      'the same for the results and logs of ended tasks, which stay to be looked up',
      keepLimit,
    )
    .option('--keep-logs <limit>', 'the same for the logs of ended tasks', keepLimit)
    .option('--keep-projects <limit>', 'the same for projects of many files that no task has', keepLimit)
    .addHelpText(
      'after',
      '\nExample:\n  renderonline subscription add --name Studio --queue-limit 50 --weight 2',
    )
    .action(
      action((options: SubscriptionOptions & { name: string; queueLimit: number }) => add(io, options)),
    );
  addDatabaseOptions(group.command('list').alias('ls'))
    .description('list all subscriptions')
    .addHelpText('after', '\nExample:\n  renderonline subscription list --json')
    .action(action((options: DatabaseOptions) => list(io, options)));
  addDatabaseOptions(group.command('set'))
    .description('change a subscription')
    .argument('<subscription>', 'its number or name')
    .option('--name <name>', 'what it is called')
    .option('--queue-limit <tasks>', 'queued tasks allowed to each user', wholeNumber(0))
    .option('--weight <number>', 'share of the farm: with 2 twice the machines of 1 while both wait', weight)
    .option(
      '--keep-tasks <limit>',
      'how long ended tasks stay, or how much of them: 30d, 500GiB, 30d,500GiB, all',
      keepLimit,
    )
    .option(
      '--keep-results <limit>',
      'the same for the results and logs of ended tasks, which stay to be looked up',
      keepLimit,
    )
    .option('--keep-logs <limit>', 'the same for the logs of ended tasks', keepLimit)
    .option('--keep-projects <limit>', 'the same for projects of many files that no task has', keepLimit)
    .addHelpText('after', '\nExample:\n  renderonline subscription set Studio --weight 3')
    .action(action((wanted: string, options: SubscriptionOptions) => set(io, wanted, options)));
  addDatabaseOptions(group.command('remove').alias('rm'))
    .description('remove a subscription that no user has')
    .argument('<subscription>', 'its number or name')
    .addHelpText('after', '\nExample:\n  renderonline subscription remove Studio')
    .action(action((wanted: string, options: DatabaseOptions) => remove(io, wanted, options)));
}

/** The subscription that is meant by a number or a name. */
export function findSubscription(rows: readonly Subscription[], wanted: string): Subscription {
  return findOne(rows, wanted, {
    noun: 'subscription',
    id: (row) => row.subscriptionId,
    names: (row) => [row.name],
  });
}

function show(io: CliIo, options: DatabaseOptions, done: string, subscription: Subscription): ExitCode {
  if (options.json === true) printJson(io, subscription);
  else printLine(io, `${done} subscription ${subscription.subscriptionId}, ${subscription.name}.`);
  return exitCodes.ok;
}

async function add(
  io: CliIo,
  options: SubscriptionOptions & { name: string; queueLimit: number },
): Promise<ExitCode> {
  const { addSubscription, requireNewName } = await import('@renderonline/database');
  const { name, queueLimit, weight: share } = options;
  const added = await withDatabase(io, options, async ({ db }) => {
    await requireNewName(db, { name });
    const keep = keepOf(options) ?? {};
    return addSubscription(db, { name, queueLimit, keep, ...(share === undefined ? {} : { weight: share }) });
  });
  return show(io, options, 'Added', added);
}

function keepOf({
  keepTasks,
  keepResults,
  keepLogs,
  keepProjects,
}: SubscriptionOptions): SubscriptionFields['keep'] | undefined {
  const limits = [keepTasks, keepResults, keepLogs, keepProjects];
  if (limits.every((limit) => limit === undefined)) return undefined;
  return {
    ...(keepTasks && { task: keepTasks }),
    ...(keepResults && { results: keepResults }),
    ...(keepLogs && { logs: keepLogs }),
    ...(keepProjects && { project: keepProjects }),
  };
}

async function list(io: CliIo, options: DatabaseOptions): Promise<ExitCode> {
  const { listSubscriptions } = await import('@renderonline/database');
  const rows = await withDatabase(io, options, ({ db }) => listSubscriptions(db));
  const empty =
    'No subscriptions yet. Add one: renderonline subscription add --name Default --queue-limit 10';
  await printList(io, { json: options.json === true, rows, columns, empty });
  return exitCodes.ok;
}

async function set(io: CliIo, wanted: string, options: SubscriptionOptions): Promise<ExitCode> {
  const { listSubscriptions, requireNewName, updateSubscription } = await import('@renderonline/database');
  const changes = changesOf('subscription set', {
    name: options.name,
    queueLimit: options.queueLimit,
    weight: options.weight,
    keep: keepOf(options),
  });
  const changed = await withDatabase(io, options, async ({ db }) => {
    const { subscriptionId } = findSubscription(await listSubscriptions(db), wanted);
    if (options.name !== undefined) await requireNewName(db, { name: options.name, subscriptionId });
    return updateSubscription(db, { subscriptionId, ...(changes as Partial<SubscriptionFields>) });
  });
  return show(io, options, 'Changed', changed);
}

async function remove(io: CliIo, wanted: string, options: DatabaseOptions): Promise<ExitCode> {
  const { listSubscriptions, removeSubscription } = await import('@renderonline/database');
  const removed = await withDatabase(io, options, async ({ db }) => {
    const subscription = findSubscription(await listSubscriptions(db), wanted);
    await removeSubscription(db, { subscriptionId: subscription.subscriptionId });
    return subscription;
  });
  return show(io, options, 'Removed', removed);
}
