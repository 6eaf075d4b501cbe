import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { TestContext } from 'node:test';
import { answerGap, type S3rver } from './s3-server-gaps.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface S3TestServer {
  readonly endpoint: string;
  readonly bucket: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Answers requests with this status as long as it is given one. */
  failWith(status: number | undefined): void;
  /** Leaves requests unanswered until the promise resolves. */
  waitFor(promise: Promise<unknown>): void;
}

/** An S3 server of this process with an empty bucket, gone when the test has ended. */
export async function startS3Server(t: TestContext): Promise<S3TestServer> {
  const S3rver = createRequire(import.meta.url)('@20minutes/s3rver') as new (options: object) => S3rver;
  const bucket = `b-${randomUUID()}`;
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    // It computes them wrong for requests about the bucket itself; strangers are refused all the same.
    allowMismatchedSignatures: true,
    directory: await temporaryFolder(t),
    configureBuckets: [{ name: bucket }],
  });
  let failure: number | undefined;
  let awaited: Promise<unknown> | undefined;
  mend(server);
  server.middleware.unshift(async (context, next) => {
    await awaited;
    if (failure !== undefined) context.status = failure;
    else if (!(await answerGap(context, server.store))) await next();
  });
  const { port } = await server.run();
  t.after(async () => {
    server.httpServer.closeAllConnections();
    await server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    failWith(status) {
      failure = status;
    },
    waitFor(promise) {
      awaited = promise;
    },
  };
}

/**
 * As in S3, an object is there as a whole or not at all; s3rver would write into the one that is read. And a range
 * that ends at byte 0 is one, which s3rver takes for none.
 */
function mend({ store }: S3rver): void {
  const getObject = store.getObject.bind(store);
  store.getObject = (bucket, key, range) =>
    getObject(bucket, key, range?.end === 0 ? { ...range, end: '0' } : range);
  const putContent = store.putContent.bind(store);
  store.putContent = async (path, content) => {
    const aside = `${path}.${randomUUID()}`;
    const written = await putContent(aside, content);
    await rename(aside, path);
    return written;
  };
}
