import {
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

/** An object that somebody began to send in parts and has not completed. */
export interface UnfinishedUpload {
  readonly key: string;
  readonly uploadId: string;
  /** Infinity when the storage does not say. */
  readonly startedAtMs: number;
}

/** All of them under a prefix, page by page. */
export async function* listUploads(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<UnfinishedUpload> {
  let from: { readonly KeyMarker?: string; readonly UploadIdMarker?: string } | undefined = {};
  while (from !== undefined) {
    const request: ListMultipartUploadsCommandInput = { Bucket: bucket, Prefix: prefix, ...from };
    const page: ListMultipartUploadsCommandOutput = await client.send(
      new ListMultipartUploadsCommand(request),
    );
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (Key === undefined || UploadId === undefined) continue;
      yield { key: Key, uploadId: UploadId, startedAtMs: Initiated?.getTime() ?? Infinity };
    }
    const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page;
    from =
      IsTruncated === true && NextKeyMarker !== undefined
        ? { KeyMarker: NextKeyMarker, ...(NextUploadIdMarker && { UploadIdMarker: NextUploadIdMarker }) }
        : undefined;
  }
}
