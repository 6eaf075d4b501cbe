// A render node as RenderOnline 1.x's HPCServer was, written from the contract: one render at a time, a real
// process, no AttemptId, no GET /hpc/attempt, no exit code, and only the process itself is ended by a stop. It
// knows nothing of this project's packages on purpose.
//
// By itself: node tests/look-alikes/hpc-server-1x.ts --port 5001 --engine blender=/usr/bin/blender
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { parseArgs } from 'node:util';

export interface HpcServer1xOptions {
  readonly engines: readonly { readonly engineId: string; readonly executablePath: string }[];
  /** Any free one by default. */
  readonly port?: number;
  readonly host?: string;
}

export interface SeenStart {
  readonly engineId: string;
  readonly taskId: number;
  readonly arguments: string;
}

/** What may be wrong with the machine or the way to it; changed at any time. */
export interface Hpc1xFaults {
  /** Every answer waits for this. */
  beforeAnswer: (path: string) => Promise<void>;
  /** The render starts, the answer never leaves. */
  dropStartAnswers: boolean;
  /** Answers instead of HPCServer. */
  impostor: ((path: string) => { status: number; body: string } | undefined) | undefined;
}

interface Render {
  readonly taskId: number;
  readonly startedAtMs: number;
  readonly child: ChildProcess;
  endedAtMs: number | undefined;
  isSuccess: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export class HpcServer1x {
  readonly faults: Hpc1xFaults = {
    beforeAnswer: () => Promise.resolve(),
    dropStartAnswers: false,
    impostor: undefined,
  };
  /** Every start that led to a process, in order. */
  readonly starts: SeenStart[] = [];
  readonly stops: number[] = [];
  /** Paths of all requests, in order. */
  readonly requests: string[] = [];
  readonly #options: HpcServer1xOptions;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port: number;
  #render: Render | undefined;

  constructor(options: HpcServer1xOptions) {
    this.#options = options;
    this.#port = options.port ?? 0;
  }

  /** Listens; after `vanish` or `restart` on the same port as before. */
  async listen(): Promise<this> {
    const server = createServer((request, response) => void this.#serve(request, response));
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, this.#options.host ?? '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    return this;
  }

  get port(): number {
    return this.#port;
  }

  /** The renderer's process id; undefined when none runs. */
  get rendererPid(): number | undefined {
    return this.#render?.endedAtMs === undefined ? this.#render?.child.pid : undefined;
  }

  /** The network is gone: nobody answers, the render goes on. */
  async vanish(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) =>
      server.close(() => {
        resolve();
      }),
    );
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** The program dies, and its renderer with it; what it knew is forgotten. */
  async crash(): Promise<void> {
    await this.vanish();
    const child = this.#render?.child;
    this.#render = undefined;
    await endOf(child);
  }

  async restart(): Promise<void> {
    await this.crash();
    await this.listen();
  }

  async close(): Promise<void> {
    await this.crash();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    this.requests.push(path);
    const text = await textOf(request);
    const impostor = this.faults.impostor?.(path);
    const answer = impostor ?? this.#answer(request.method ?? '', path, text);
    await this.faults.beforeAnswer(path);
    if (path === '/hpc/start' && this.faults.dropStartAnswers) {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'Content-Type': 'application/json; charset=utf-8' });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  }

  #answer(method: string, path: string, text: string): Answer {
    switch (`${method} ${path}`) {
      case 'GET /hpc/status':
        return { status: 200, body: this.#status() };
      case 'POST /hpc/start':
        return this.#start(parsed(text));
      case 'POST /hpc/stop':
        return this.#stop(parsed(text));
      default:
        return { status: 404, body: '' };
    }
  }

  #status(): unknown {
    const EngineIds = this.#options.engines.map(({ engineId }) => engineId);
    const render = this.#render;
    if (render === undefined) return { EngineIds, Task: null };
    const totalMs = (render.endedAtMs ?? Date.now()) - render.startedAtMs;
    return {
      EngineIds,
      Task: {
        TaskId: render.taskId,
        IsSuccess: render.isSuccess,
        IsRunning: render.endedAtMs === undefined,
        TotalSeconds: Math.floor(totalMs / 1000),
      },
    };
  }

  #start(body: Record<string, unknown>): Answer {
    if (this.rendererPid !== undefined) return refused('There already is an active render!');
    const { EngineId: engineId, Arguments: line } = body;
    if (typeof engineId !== 'string' || typeof line !== 'string' || line === '') {
      return refused('Invalid render arguments!');
    }
    const engine = this.#options.engines.find(
      (candidate) => candidate.engineId.toLowerCase() === engineId.toLowerCase(),
    );
    if (engine === undefined) return refused(`Requested rendering engine not configured: ${engineId}`);
    const taskId = Number(body.TaskId);
    this.starts.push({ engineId, taskId, arguments: line });
    this.#render = spawnRender(taskId, engine, line);
    return accepted(`Rendering using engine with identifier: ${engineId}`);
  }

  #stop(body: Record<string, unknown>): Answer {
    this.stops.push(Number(body.TaskId));
    if (this.rendererPid === undefined) return accepted('No active render!');
    if (this.#render?.taskId !== Number(body.TaskId)) {
      return refused('No process running with provided task identifier!');
    }
    this.#render.child.kill('SIGKILL');
    // 1.x said so once it had asked the system, whether or not the process was gone.
    this.#render.endedAtMs = Date.now();
    return accepted('Active render terminated!');
  }
}

function spawnRender(
  taskId: number,
  engine: { readonly engineId: string; readonly executablePath: string },
  line: string,
): Render {
  const [first, ...rest] = splitCommandLine(line);
  const hasProgramName = first !== undefined && first.toLowerCase() === engine.engineId.toLowerCase();
  const child = spawn(engine.executablePath, hasProgramName ? rest : [first ?? '', ...rest], {
    stdio: 'ignore',
  });
  const render: Render = { taskId, startedAtMs: Date.now(), child, endedAtMs: undefined, isSuccess: false };
  const ended = (isSuccess: boolean) => {
    render.isSuccess = isSuccess;
    render.endedAtMs ??= Date.now();
  };
  child.once('exit', (code) => {
    ended(code === 0);
  });
  child.once('error', () => {
    ended(false);
  });
  return render;
}

async function endOf(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  child.kill('SIGKILL');
  await exited;
}

/**
 * An argument string as .NET's Process read it: white space separates, double quotes group, and backslashes count
 * only before a quote (2n of them: n and the quote; 2n + 1: n and a literal quote).
 */
function splitCommandLine(line: string): string[] {
  const found: string[] = [];
  let current: string | undefined;
  let isQuoted = false;
  for (const [token, backslashes = '', rest = ''] of line.matchAll(/(\\*)("|[^\\"]|$)/g)) {
    const literal = rest === '"' ? backslashes.slice(0, Math.floor(backslashes.length / 2)) : backslashes;
    if (literal !== '') current = (current ?? '') + literal;
    if (rest === '"' && backslashes.length % 2 === 1) current = `${current ?? ''}"`;
    else if (rest === '"') [isQuoted, current] = [!isQuoted, current ?? ''];
    else if (!isQuoted && /[ \t]/.test(rest)) {
      if (current !== undefined) found.push(current);
      current = undefined;
    } else if (token !== '') current = (current ?? '') + rest;
  }
  if (current !== undefined) found.push(current);
  return found;
}

function accepted(Message: string): Answer {
  return { status: 200, body: { IsSuccess: true, Message } };
}

function refused(Message: string): Answer {
  return { status: 400, body: { IsSuccess: false, Message } };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return body !== null && typeof body === 'object' ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '5001' },
      engine: { type: 'string', multiple: true, default: [] },
    },
  });
  const engines = values.engine.map((text) => {
    const [engineId = '', executablePath = ''] = text.split('=', 2);
    return { engineId, executablePath };
  });
  const server = await new HpcServer1x({ engines, port: Number(values.port) }).listen();
  console.log(`listening on port ${server.port}`);
}
