import assert from 'node:assert/strict';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createRawServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  acceptNeighboursHeader,
  leastSharedBytes,
  sharingTls,
  ticketText,
  type Neighbour,
} from '@renderonline/contract/link';
import { createLogger } from '@renderonline/runtime';
import { doorOf } from '../joining/membership.ts';
import { createLinkHttp } from '../link/http/link-http.ts';
import { createLinkState } from '../link/link-state.ts';
import { testMembership } from '../link/testing/test-machine.ts';
import { createFileInspector, type FileInspector } from '../outputs/file-inspector.ts';
import { openContentShelf, type ContentShelf } from '../projects/content-shelf.ts';
import { askNeighbour, type NeighbourLimits } from './ask-neighbour.ts';
import { shareContents, type ContentSharing } from './content-sharing.ts';
import { createNearestSources } from './nearest-source.ts';

const log = createLogger({ name: 'test', level: 'silent' });
const never = new AbortController().signal;
const host = '127.0.0.1';
const size = leastSharedBytes + 300_000;
const content = randomBytes(size);
const sha256 = sha256Of(content);
const key = randomBytes(32);
/** A busy computer may take its time; what hangs is found after this. */
const limits: NeighbourLimits = { connectMs: 5000, answerMs: 5000, paceMs: 5000, paceBytes: 1_000_000 };
const impatient: NeighbourLimits = { connectMs: 100, answerMs: 100, paceMs: 100, paceBytes: 1_000_000 };

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('files from neighbours', () => {
  let folder: string;
  let renderApi: Server;
  let closeDoor: () => void;
  let inspector: FileInspector;
  let sharing: ContentSharing;
  let servers: { close: () => void }[];
  /** Whom RenderAPI tells of, to those who ask. */
  let neighbours: Neighbour[];
  /** Status of each answer of RenderAPI to a request for the file. */
  let answered: number[];
  let renderApiBytes: number;
  let nearAddresses: string[];
  let elapsedMs = 0;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-neighbours-'));
    [neighbours, answered, servers, renderApiBytes, nearAddresses] = [[], [], [], 0, [host]];
    renderApi = createServer(answer);
    await new Promise<void>((resolve) => renderApi.listen(0, host, resolve));
    inspector = createFileInspector();
    sharing = await shareContents({
      ...{ folder: join(folder, 'theirs'), port: 0, bindAddress: host, log },
      network: { addresses: () => [] },
      elapsedMs: () => elapsedMs,
    });
    sharing.setTerms({ key: key.toString('base64url'), nowMs: elapsedMs + 1_000_000 });
  });
  afterEach(async () => {
    closeDoor();
    await sharing.close();
    await inspector.close();
    for (const server of servers) server.close();
    renderApi.closeAllConnections();
    await new Promise((resolve) => renderApi.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.headers[acceptNeighboursHeader] !== undefined && neighbours.length > 0) {
      answered.push(300);
      response.writeHead(300).end(JSON.stringify({ neighbours }));
      return;
    }
    const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
    answered.push(from === 0 ? 200 : 206);
    renderApiBytes += size - from;
    response.writeHead(from === 0 ? 200 : 206, {
      'content-length': size - from,
      ...(from === 0 ? {} : { 'content-range': `bytes ${from}-${size - 1}/${size}` }),
    });
    response.end(content.subarray(from));
  }

  async function openShelf(within = limits): Promise<ContentShelf> {
    const { port } = renderApi.address() as AddressInfo;
    const door = doorOf(testMembership(new URL(`http://${host}:${port}`)));
    closeDoor = () => {
      door.agent.destroy();
    };
    const api = createLinkHttp({ door, state: createLinkState(), random: () => 0, log });
    const clock = { elapsedMs: () => elapsedMs, now: () => new Date() };
    const network = { isNear: (address: string) => nearAddresses.includes(address) };
    const sources = createNearestSources({
      ...{ api, network, log, limits: within },
      elapsedMs: () => elapsedMs,
    });
    return openContentShelf(join(folder, 'ours'), { api, sources, inspector, clock, log });
  }

  const fetchOne = (shelf: ContentShelf) => shelf.fetch({ sha256, size }, { taskId: 4, sha256 }, never);

  /** What the other machine's cache has, under the hash of the real one. */
  async function give(bytes: Buffer): Promise<void> {
    await mkdir(join(folder, 'theirs', sha256.slice(0, 2)), { recursive: true });
    await writeFile(join(folder, 'theirs', sha256.slice(0, 2), sha256), bytes);
  }

  function neighbourAt(machineId: number, port: number, changes: Partial<Neighbour> = {}): Neighbour {
    const ticket = changes.ticket ?? ticketText({ machineId: 7, sha256, endsAtMs: 1_100_000 + elapsedMs });
    const ticketKey = createHmac('sha256', key).update(ticket).digest('base64url');
    return { machineId, port, addresses: ['10.9.9.9', host], ticket, key: ticketKey, ...changes };
  }

  const sharer = (changes: Partial<Neighbour> = {}) => neighbourAt(2, sharing.place()?.port ?? 0, changes);

  /** One with the right key that does as it likes. */
  async function startRogue(respond: (request: IncomingMessage, response: ServerResponse) => void) {
    let asked = 0;
    const pskCallback = (_socket: object, ticket: string) =>
      createHmac('sha256', key).update(ticket).digest();
    const server = createTlsServer({ ...sharingTls, pskCallback }, (request, response) => {
      asked += 1;
      respond(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    servers.push({
      close() {
        server.closeAllConnections();
        server.close();
      },
    });
    return { port: (server.address() as AddressInfo).port, asked: () => asked };
  }

  it('come whole, and RenderAPI sends nothing of them', async () => {
    await give(content);
    neighbours = [sharer()];
    const shelf = await openShelf();
    await fetchOne(shelf);
    assert.equal(await shelf.has({ sha256, size }), true);
    assert.deepEqual([answered, renderApiBytes], [[300], 0]);
  });

  it('go on where something else broke off', async () => {
    await give(content);
    neighbours = [sharer()];
    const shelf = await openShelf();
    await writeFile(join(folder, 'ours', '.incoming', sha256), content.subarray(0, 200_000));
    await fetchOne(shelf);
    assert.deepEqual([answered, renderApiBytes], [[300], 0]);
  });

  it('are not looked for when they are small, and come at once when RenderAPI knows nobody', async () => {
    const shelf = await openShelf();
    await fetchOne(shelf);
    assert.deepEqual(answered, [200]);
    await rm(join(folder, 'ours'), { recursive: true });
    neighbours = [sharer()];
    const other = await openShelf();
    await writeFile(join(folder, 'ours', '.incoming', sha256), content.subarray(0, 400_000));
    await fetchOne(other);
    assert.deepEqual(answered, [200, 206]);
  });

  it('that lie cost time only, and are believed no more', async () => {
    await give(randomBytes(size));
    neighbours = [sharer()];
    const shelf = await openShelf();
    await fetchOne(shelf);
    assert.deepEqual([answered, renderApiBytes], [[300, 200], size]);
    await give(content);
    shelf.removeUnused(sha256);
    await fetchOne(shelf);
    assert.deepEqual(answered, [300, 200, 300, 200]);
    elapsedMs += 11 * 60_000;
    neighbours = [sharer()];
    shelf.removeUnused(sha256);
    sharing.setTerms({ key: key.toString('base64url'), nowMs: elapsedMs + 1_000_000 });
    await fetchOne(shelf);
    assert.deepEqual(answered, [300, 200, 300, 200, 300]);
  });

  it('that are dead, far or strangers are passed by for the next one', async () => {
    await give(content);
    const dead = createRawServer();
    await new Promise<void>((resolve) => dead.listen(0, host, resolve));
    const { port } = dead.address() as AddressInfo;
    await new Promise((resolve) => dead.close(resolve));
    neighbours = [neighbourAt(3, port), neighbourAt(4, port, { addresses: ['10.9.9.9'] }), sharer()];
    await fetchOne(await openShelf());
    assert.deepEqual(answered, [300]);
  });

  it('that hang are left after a moment, at each step of theirs', async () => {
    const open = new Set<Socket>();
    const mute = createRawServer((socket) => open.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => mute.listen(0, host, resolve));
    servers.push({
      close() {
        for (const socket of open) socket.destroy();
        mute.close();
      },
    });
    const silent = await startRogue(() => undefined);
    neighbours = [neighbourAt(3, (mute.address() as AddressInfo).port), neighbourAt(5, silent.port)];
    const shelf = await openShelf(impatient);
    await fetchOne(shelf);
    assert.deepEqual([answered, open.size], [[300, 200], 1]);
    // Neither is asked again so soon.
    const asked = silent.asked();
    shelf.removeUnused(sha256);
    await fetchOne(shelf);
    assert.deepEqual([answered, open.size, silent.asked()], [[300, 200, 300, 200], 1, asked]);
  });

  it('that stop in the middle are left for the rest', async () => {
    const slow = await startRogue((_request, response) => {
      response.writeHead(200, { 'content-length': size });
      response.write(content.subarray(0, 500_000));
    });
    neighbours = [neighbourAt(3, slow.port)];
    await fetchOne(await openShelf({ ...limits, paceMs: 300 }));
    assert.deepEqual(answered, [300, 206]);
    assert.ok(renderApiBytes < size);
  });

  it('that answer oddly are left', async () => {
    const oddities: ((response: ServerResponse) => void)[] = [
      (response) => response.writeHead(500).end(),
      (response) => response.writeHead(302, { location: 'http://localhost/' }).end(),
      (response) => response.writeHead(200, { 'content-length': size + 1 }).end(),
      (response) => response.writeHead(200).end(content),
      (response) => response.destroy(),
    ];
    for (const [index, odd] of oddities.entries()) {
      const rogue = await startRogue((_request, response) => {
        odd(response);
      });
      neighbours = [neighbourAt(3, rogue.port)];
      answered = [];
      const shelf = await openShelf();
      await fetchOne(shelf);
      assert.deepEqual([answered, rogue.asked()], [[300, 200], 1], `oddity ${index}`);
      shelf.removeUnused(sha256);
      closeDoor();
    }
  });

  it('are not looked for a while where none is near', async () => {
    neighbours = [sharer()];
    nearAddresses = [];
    const shelf = await openShelf();
    for (let time = 0; time < 2; time++) {
      await fetchOne(shelf);
      shelf.removeUnused(sha256);
    }
    assert.deepEqual(answered, [300, 200, 200]);
  });

  describe('are given away', () => {
    const ask = (neighbour: Neighbour, path = sha256) =>
      askNeighbour(neighbour, host, { sha256: path, size, offset: 0, signal: never }, limits);
    // No door was opened.
    beforeEach(() => {
      closeDoor = () => undefined;
    });

    it('to nobody with a ticket that has ended, is forged, or is of an earlier term', async () => {
      await give(content);
      const ended = ticketText({ machineId: 7, sha256, endsAtMs: elapsedMs + 999_999 });
      const forged = randomBytes(32).toString('base64url');
      await assert.rejects(ask(sharer({ ticket: ended })), { code: 'EPROTO' });
      await assert.rejects(ask(sharer({ key: forged })), { code: 'EPROTO' });
      await assert.rejects(ask(sharer({ ticket: 'anything' })), { code: 'EPROTO' });
      sharing.setTerms({ key: forged, nowMs: 0 });
      await assert.rejects(ask(sharer()), { code: 'EPROTO' });
      sharing.setTerms(null);
      await assert.rejects(ask(sharer()), { code: 'EPROTO' });
    });

    it('by their own hash only, and only when they are there', async () => {
      await assert.rejects(ask(sharer()), { name: 'NeighbourCannot', message: 'it answered 404' });
      await writeFile(join(folder, 'secret'), content);
      await mkdir(join(folder, 'theirs', sha256.slice(0, 2)), { recursive: true });
      await symlink(join(folder, 'secret'), join(folder, 'theirs', sha256.slice(0, 2), sha256));
      await assert.rejects(ask(sharer()), { message: 'it answered 404' });
      for (const path of [
        'b'.repeat(64),
        '../secret',
        '..%2f..%2fsecret',
        `${sha256}/../../../secret`,
        `${sha256}?x`,
        '',
      ]) {
        await assert.rejects(ask(sharer(), path), /status 403/, path);
      }
    });

    it('at the addresses of the computer, unless it listens at one only', async () => {
      assert.deepEqual(sharing.place()?.addresses, [host]);
      const everywhere = (addresses: string[]) =>
        shareContents({
          ...{ folder, port: 0, bindAddress: null, log, elapsedMs: () => 0 },
          network: { addresses: () => addresses },
        });
      for (const addresses of [['192.168.1.5', 'fd00::5'], []]) {
        const one = await everywhere(addresses);
        assert.deepEqual(one.place()?.addresses ?? [], addresses);
        await one.close();
      }
    });
  });
});
