import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { it } from 'node:test';
import { discoverFarms } from './discover-farms.ts';

const service = '_renderonline._tcp.local';

function name(text: string): Buffer {
  const labels = text
    .split('.')
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function record(owner: string, type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt32BE(120, 4);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([name(owner), head, data]);
}

/** What a RenderAPI answers to the question where it is: PTR, SRV, TXT and A records (RFC 6763). */
function announcement(instance: string, port: number, texts: readonly string[]): Buffer {
  const full = `${instance}.${service}`;
  const srv = Buffer.alloc(6);
  srv.writeUInt16BE(port, 4);
  const txt = texts.map((text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]));
  const records = [
    record(service, 12, name(full)),
    record(full, 33, Buffer.concat([srv, name('farm.local')])),
    record(full, 16, Buffer.concat(txt)),
    record('farm.local', 1, Buffer.from([192, 168, 1, 5])),
  ];
  const header = Buffer.alloc(12);
  header.writeUInt16BE(0x8400, 2);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, ...records]);
}

async function bound(): Promise<{ socket: Socket; port: number }> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  return { socket, port: socket.address().port };
}

it('finds the farms that say where they are', async () => {
  const responder = await bound();
  const asker = await bound();
  responder.socket.on('message', (question, { port, address }) => {
    if (!question.includes('_renderonline')) return;
    const answers = [
      announcement('upstairs', 5000, ['scheme=http']),
      announcement('cellar', 5443, ['scheme=https']),
      announcement('proxied', 5000, ['address=https://farm.example/render']),
      Buffer.from('not DNS'),
    ];
    for (const answer of answers) responder.socket.send(answer, port, address);
  });
  const network = {
    socket: asker.socket,
    bind: false,
    multicast: false,
    ip: '127.0.0.1',
    port: responder.port,
  };
  assert.deepEqual(await discoverFarms({ limitMs: 300, network }), [
    { name: 'cellar', address: 'https://farm.local:5443' },
    { name: 'proxied', address: 'https://farm.example/render' },
    { name: 'upstairs', address: 'http://192.168.1.5:5000' },
  ]);
  responder.socket.close();
});
