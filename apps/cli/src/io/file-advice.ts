import type { ErrorReport } from './report-error.ts';

type Told = Pick<ErrorReport, 'message' | 'whatToDo'>;

const ofCode: Readonly<Partial<Record<string, (path: string) => Told>>> = {
  ENOENT: (path) => ({
    message: `There is no ${path}.`,
    whatToDo: 'Check its name, and the folder you are in.',
  }),
  EEXIST: inTheWay,
  ENOTDIR: inTheWay,
  EISDIR: (path) => ({ message: `${path} is a folder.`, whatToDo: 'Name a file.' }),
  EACCES: notAllowed,
  EPERM: notAllowed,
  EROFS: (path) => ({
    message: `${path} is on a disk that is read-only.`,
    whatToDo: 'Choose another folder.',
  }),
};

/** What the system says about a file, in words for people; undefined when it is about something else. */
export function fileAdvice(error: unknown): Told | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', path } = error as NodeJS.ErrnoException;
  return path === undefined ? undefined : ofCode[code]?.(path);
}

function inTheWay(path: string): Told {
  return { message: `${path} is in the way: it is no folder.`, whatToDo: 'Choose another folder.' };
}

function notAllowed(path: string): Told {
  return { message: `You may not read or write ${path}.`, whatToDo: 'Choose another folder or account.' };
}
