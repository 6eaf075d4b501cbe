/**
 * Whether a licence expression (SPDX, and `/` as crates used to write OR) can be kept by keeping licences that are
 * allowed. An exception (`WITH`) only adds to what one may do.
 */
export function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const words = expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const result = either();
  return result && words.length > 0 && at === words.length;

  function either(): boolean {
    let value = both();
    while (take('OR')) value = both() || value;
    return value;
  }

  function both(): boolean {
    let value = one();
    while (take('AND')) value = one() && value;
    return value;
  }

  function one(): boolean {
    if (take('(')) {
      const value = either();
      return take(')') && value;
    }
    const licence = words[at++];
    if (take('WITH')) at += 1;
    return licence !== undefined && allowed.has(licence);
  }

  function take(word: string): boolean {
    if (words[at] !== word) return false;
    at += 1;
    return true;
  }
}
