/** The items with the highest scores, highest first, at most so many; those without a score are left out. */
export function topItems<T>(
  items: Iterable<T>,
  maxItems: number,
  scoreOf: (item: T) => number | undefined,
): { readonly item: T; readonly score: number }[] {
  const top: { item: T; score: number }[] = [];
  for (const item of items) {
    const score = scoreOf(item);
    if (score === undefined) continue;
    const last = top.at(-1);
    if (top.length === maxItems && (last === undefined || last.score >= score)) continue;
    if (top.length === maxItems) top.pop();
    const place = top.findIndex((other) => other.score < score);
    top.splice(place < 0 ? top.length : place, 0, { item, score });
  }
  return top;
}
