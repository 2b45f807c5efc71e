/**
 * What the compiler says to an author. Every line below `@ts-expect-error` must not compile, everything else must: the
 * type checker reads this file, nobody runs it. `types.test.ts` asks it.
 */
import {
  type Action,
  boolean,
  type FiniteMap,
  language,
  listParameter,
  map,
  match,
  oneOf,
  optional,
  type ParameterValues,
  parameter,
  queue,
  range,
  record,
  reference,
  set,
  spec,
  type ValueOf,
  type Vector,
  vector,
} from 'explore';

const Lr = record({ state: oneOf('invalid', 'pending', 'active'), hw: boolean, irq: optional(range(0, 7)) });
const Vcpu = record({ lrs: vector(Lr, 2), current: optional(Lr), seen: set(oneOf('a', 'b')), homes: map(range(0, 3), Lr), inbox: queue(Lr, 2), where: optional(reference('cpu', 2)) });
const State = record({ vcpus: vector(Vcpu, 2), line: boolean, count: range(0, 9) });
type State = ValueOf<typeof State>;

/** Whether two types are the same, not merely assignable. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(..._: Same<A, B> extends true ? [] : [{ readonly found: A; readonly expected: B }]): void => undefined;

export function readingFields(state: State): void {
  same<typeof state.line, boolean>();
  same<typeof state.count, number>();
  const vcpu = state.vcpus.get(0);
  const lr = vcpu.lrs.get(1);
  same<typeof lr.state, 'invalid' | 'pending' | 'active'>();
  same<typeof lr.irq, number | null>();
  same<typeof vcpu.where, number | null>();
  same<typeof vcpu.homes, FiniteMap<number, ValueOf<typeof Lr>>>();
  same<typeof state.vcpus, Vector<ValueOf<typeof Vcpu>>>();
  // @ts-expect-error a misspelt field
  state.lines;
  // @ts-expect-error a misspelt field, by get
  state.get('lines');
  // @ts-expect-error a misspelt field below an element
  vcpu.lrs.get(0).sate;
  // @ts-expect-error what may be absent must be asked first
  vcpu.current.state;
  vcpu.current?.state;
  // @ts-expect-error a key of a map may be absent
  vcpu.homes.get(0).state;
  // @ts-expect-error an empty queue has no first element
  vcpu.inbox.first().state;
  same<ReturnType<typeof vcpu.inbox.at>, ValueOf<typeof Lr>>();
  // @ts-expect-error no such value: the comparison can never be true
  lr.state === 'actve';
  // @ts-expect-error a state is not changed but replaced
  state.line = true;
  // @ts-expect-error not a member of the set's domain
  vcpu.seen.has('c');
  // @ts-expect-error not a key of the map's domain
  vcpu.homes.get('0');
}

export function writingFields(state: State, lr: ValueOf<typeof Lr>): void {
  state.set('line', true).set('count', 3);
  state.merge({ line: true, count: 3 });
  state.update('count', (count) => count + 1);
  lr.set('irq', null).set('irq', 7);
  state.withMutations((mutable) => mutable.set('line', false).set('count', 0));
  // @ts-expect-error a misspelt field
  state.set('lines', true);
  // @ts-expect-error a value of another type
  state.set('line', 'high');
  // @ts-expect-error a value that is not in the enumeration
  lr.set('state', 'actve');
  // @ts-expect-error null where nothing may be absent
  state.set('count', null);
  // @ts-expect-error undefined is no value
  lr.set('irq', undefined);
  // @ts-expect-error a misspelt field
  state.merge({ lines: true });
  // @ts-expect-error a value of another type
  state.merge({ count: '3' });
  // @ts-expect-error a misspelt field
  state.update('counts', (count: number) => count);
  // @ts-expect-error the change returns a value of another type
  state.update('count', (count) => `${count}`);
  // @ts-expect-error a record of another schema
  state.set('vcpus', lr);
  // @ts-expect-error a misspelt field in a mutation
  state.withMutations((mutable) => mutable.set('lines', false));
}

export function paths(state: State): void {
  same<ReturnType<typeof lrState>, 'invalid' | 'pending' | 'active'>();
  function lrState() {
    return state.getIn(['vcpus', 0, 'lrs', 1, 'state']);
  }
  state.setIn(['vcpus', 0, 'lrs', 1, 'state'], 'active');
  state.setIn(['vcpus', 1, 'where'], null);
  state.updateIn(['vcpus', 0, 'lrs', 0], (lr) => lr.set('hw', true));
  state.vcpus.get(0).lrs.setIn([1, 'hw'], true);
  // @ts-expect-error a misspelt field in a path
  state.getIn(['vcpus', 0, 'lsr', 1, 'state']);
  // @ts-expect-error an index where a field belongs
  state.getIn([0]);
  // @ts-expect-error a misspelt field in a path
  state.setIn(['vcpus', 0, 'lrs', 1, 'sate'], 'active');
  // @ts-expect-error a value of another type at a path
  state.setIn(['vcpus', 0, 'lrs', 1, 'hw'], 'yes');
  // @ts-expect-error a value that is not in the enumeration
  state.setIn(['vcpus', 0, 'lrs', 1, 'state'], 'actve');
  // @ts-expect-error a path that goes on below a leaf
  state.setIn(['count', 'more'], 1);
  // @ts-expect-error a misspelt field in a path
  state.updateIn(['vcpus', 0, 'lrz'], (lrs) => lrs);
  // @ts-expect-error the change returns a value of another type
  state.updateIn(['count'], () => 'three');
  // @ts-expect-error a vector has no field of this name
  state.vcpus.setIn(['first', 'where'], 0);
}

export function collections(state: State): void {
  const vcpu = state.vcpus.get(0);
  vcpu.seen.add('a').delete('b').union(['a']);
  vcpu.homes.set(0, Lr()).delete(1);
  vcpu.inbox.push(Lr({ hw: true })).shift();
  // @ts-expect-error not a member of the domain
  vcpu.seen.add('c');
  // @ts-expect-error the value of another schema
  vcpu.homes.set(0, true);
  // @ts-expect-error an element of another schema
  vcpu.inbox.push('message');
  // @ts-expect-error an element of another schema
  vcpu.lrs.set(0, vcpu);
  // @ts-expect-error a vector cannot grow
  vcpu.lrs.push(Lr());
  // @ts-expect-error an array is not a vector
  vcpu.set('lrs', [Lr(), Lr()]);
}

export function factories(): void {
  Lr({ state: 'pending', irq: 3 });
  State({ vcpus: vector(Vcpu, 2)() });
  Lr({ irq: null });
  // @ts-expect-error a misspelt field
  Lr({ sate: 'pending' });
  // @ts-expect-error a value that is not in the enumeration
  Lr({ state: 'pnding' });
  // @ts-expect-error a value of another type
  Lr({ hw: 1 });
  // @ts-expect-error a plain object is not a record
  Vcpu({ current: { state: 'active', hw: false, irq: null } });
  // @ts-expect-error a type of JavaScript is not a schema
  record({ count: Number });
  // @ts-expect-error an element without a schema
  vector('boolean', 2);
  // @ts-expect-error the members of a set come from a domain
  set(Lr);
  // @ts-expect-error the keys of a map come from a domain
  map(Lr, boolean);
  // @ts-expect-error an enumeration consists of strings
  oneOf(1, 2);
  // @ts-expect-error an element that is not in the set's domain
  set(oneOf('a', 'b'))(['c']);
}

const { action, invariant, step, witness, deadlockFreedom } = language<State>();

export function actions(): readonly Action<State, never>[] {
  const plain = action('plain', { actor: 'gic', guard: ({ line }) => line, step: (state) => state.set('line', false) });
  const withArguments = action('deactivate', {
    actor: ({ vcpu }) => `vcpu ${vcpu}`,
    args: { vcpu: reference('vcpu', 2), how: oneOf('one-write', 'two-writes'), now: boolean },
    where: ({ how, now }) => how === 'one-write' || now,
    guard: (state, { vcpu }) => state.vcpus.get(vcpu).where !== null,
    step: (state, { vcpu, how, now }) => {
      same<typeof vcpu, number>();
      same<typeof how, 'one-write' | 'two-writes'>();
      same<typeof now, boolean>();
      return [state, state.setIn(['vcpus', vcpu, 'where'], null)];
    },
  });
  // @ts-expect-error an argument that is not declared, in the guard
  action('a', { actor: 'gic', args: { vcpu: range(0, 1) }, guard: (_, { vpcu }) => vpcu === 0, step: (state) => state });
  // @ts-expect-error an argument that is not declared, in the step
  action('a', { actor: 'gic', args: { vcpu: range(0, 1) }, step: (state, { lr }) => state.set('count', lr) });
  // @ts-expect-error an argument, though none is declared
  action('a', { actor: 'gic', guard: (_, { vcpu }) => vcpu === 0, step: (state) => state });
  // @ts-expect-error an argument that is not declared, in the actor
  action('a', { actor: ({ cpu }) => `cpu ${cpu}`, args: { vcpu: range(0, 1) }, step: (state) => state });
  // @ts-expect-error an argument that is not declared, in where
  action('a', { actor: 'gic', args: { vcpu: range(0, 1) }, where: ({ cpu }) => cpu === 0, step: (state) => state });
  // @ts-expect-error an argument without a domain
  action('a', { actor: 'gic', args: { vcpu: 2 }, step: (state) => state });
  // @ts-expect-error an argument compared with a value of another type
  action('a', { actor: 'gic', args: { how: oneOf('x', 'y') }, guard: (_, { how }) => how === 'z', step: (state) => state });
  // @ts-expect-error a guard that is not a boolean
  action('a', { actor: 'gic', guard: ({ count }) => count, step: (state) => state });
  // @ts-expect-error a guard without a result
  action('a', { actor: 'gic', guard: () => {}, step: (state) => state });
  // @ts-expect-error a misspelt field in a guard
  action('a', { actor: 'gic', guard: ({ lines }) => lines, step: (state) => state });
  // @ts-expect-error a step that returns nothing
  action('a', { actor: 'gic', step: (state) => void state.set('line', true) });
  // @ts-expect-error a state of another schema
  action('a', { actor: 'gic', step: (state) => state.vcpus.get(0) });
  // @ts-expect-error a state of another schema among several
  action('a', { actor: 'gic', step: (state) => [state, Lr()] });
  // @ts-expect-error a plain object is not a state
  action('a', { actor: 'gic', step: ({ vcpus, line, count }) => ({ vcpus, line, count }) });
  // @ts-expect-error an action without an actor
  action('a', { step: (state) => state });
  // @ts-expect-error an action without a step
  action('a', { actor: 'gic', guard: () => true });
  // @ts-expect-error a misspelt part of an action
  action('a', { actor: 'gic', gaurd: () => true, step: (state) => state });
  return [plain, withArguments];
}

export function properties(): void {
  const end = action('end', { actor: ({ vcpu }) => `vcpu ${vcpu}`, args: { vcpu: reference('vcpu', 2) }, step: (state) => state });
  const send = action('send', { actor: 'cpu', args: { to: oneOf('x', 'y') }, step: (state) => state });
  invariant('I', 'short', ({ line }) => line);
  invariant('I', 'parts', { args: { vcpu: reference('vcpu', 2) }, holds: { 'the line is high': ({ line }) => line, 'it runs nowhere': (state, { vcpu }) => state.vcpus.get(vcpu).where === null } });
  invariant('I', 'each', { args: { vcpu: reference('vcpu', 2) }, given: ({ line }) => line, holds: (state, { vcpu }) => state.vcpus.get(vcpu).where === null });
  witness('W', 'each', { args: { how: oneOf('x', 'y') }, where: ({ how }) => how === 'x', reached: (_, { how }) => how === 'x' });
  step('T', 'of one', { on: end, given: (state) => state.line, holds: (state, { args: { vcpu } }, next) => state.vcpus.get(vcpu).where === next.vcpus.get(vcpu).where });
  step('T', 'of all', { holds: (state, { action: taken, actor }, next) => taken === 'end' || actor === 'cpu' || state.count <= next.count });
  deadlockFreedom('D', 'ends', { legalEnd: ({ line }) => line });
  deadlockFreedom('D', 'never ends');
  // @ts-expect-error a property that is not a boolean
  invariant('I', 'count', ({ count }) => count);
  // @ts-expect-error a misspelt field
  invariant('I', 'line', ({ lines }) => lines);
  // @ts-expect-error an argument that is not declared
  invariant('I', 'each', { args: { vcpu: range(0, 1) }, holds: (_, { cpu }) => cpu === 0 });
  // @ts-expect-error a premise that is not a boolean
  invariant('I', 'each', { given: ({ count }) => count, holds: () => true });
  // @ts-expect-error an invariant that says nothing
  invariant('I', 'each', { given: ({ line }) => line });
  // @ts-expect-error a property without its sentence
  invariant('I', ({ line }: State) => line);
  // @ts-expect-error a misspelt field in a part
  invariant('I', 'parts', { holds: { 'the line is high': ({ lines }) => lines } });
  // @ts-expect-error a part that is no boolean
  invariant('I', 'parts', { holds: { 'a count': ({ count }) => count } });
  // @ts-expect-error an argument that is not declared, in a part
  invariant('I', 'parts', { args: { vcpu: range(0, 1) }, holds: { 'a CPU': (_, { cpu }) => cpu === 0 } });
  // @ts-expect-error an argument that the action of `on` does not have
  step('T', 'of one', { on: end, holds: (_, { args: { to } }) => to === 'x' });
  // @ts-expect-error an argument of the action of `on`, compared with a value of another type
  step('T', 'of one', { on: send, holds: (_, { args: { to } }) => to === 'z' });
  // @ts-expect-error a name is not an action
  step('T', 'of one', { on: 'end', holds: () => true });
  // @ts-expect-error the next state has the same fields
  step('T', 'of all', { holds: (state, _, next) => state.count <= next.counts });
  // @ts-expect-error a witness that is not a boolean
  witness('W', 'count', ({ count }) => count);
  // @ts-expect-error a legal end that is not a boolean
  deadlockFreedom('D', 'ends', { legalEnd: ({ count }) => count });
}

export function cases(lr: ValueOf<typeof Lr>, how: 'one-write' | 'two-writes'): string {
  same<ReturnType<typeof each>, number>();
  function each() {
    return match(lr.state, { invalid: () => 0, pending: () => 1, active: () => 2 });
  }
  match(how, { 'one-write': (value) => same<typeof value, 'one-write'>(), 'two-writes': () => undefined });
  // @ts-expect-error a missing case
  match(lr.state, { invalid: () => 0, pending: () => 1 });
  // @ts-expect-error a case that does not exist
  match(lr.state, { invalid: () => 0, pending: () => 1, active: () => 2, actve: () => 3 });
  // @ts-expect-error one case returns something else
  return match(how, { 'one-write': () => 'one', 'two-writes': () => 2 });
}

const parameters = {
  vcpus: parameter(range(1, 4), 2, 'virtual CPUs'),
  kvm: parameter(oneOf('fold-lr', 'flush'), 'fold-lr', 'the design'),
  kinds: listParameter(oneOf('timer', 'lpi'), { min: 1, max: 2 }, ['timer'], 'the interrupts'),
  lrs: parameter(optional(range(1, 3)), null, 'list registers'),
};

export function parametersAndVariants(): void {
  same<ParameterValues<typeof parameters>, { readonly vcpus: number; readonly kvm: 'fold-lr' | 'flush'; readonly kinds: readonly ('timer' | 'lpi')[]; readonly lrs: number | null }>();
  const common = { name: 'x', about: 'x', parameters, state: () => State, initial: () => State(), actions: () => [], properties: () => [] } as const;
  spec({ ...common, constraint: ({ vcpus }) => (vcpus > 2 ? 'too many' : null), variants: { flush: { story: 'x', set: { kvm: 'flush', kinds: ['lpi', 'timer'], lrs: null } } } });
  // @ts-expect-error a default that is not in the domain's type
  parameter(range(1, 4), 'two', 'virtual CPUs');
  // @ts-expect-error a default that is not in the enumeration
  parameter(oneOf('fold-lr', 'flush'), 'fold', 'the design');
  // @ts-expect-error a list's default that is not in the enumeration
  listParameter(oneOf('timer', 'lpi'), { min: 1, max: 2 }, ['tiemr'], 'the interrupts');
  // @ts-expect-error a parameter that does not say what it means
  parameter(range(1, 4), 2);
  // @ts-expect-error a parameter that is not declared, in the state
  spec({ ...common, state: ({ cpus }) => record({ at: range(0, cpus) }) });
  // @ts-expect-error a parameter that is not declared, in the actions
  spec({ ...common, actions: ({ cpus }, _language) => [cpus] });
  // @ts-expect-error a parameter that is not declared, in the constraint
  spec({ ...common, constraint: ({ cpus }) => (cpus > 2 ? 'too many' : null) });
  // @ts-expect-error a variant sets a parameter that is not declared
  spec({ ...common, variants: { flush: { story: 'x', set: { design: 'flush' } } } });
  // @ts-expect-error a variant sets a value that is not in the enumeration
  spec({ ...common, variants: { flush: { story: 'x', set: { kvm: 'flsh' } } } });
  // @ts-expect-error a variant sets a value of another type
  spec({ ...common, variants: { flush: { story: 'x', set: { vcpus: '2' } } } });
  // @ts-expect-error a variant without a story
  spec({ ...common, variants: { flush: { set: { kvm: 'flush' } } } });
  // @ts-expect-error the length of a counterexample is a number
  spec({ ...common, variants: { flush: { story: 'x', set: {}, expect: { violated: { I: true } } } } });
  // @ts-expect-error an initial state of another schema
  spec({ ...common, initial: () => Lr() });
  // @ts-expect-error no initial state
  spec({ ...common, initial: () => undefined });
  // @ts-expect-error the schema of the state is a record
  spec({ ...common, state: () => vector(boolean, 2) });
  // @ts-expect-error a spec without properties
  spec({ name: 'x', about: 'x', state: () => State, initial: () => State(), actions: () => [] });
}

export function wholeSpec(): void {
  spec({
    name: 'whole',
    about: 'Everything is inferred from the schema and the parameters.',
    parameters,
    state: ({ vcpus }) => record({ at: vector(range(0, 3), vcpus), who: oneOf('a', 'b') }),
    initial: ({ vcpus }, state) => [state(), state({ who: vcpus > 1 ? 'b' : 'a' })],
    actions: ({ vcpus, kvm }, { action: act }) => [
      act('go', {
        actor: kvm,
        args: { vcpu: reference('vcpu', vcpus) },
        guard: ({ at }, { vcpu }) => at.get(vcpu) < 3,
        step: (state, { vcpu }) => state.updateIn(['at', vcpu], (place) => place + 1),
      }),
      // @ts-expect-error a misspelt field, where everything is inferred
      act('stop', { actor: 'x', step: (state) => state.set('whom', 'a') }),
    ],
    properties: (_, words) => [
      words.invariant('I', 'in range', ({ at }) => at.every((place) => place <= 3)),
      // @ts-expect-error a misspelt field, where everything is inferred
      words.witness('W', 'b', ({ whom }) => whom === 'b'),
    ],
  });
  const common = { name: 'foreign', about: 'x', state: () => State, initial: () => State(), properties: () => [] } as const;
  const own = language<State>().action('a', { actor: 'x', step: (state) => state.set('line', true) });
  const foreign = language<ValueOf<typeof Lr>>().action('a', { actor: 'x', step: (lr) => lr.set('hw', true) });
  spec({ ...common, actions: () => [own] });
  // @ts-expect-error an action over states of another schema
  spec({ ...common, actions: () => [foreign] });
}
