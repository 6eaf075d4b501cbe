import type { MachineStatus } from '@renderonline/contract';
import { conditionOf, conditions, type Condition } from '../machine-facts.ts';

/** Which machines are listed, and how. It stands in the address. */
export interface MachineQuery {
  readonly view: 'cards' | 'table';
  readonly text: string;
  /** null: all. */
  readonly condition: Condition | null;
}

/** Reads the address; whatever is wrong in it is as if it were not there. */
export function readMachineQuery(search: URLSearchParams): MachineQuery {
  const wanted = search.get('state');
  return {
    view: search.get('view') === 'table' ? 'table' : 'cards',
    text: search.get('text') ?? '',
    condition: conditions.find((condition) => condition === wanted) ?? null,
  };
}

/** The same for the address; what is as usual is left out. */
export function writeMachineQuery({ view, text, condition }: MachineQuery): URLSearchParams {
  const search = new URLSearchParams();
  if (view === 'table') search.set('view', view);
  if (text !== '') search.set('text', text);
  if (condition !== null) search.set('state', condition);
  return search;
}

/** The machines that are asked for, by name: with all of the words in name, number, tags, engines or system. */
export function findMachines(
  machines: readonly MachineStatus[],
  { text, condition }: MachineQuery,
  locale: string,
): MachineStatus[] {
  const words = text.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean);
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  return machines
    .filter((machine) => {
      if (condition !== null && conditionOf(machine) !== condition) return false;
      const { machineId, name, tags, fingerprint } = machine;
      const system = fingerprint === null ? '' : `${fingerprint.os} ${fingerprint.hostName}`;
      const all = [machineId, name, ...tags, ...engineNames(machine), system]
        .join(' ')
        .toLocaleLowerCase(locale);
      return words.every((word) => all.includes(word));
    })
    .sort((a, b) => compare(a.name, b.name) || a.machineId - b.machineId);
}

/** `Blender 4.2.3`, once each. */
export function engineNames({ engines }: Pick<MachineStatus, 'engines'>): string[] {
  return [...new Set(engines.map(({ name, version }) => (version === null ? name : `${name} ${version}`)))];
}
