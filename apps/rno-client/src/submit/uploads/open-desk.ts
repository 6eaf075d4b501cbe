import { createPageUploads } from '@renderonline/client/browser-uploads';
import type { Api } from '@renderonline/client/browser';
import { createHasher } from './create-hasher.ts';
import { createDesk, type Desk } from './desk.ts';
import { createUploadMemory } from './upload-memory.ts';

/** The desk of a page, with all that it uploads with. */
export function openDesk(api: Api): Desk {
  return createDesk({
    api: { submit: api.submit, ...createPageUploads({ baseUrl: api.baseUrl }) },
    hasher: createHasher(),
    memory: createUploadMemory(localStorage, Date.now),
    schedule: soon,
  });
}

/** Not with every picture: numbers that change sixty times a second are read by nobody. */
function soon(tell: () => void): void {
  setTimeout(tell, 80);
}
