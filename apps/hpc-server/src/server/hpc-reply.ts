import type { FastifyReply } from 'fastify';

/** JSON.rawJSON is in every Node since 22; TypeScript's library has not heard of it. */
const json = JSON as unknown as { rawJSON(text: string): unknown };

/** Writes a message as JSON; a bigint becomes a number of any length (ids are unsigned 64-bit). */
export function hpcJson(message: unknown): string {
  return JSON.stringify(message, (_key, value: unknown) =>
    typeof value === 'bigint' ? json.rawJSON(value.toString()) : value,
  );
}

/** Sends a message in the shape of /hpc, with the content type that 1.x sent. */
export function sendHpc(reply: FastifyReply, status: number, message: unknown): FastifyReply {
  return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(hpcJson(message));
}

/** The answer of start and stop. */
export function sendRequestResponse(
  reply: FastifyReply,
  status: 200 | 400 | 403 | 404 | 413 | 500,
  message: string,
): FastifyReply {
  return sendHpc(reply, status, { IsSuccess: status === 200, Message: message });
}
