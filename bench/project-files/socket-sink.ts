// A program of its own: takes files from one connection and writes them, as fast as it can. What is sent: for each file its
// size as eight bytes, then its bytes. When the sender ends, everything is put on the disk itself, and told.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const [, , folder = ''] = process.argv;
const headerBytes = 8;

const server = createServer({ allowHalfOpen: true }, (socket) => {
  let files = 0;
  let file: number | undefined;
  let left = 0;
  let header = Buffer.alloc(0);

  function take(chunk: Buffer): Buffer {
    if (file === undefined) {
      const needed = headerBytes - header.length;
      header = Buffer.concat([header, chunk.subarray(0, needed)]);
      if (header.length === headerBytes) {
        left = Number(header.readBigUInt64LE());
        header = Buffer.alloc(0);
        file = openSync(join(folder, String(files++)), 'wx');
      }
      return chunk.subarray(needed);
    }
    const written = writeSync(file, chunk, 0, Math.min(chunk.length, left));
    left -= written;
    if (left === 0) {
      closeSync(file);
      file = undefined;
    }
    return chunk.subarray(written);
  }

  socket.on('data', (chunk: Buffer) => {
    for (let rest = chunk; rest.length > 0;) rest = take(rest);
  });
  socket.on('end', () => {
    execFileSync('sync', ['-f', folder]);
    socket.end(String(files), () => {
      server.close();
    });
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
});
