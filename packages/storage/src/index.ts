export { receiveProject } from './projects/receive-project.ts';
export type { ReceiveRequest } from './projects/receive-project.ts';
export type { ReceivedProject } from './projects/received-project.ts';
export { placeProject } from './projects/place-project.ts';
export type { PlaceRequest } from './projects/place-project.ts';
export { reserveProject } from './projects/reserve-project.ts';
export { sweepIncoming } from './projects/sweep-incoming.ts';
export type { SweepLog, SweepRequest, SweepResult } from './projects/sweep-incoming.ts';
export { attemptLogPath, newAttemptLogPath } from './logs/attempt-log-path.ts';
export { outputDirectoryOf, removeTaskDirectory } from './tasks/task-directory.ts';
export { measureTask, removeTaskLogs, removeTaskResults } from './tasks/measure-task.ts';
export type { TaskSize } from './tasks/measure-task.ts';
export { freeBytesOf } from './files/free-bytes.ts';
export { hasOutputs, listOutputs } from './outputs/list-outputs.ts';
export type { OutputDescription } from './outputs/list-outputs.ts';
export { openOutput, openOutputFile } from './outputs/open-output.ts';
export type { OpenOutput, OutputRequest } from './outputs/open-output.ts';
export { fetchFolder } from './zip/prepare-fetched.ts';
export { streamResultZip, streamResultsZip } from './zip/stream-result-zip.ts';
export type { ProjectFileToPack, TaskToPack, ZipOptions } from './zip/stream-result-zip.ts';
export { keepThumbnail, readThumbnail } from './thumbnails/thumbnail-shelf.ts';
export type { ThumbnailPlace } from './thumbnails/thumbnail-shelf.ts';
export { hashProject } from './projects/hash-project.ts';
export { openProject } from './projects/open-project.ts';
export type { OpenProject } from './projects/open-project.ts';
export { discardOutputs } from './staged-outputs/discard-outputs.ts';
export { listStagedLeases } from './staged-outputs/list-staged-leases.ts';
export type { StagedLease } from './staged-outputs/list-staged-leases.ts';
export { publishOutputs } from './staged-outputs/publish-outputs.ts';
export type { FileOfFrame } from './staged-outputs/publish-outputs.ts';
export { isStaged, stageOutput } from './staged-outputs/stage-output.ts';
export type { StageRequest } from './staged-outputs/stage-output.ts';
export type { StagedFrame } from './staged-outputs/staging-place.ts';
export { storageError } from './errors/storage-error.ts';
export { requireRoom } from './uploads/write-upload.ts';
export { incomingChunks } from './uploads/incoming-chunks.ts';
export type { ReceiveLimits } from './uploads/write-upload.ts';
export type {
  ByteRange,
  ContentStore,
  ListedContent,
  NewContent,
  StoredContent,
} from './contents/content-store.ts';
export type { SmallContent } from './contents/small-content.ts';
export { createDirectoryContents } from './contents/directory-contents.ts';
export type { DirectoryContentsOptions } from './contents/directory-contents.ts';
export { archiveInStore } from './archives/archive-bytes.ts';
export type { ArchiveLocation } from './archives/archive-bytes.ts';
export type { ArchiveLimits } from './archives/archive-limits.ts';
export { unpackArchive } from './archives/unpack-archive.ts';
export type { UnpackRequest } from './archives/unpack-archive.ts';
export { createS3Contents } from './contents/s3-contents.ts';
export type { S3ContentsOptions } from './contents/s3/s3-options.ts';
export type { PartialUpload } from './partial-uploads/partial-upload.ts';
export { uploadNotFound } from './partial-uploads/partial-upload.ts';
export { createUploadShelf } from './partial-uploads/upload-shelf.ts';
export type { OpenUploadLimits, UploadShelf, UploadShelfOptions } from './partial-uploads/upload-shelf.ts';
