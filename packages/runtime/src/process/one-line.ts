import { DomainError, errorCatalogue } from '@renderonline/domain';

const systemErrors: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken by another program; choose another port or end that program',
  EACCES: 'permission denied; use an account that may, or another folder or port',
  EADDRNOTAVAIL: 'this computer does not have that address',
  ENOSPC: 'the disk is full; free some space and start again',
  EROFS: 'the folder is read-only; choose a writable one',
  EMFILE: 'too many open files; raise the limit (ulimit -n)',
  ENOENT: 'there is no such file or folder',
};

/**
 * What went wrong and what to do next, in one line, for the exit of a program. Never a stack, and
 * for system errors the hint as well as the system's own words.
 */
export function errorInOneLine(error: unknown): string {
  if (error instanceof DomainError) {
    const { whatToDo } = errorCatalogue[error.code];
    const message = /[.!?…]$/.test(error.message) ? error.message : `${error.message}.`;
    return oneLine(message.includes(whatToDo) ? message : `${message} ${whatToDo}`);
  }
  if (!(error instanceof Error)) return oneLine(String(error));
  const code = (error as NodeJS.ErrnoException).code;
  const hint = code === undefined ? undefined : systemErrors[code];
  return oneLine(hint === undefined ? error.message : `${error.message}: ${hint}`);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ').trim();
}
