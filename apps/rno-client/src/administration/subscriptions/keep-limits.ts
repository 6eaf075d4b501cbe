import type { SubscriptionView } from '@renderonline/contract';

/** What retention counts apart. */
export const keptKinds = ['tasks', 'results', 'logs', 'projects'] as const;
export type KeptKind = (typeof keptKinds)[number];

/** The limits as a form holds them: one field each, gigabytes as people have them, empty for none. */
export type KeepFields = Record<`${KeptKind}Days` | `${KeptKind}Gigabytes`, number | ''>;

const gigabyte = 1e9;

export function keepFieldsOf(keep: SubscriptionView['keep'] | undefined): KeepFields {
  const fields = keptKinds.flatMap((kind) => {
    const { days = null, bytes = null } = keep?.[kind] ?? {};
    return [
      [`${kind}Days`, days ?? ''],
      [`${kind}Gigabytes`, bytes === null ? '' : bytes / gigabyte],
    ] as const;
  });
  return Object.fromEntries(fields) as KeepFields;
}

/** The same as RenderAPI takes it. */
export function keepOf(fields: KeepFields): SubscriptionView['keep'] {
  const limits = keptKinds.map((kind) => {
    const [days, gigabytes] = [fields[`${kind}Days`], fields[`${kind}Gigabytes`]];
    const bytes = gigabytes === '' ? null : Math.round(gigabytes * gigabyte);
    return [kind, { days: days === '' ? null : days, bytes }] as const;
  });
  return Object.fromEntries(limits) as SubscriptionView['keep'];
}
