/** Not the whole grammar of addresses: enough to catch a name in place of one. For a schema's `pattern`. */
export const emailPattern = String.raw`^[^\s@]+@[^\s@]+$`;

/** Whether a text can be the e-mail of a user. */
export function isEmail(text: string): boolean {
  return new RegExp(emailPattern, 'u').test(text);
}
