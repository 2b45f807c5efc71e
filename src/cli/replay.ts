/** `explore replay FILE`: the runs of a trace file again, taken by the spec's own functions. */
import { closeSync, openSync, readSync } from 'node:fs';
import { findSpec } from '../catalog.js';
import { UserError, unknownName } from '../errors.js';
import { instantiate, type Model } from '../model/index.js';
import { largestDocument, type RecordedRun, readTraceFile, replayText, type TraceFile } from '../report/index.js';
import type { Spec } from '../spec/index.js';
import { replay } from '../trace/index.js';
import { type PropertyVerdict, shows } from '../verdict/index.js';
import type { ReplayArguments } from './arguments.js';
import { exitCodes } from './exit-codes.js';
import type { Terminal } from './terminal.js';

export async function runReplay({ file, spec }: ReplayArguments, { out }: Terminal): Promise<number> {
  const recorded = await readTraceFile(`trace file ${file}`, readText(file));
  const found = await findSpec(spec ?? recorded.spec.from).catch((error: unknown) => {
    if (spec !== undefined || !(error instanceof UserError)) throw error;
    throw new UserError(`trace file ${file}: its spec is not where it was`, [['because', error.message], ...error.details, ['to do', `say where it is now: explore replay ${file} --spec FILE`]]);
  });
  try {
    const model = modelOf(found.spec, recorded, file);
    const runs = recorded.traces.map((run, index) => within(`trace file ${file}${recorded.traces.length > 1 ? `, run ${index + 1}` : ''}`, () => replayRun(model, run)));
    out.write(replayText(model, recorded.variant, runs, out.style));
    return exitCodes.holds;
  } finally {
    found.dispose();
  }
}

function modelOf(spec: Spec, recorded: TraceFile, file: string): Model {
  if (spec.name !== recorded.spec.name) {
    throw new UserError(`trace file ${file} does not belong to this spec`, [
      ['found', `a trace of spec ${recorded.spec.name}`],
      ['expected', `one of spec ${spec.name}`],
    ]);
  }
  return within(`trace file ${file} does not belong to spec ${spec.name} as it is now`, () => instantiate(spec, recorded.parameters));
}

function replayRun(model: Model, run: RecordedRun): PropertyVerdict {
  const subject = model.properties.find(({ property }) => property.name === run.property);
  if (subject === undefined) {
    throw unknownName(
      'property',
      run.property,
      model.properties.map(({ property }) => property.name),
      ` of spec ${model.spec.name} with these parameters`,
    );
  }
  const instance = subject.instances.find(({ label }) => label === run.instance);
  if (instance === undefined) {
    throw unknownName(
      'instance',
      run.instance,
      subject.instances.map(({ label }) => label),
      ` of property ${run.property}`,
    );
  }
  const trace = replay(model, run);
  const expected = subject.property.kind === 'witness' ? 'reached' : 'violated';
  if (run.shows !== expected) throw new UserError(`${run.property} cannot be ${run.shows}`, [['because', expected === 'reached' ? 'it is a witness' : 'it is no witness']]);
  if (!shows(model, trace, subject, instance)) {
    throw new UserError(`the run can be taken, but it does not show any more that ${instance.label} is ${run.shows}`, [
      ['because', 'the property has changed since the trace was written, or the trace was cut'],
    ]);
  }
  return { subject, verdict: { kind: run.shows, instance, trace } };
}

/** What goes wrong is told together with where. */
function within<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${where}: ${error.message}`, error.details);
    throw error;
  }
}

/** A file, or whatever else can be read, but not without end. */
function readText(path: string): string {
  const refused = (reason: string) => new UserError(`trace file ${path} cannot be read`, [['because', reason]]);
  const parts: Buffer[] = [];
  try {
    const file = openSync(path, 'r');
    try {
      for (let size = 0; ; ) {
        const part = Buffer.alloc(2 ** 16);
        const read = readSync(file, part);
        if (read === 0) return Buffer.concat(parts).toString('utf8');
        parts.push(part.subarray(0, read));
        size += read;
        if (size > largestDocument) throw refused('it is too large to be a trace');
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const reasons: { readonly [code: string]: string } = {
      ENOENT: 'there is no such file',
      ENOTDIR: 'there is no such file',
      EISDIR: 'it is a folder',
      EACCES: 'you have no permission to read it',
      EPERM: 'you have no permission to read it',
    };
    throw refused(reasons[String(error.code)] ?? error.message);
  }
}
