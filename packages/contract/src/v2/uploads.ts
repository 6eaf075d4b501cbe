/** Where tus 1.0.0 is spoken, and what our side asks of it beyond the protocol. */
export const uploadsPath = '/renderapi/v2/uploads';

/** Key of Upload-Metadata: the SHA-256 of the whole upload, 64 hexadecimal digits (base64 of them, as tus has it). */
export const uploadSha256Key = 'sha256';

/** Key of Upload-Metadata: the name of the file, for people and for what an archive is told by. */
export const uploadFileNameKey = 'filename';
