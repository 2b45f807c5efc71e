/** A worker's entry: loads the spec, makes the same model as the main thread, and then does what it is told until it is told to finish. */
import { receiveMessageOnPort } from 'node:worker_threads';
import { layOut } from '../layout/index.js';
import { instantiate, type Model, refinementOf, withBound, withGoal, withRefinement } from '../model/index.js';
import { isSpec, type Spec } from '../spec/index.js';
import { moveEntries, moveOrder } from '../store/index.js';
import { LevelWorker } from './level.js';
import { type Command, type Range, type Reply, Shared, type Task } from './messages.js';

/** Runs for as long as the search does. */
export default async function work(task: Task): Promise<void> {
  const { port, index, workers } = task;
  // What a spec prints must not get between the results on standard output.
  console.log = console.info = console.debug = console.error;
  const model = await modelOf(task);
  const shared = new Int32Array(task.shared);
  const reply = (message: Reply): void => port.postMessage(message);
  let seen = 0;

  /** Sleeps until the main thread has sent another command. */
  const next = (): Command => {
    for (;;) {
      const received = receiveMessageOnPort(port) as { message: Command } | undefined;
      if (received !== undefined) return received.message;
      Atomics.wait(shared, Shared.commands, seen);
      seen = Atomics.load(shared, Shared.commands);
    }
  };

  /** Does what it is told until one of `until` comes, and returns that. */
  const serve = (...until: Command['kind'][]): Command['kind'] => {
    for (;;) {
      const command = next();
      if (until.includes(command.kind)) return command.kind;
      const answer = obey(command);
      if (answer !== null) reply(answer);
    }
  };

  const worker = new LevelWorker({
    index,
    model,
    layout: layOut(model.schema),
    properties: task.properties,
    tableBudget: task.tableBudget,
    shared,
    progress: new Float64Array(task.progress, index * 16, 2),
    workers,
    memory: task.memory,
    pause: () => {
      reply({ kind: 'paused' });
      return serve('resume', 'abandon') === 'resume';
    },
  });

  const obey = (command: Command): Reply | null => {
    switch (command.kind) {
      case 'expand':
        worker.settle(command.settled);
        return { kind: 'expanded', levels: command.alone === null ? [worker.expand(command.level, command.chunk, command.block)] : worker.expandAlone(command.level, command.alone) };
      case 'ask':
        worker.settle(command.settled);
        return { kind: 'asked', result: worker.ask(command.level, command.chunk) };
      case 'retrace':
        return { kind: 'retraced', candidates: worker.retrace(command) };
      case 'tell-effects':
        return { kind: 'effects', effects: worker.effects() };
      case 'prepare-sweeps':
        worker.prepareSweeps(command.memory, command.workers);
        return { kind: 'done' };
      case 'sweep':
        return { kind: 'swept', ...worker.sweep(command.liveness, command.pass, command.range, command.chunk) };
      case 'project':
        return { kind: 'projecting', ...worker.project(command) };
      case 'tell-projection':
        return { kind: 'projected', counts: worker.takeProjection() };
      case 'move-entries': {
        const { from, to, stretch } = command;
        const moved = new Uint32Array(worker.memory.order, 4 * command.tail);
        const entries: number[] = [];
        const states: number[] = [];
        claim(shared, stretch.end, command.chunk, (part) => {
          const left = moveEntries(from, to, part, moved);
          entries.push(...left.entries);
          states.push(...left.states);
        });
        return { kind: 'moved', left: { entries, states } };
      }
      case 'move-order': {
        const { order } = worker.memory;
        claim(shared, command.tail, command.chunk, ({ begin, end }) => moveOrder(new Uint32Array(order), new Uint32Array(order, 4 * command.tail), begin, end));
        return { kind: 'done' };
      }
      case 'adopt':
        worker.adopt(command.memory);
        return { kind: 'done' };
      case 'forget':
        worker.forget();
        return { kind: 'done' };
      case 'teach':
        return { kind: 'taught', ...worker.teach(command.gossip) };
      case 'join':
        worker.adopt(command.memory);
        worker.learn(command.lesson, command.walked, command.gossip);
        return { kind: 'done' };
      case 'figures':
        return { kind: 'figures', figures: worker.figures() };
      case 'resume':
      case 'abandon':
      case 'finish':
        return null;
    }
  };

  reply({ kind: 'ready' });
  serve('finish');
  port.close();
}

/** The model of the main thread, made again. */
async function modelOf({ url, argument, parameters, goal, adHoc, refines }: Task): Promise<Model> {
  const model = instantiate(await load(url, argument), parameters);
  if (goal !== undefined) return withGoal(model, goal);
  if (adHoc !== undefined) return withBound(model, adHoc);
  if (refines === undefined) return model;
  return withRefinement(model, refinementOf(model, instantiate(await load(refines.url, refines.argument), refines.parameters)));
}

/** Claims ranges of `chunk` numbers below `count` until there is none left. */
function claim(shared: Int32Array, count: number, chunk: number, handle: (range: Range) => void): void {
  for (;;) {
    const begin = Atomics.add(shared, Shared.next, chunk) >>> 0;
    if (begin >= count) return;
    handle({ begin, end: Math.min(begin + chunk, count) });
  }
}

/** The spec that a module exports, or makes of `argument`. */
async function load(url: string, argument: string | undefined): Promise<Spec> {
  const { default: exported } = (await import(url)) as { default: Spec | ((argument: string) => Spec) };
  const spec = typeof exported === 'function' ? exported(argument ?? '') : exported;
  if (!isSpec(spec)) throw new Error(`${url} has no spec as its default export; it must have been checked before`);
  return spec;
}
