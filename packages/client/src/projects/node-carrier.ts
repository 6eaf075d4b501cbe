import { Agent as HttpsAgent } from 'node:https';
import type { Connection } from '../requests/connection.ts';
import { uploadBundle } from '../uploads/upload-bundle.ts';
import { uploadContent, type ContentFile } from '../uploads/upload-content.ts';
import type { Carrier, Hashed } from './carrier.ts';
import { hashFiles, type HashedFile } from './hash-files.ts';
import { rememberedHash, type HashMemory, type StampedFile } from './hash-memory.ts';
import { defaultAbsenceLimitMs, type TransferOptions } from './transfer.ts';

const { Agent: HttpAgent } = process.getBuiltinModule('node:http');

const uploadsAtOnce = 6;

/** Carries files of this computer, on connections that are kept open. */
export function createNodeCarrier(
  connection: Connection,
  options: TransferOptions & { readonly hashes?: HashMemory | undefined },
): Carrier<StampedFile> {
  const { memory, hashes, absenceLimitMs = defaultAbsenceLimitMs } = options;
  const agentOptions = { keepAlive: true, maxSockets: uploadsAtOnce };
  const agent = connection.baseUrl.startsWith('https:')
    ? new HttpsAgent(agentOptions)
    : new HttpAgent(agentOptions);
  const context = { connection, agent, memory, absenceLimitMs };
  return {
    atOnce: uploadsAtOnce,
    async hash(files, onHashed, signal) {
      const unknown = new Map<string, StampedFile>();
      for (const file of files) {
        const known = rememberedHash(hashes, file);
        if (known === undefined) unknown.set(file.path, file);
        else onHashed({ ...file, ...known });
      }
      const takeAndKeep = (hashed: HashedFile): void => {
        const stamp = unknown.get(hashed.path)?.stamp;
        if (stamp !== undefined) hashes?.keep(hashed.filePath, stamp, hashed.sha256);
        onHashed({ ...hashed, stamp });
      };
      await hashFiles([...unknown.values()], takeAndKeep, signal);
    },
    sendOne: (file, { asksFirst, signal }, onSent) =>
      uploadContent(contentOf(file, asksFirst), { ...context, signal }, onSent),
    sendTogether: (files, signal) =>
      uploadBundle(
        files.map((file) => contentOf(file, false)),
        { ...context, signal },
      ),
    close() {
      agent.destroy();
    },
  };
}

function contentOf(
  { filePath, path: name, size, sha256 }: Hashed<StampedFile>,
  asksFirst: boolean,
): ContentFile {
  return { filePath, name, size, sha256, asksFirst };
}
