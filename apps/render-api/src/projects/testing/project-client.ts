import { createHash } from 'node:crypto';
import type { Manifest, ProjectCreated } from '@renderonline/contract';

/** A file of a test's project. */
export interface TestFile {
  readonly path: string;
  readonly content: Buffer;
}

export const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

export function manifestOf(files: readonly TestFile[], mainPath = files[0]?.path ?? ''): Manifest {
  return {
    mainPath,
    files: files.map(({ path, content }) => ({ path, size: content.length, sha256: sha256Of(content) })),
  };
}

/** What clients of projects do, over HTTP. */
export interface ProjectClient {
  call(method: string, path: string, options?: CallOptions): Promise<Response>;
  /** With tus's headers; `body` with its content type. */
  tus(method: string, path: string, options?: CallOptions): Promise<Response>;
  /** Uploads a content with the request that begins its upload. */
  upload(content: Buffer, headers?: Record<string, string>): Promise<Response>;
  /** Asks for a project and uploads all that is missing. */
  complete(files: readonly TestFile[]): Promise<number>;
}

export interface CallOptions {
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer | ReadableStream;
}

/** The headers that announce a content. */
export function announced(content: Buffer, sha256 = sha256Of(content)): Record<string, string> {
  return {
    'upload-length': String(content.length),
    'upload-metadata': `filename ${btoa('a.png')},sha256 ${btoa(sha256)}`,
  };
}

export function createProjectClient(
  url: string,
  credentials: { readonly email: string; readonly token: string },
): ProjectClient {
  const call: ProjectClient['call'] = (method, path, { headers = {}, body } = {}) =>
    fetch(`${url}/renderapi/v2/${path}`, {
      method,
      headers: { ...credentials, ...headers },
      ...(body === undefined
        ? {}
        : {
            body: typeof body === 'string' ? body : (body as NonNullable<RequestInit['body']>),
            duplex: 'half',
          }),
    });
  const tus: ProjectClient['tus'] = (method, path, { headers = {}, body } = {}) => {
    const type = body === undefined ? {} : { 'content-type': 'application/offset+octet-stream' };
    return call(method, path, {
      headers: { 'tus-resumable': '1.0.0', ...type, ...headers },
      ...(body === undefined ? {} : { body }),
    });
  };
  const upload: ProjectClient['upload'] = (content, headers = {}) =>
    tus('POST', 'uploads', { headers: { ...announced(content), ...headers }, body: content });
  return {
    call,
    tus,
    upload,
    async complete(files) {
      const body = JSON.stringify(manifestOf(files));
      const asked = (await (await call('POST', 'projects', { body })).json()) as ProjectCreated;
      const lacking = new Set(asked.missing.map(({ sha256 }) => sha256));
      for (const { content } of files) {
        if (lacking.delete(sha256Of(content))) await (await upload(content)).body?.cancel();
      }
      return asked.projectId;
    },
  };
}
