/** What stands behind an address for these values; those that are undefined are left out, lists come one by one. */
export function queryText(query: object): string {
  const given = Object.entries(query as Record<string, unknown>)
    .flatMap(([name, value]) => [value].flat().map((one: unknown) => [name, one] as const))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, String(value)]);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
