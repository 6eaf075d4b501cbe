/** The parts of a task's page. */
export const sections = ['overview', 'timeline', 'log', 'files'] as const;
export type Section = (typeof sections)[number];

/** @returns which part an address asks for; the overview when it asks for none that there is */
export function readSection(search: URLSearchParams): Section {
  return sections.find((section) => section === search.get('tab')) ?? 'overview';
}

/** What of an address belongs to the whole page: the frame that the film shows. */
const ofPage = ['frame'];

/** @returns the same address with another part; what belongs to the part that was open goes */
export function writeSection(search: URLSearchParams, section: Section): URLSearchParams {
  const next = new URLSearchParams([...search].filter(([name]) => ofPage.includes(name)));
  if (section !== 'overview') next.set('tab', section);
  return next;
}

/** @returns the same address with a value, or without it when that is empty */
export function withValue(search: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(search);
  if (value === '') next.delete(name);
  else next.set(name, value);
  return next;
}

/** @returns the number in an address like `/tasks/12`; undefined when it is none */
export function readTaskId(text: string): number | undefined {
  return /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : undefined;
}
