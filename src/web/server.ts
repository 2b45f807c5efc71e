/** One spec on the loopback address: a page, and the questions that it asks. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../errors.js';
import { type Asset, readAssets } from './assets.js';
import { Refusal, readBody } from './body.js';
import { admit, type Door, strictHeaders } from './guard.js';
import { Jobs } from './jobs.js';
import type { FaultView, ModelChoice } from './messages.js';
import { Models } from './models.js';
import { type Answer, answers, type Service, type Stream } from './routes.js';

export interface ServeRequest extends Omit<Service, 'models' | 'jobs'> {
  /** The model that the page begins with; a wrong one is refused before anything is served. */
  readonly choice: ModelChoice;
  /** 0: any that is free. */
  readonly port: number;
  /** What the address must begin with; at least 16 letters and digits. */
  readonly token: string;
  /** Is told a fault of our own; the server goes on. */
  readonly onFault: (fault: unknown) => void;
}

export interface Served {
  readonly port: number;
  /** The address of the page, with the token. */
  readonly url: string;
  /** Ends what is under way, and every connection. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. Rejects with a UserError when the port is taken. */
export async function serve(request: ServeRequest): Promise<Served> {
  const assets = readAssets();
  const models = new Models(request.source.spec);
  models.choose(request.choice);
  const service: Service = { ...request, models, jobs: new Jobs() };
  const door: { port: number; readonly token: string } = { port: request.port, token: request.token };
  const server = createServer({ maxHeaderSize: 8192, requestTimeout: 30_000 }, (question, response) => {
    handle(question, response, { door, assets, service }).catch((error: unknown) => {
      if (!(error instanceof UserError) && !(error instanceof Refusal)) request.onFault(error);
      refuse(question, response, error);
    });
  });
  await listening(server, request.port);
  door.port = (server.address() as AddressInfo).port;
  return {
    port: door.port,
    url: `http://127.0.0.1:${door.port}/${door.token}/`,
    close: async () => {
      await service.jobs.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Parts {
  readonly door: Door;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly service: Service;
}

async function handle(question: IncomingMessage, response: ServerResponse, { door, assets, service }: Parts): Promise<void> {
  for (const [name, value] of Object.entries(strictHeaders)) response.setHeader(name, value);
  const admission = admit(door, question);
  if (admission.kind === 'refused') throw new Refusal(admission.status, admission.reason);
  if (admission.kind === 'moved') {
    response.writeHead(308, { Location: admission.to }).end();
    return;
  }
  const { route, query } = admission;
  if (question.method === 'GET') {
    const asset = assets.get(route);
    if (asset !== undefined) return send(response, 200, asset.type, asset.content);
  }
  const answer = answers.get(`${question.method} ${route}`);
  if (answer === undefined) throw new Refusal(404, 'there is nothing at this address');
  const body = question.method === 'POST' ? await readBody(question) : undefined;
  await respond(response, await answer(service, body, query));
}

async function respond(response: ServerResponse, answer: Answer): Promise<void> {
  if (answer.kind === 'data') return send(response, 200, 'application/json; charset=utf-8', JSON.stringify(answer.data));
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  await follow(response, answer);
}

/** Server-sent events, until there are no more or nobody listens. */
async function follow(response: ServerResponse, { subscribe }: Stream): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = subscribe((event) => {
      response.write(event === null ? 'event: end\ndata: null\n\n' : `data: ${JSON.stringify(event)}\n\n`);
      if (event === null) resolve();
    });
    response.on('close', () => {
      stop();
      resolve();
    });
  });
  response.end();
}

function send(response: ServerResponse, status: number, type: string, content: string | Buffer): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(content) });
  response.end(content);
}

/** Why not, as data: a request that asks for too much is not read to its end. */
function refuse({ headers }: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = error instanceof Refusal ? error.status : error instanceof UserError ? 400 : 500;
  if (status === 413) response.setHeader('Connection', 'close');
  const fault = faultView(error);
  // A person who typed the address, or kept it from an earlier time, reads a sentence.
  if (headers.accept?.startsWith('text/html')) send(response, status, 'text/plain; charset=utf-8', `${fault.message}\n${advice}\n`);
  else send(response, status, 'application/json; charset=utf-8', JSON.stringify(fault));
}

const advice = 'explore serve prints the address that is answered; what stands behind the # of an older one may be put behind it.';

function faultView(error: unknown): FaultView {
  if (error instanceof UserError) return { message: error.message, details: error.details };
  if (error instanceof Refusal) return { message: error.message, details: [] };
  return { message: 'explore itself failed; the terminal says more', details: [] };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(
          new UserError(`port ${port} is taken`, [
            ['because', 'another program listens there, perhaps another explore serve'],
            ['to do', 'name another one with --port, or leave --port out for one that is free'],
          ]),
        );
      } else if (error.code === 'EACCES') reject(new UserError(`port ${port} may not be used`, [['to do', 'name one above 1023']]));
      else reject(error);
    });
    // Nobody but this machine is listened to, whatever its other addresses are.
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
}
