import type { Subscription } from '@renderonline/database';
import type { KeepLimit } from '@renderonline/domain';
import { InvalidArgumentError } from 'commander';
import { formatBytes } from '../terminal/measures.ts';

const units: Readonly<Record<string, number>> = { mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 };

/** `30d`, `500GiB`, both with a comma between them, or `all`; the limit that is not named is lifted. */
export function keepLimit(text: string): KeepLimit {
  let limit: KeepLimit = { days: null, bytes: null };
  if (/^all$/i.test(text)) return limit;
  for (const part of text.split(',')) {
    const [, number = '', unit = ''] = /^\s*(\d+)\s*(d|mib|gib|tib)\s*$/i.exec(part) ?? [];
    const value = Number(number);
    if (unit === '' || value > 36_500)
      throw new InvalidArgumentError('It must be like 30d, 500GiB, 30d,500GiB or all.');
    if (/^d$/i.test(unit)) limit = { ...limit, days: value };
    else limit = { ...limit, bytes: value * (units[unit.toLowerCase()] ?? 1) };
  }
  return limit;
}

/** What a subscription keeps, as far as it has limits. */
export function keepText({ keep }: Pick<Subscription, 'keep'>): string {
  const { task, results, logs, project } = keep;
  const named = { tasks: task, results, logs, projects: project };
  return Object.entries(named)
    .filter(([, { days, bytes }]) => days !== null || bytes !== null)
    .map(([name, { days, bytes }]) => {
      const parts = [days === null ? '' : `${days} d`, bytes === null ? '' : formatBytes(bytes)];
      return `${name} ${parts.filter((part) => part !== '').join(', ')}`;
    })
    .join('; ');
}
