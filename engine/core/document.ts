import type { Key, Variables } from './model.ts';
import type { ElementInstance, Incident, Job, ProcessInstance, Round, UserTask, Wait } from './state.ts';

/** Version of the format below. A newer document is refused; an older one is upgraded when it is read. In
 *  version 1, no value and no inner instance was stored separately. */
export const FORMAT = 2;

/** Content of one stored document. Empty fields are left out. */
type PartDocument = {
  format: number;
  keysUsed: number;
  moreBlocks?: Key[];
  root: ElementDocument;
};

export type InstanceDocument = PartDocument & {
  definition: Key;
  partition: number;
  caller?: ProcessInstance['caller'];
  /** Absent when it has no caller, or comes from an engine version that did not count. */
  depth?: number;
  startLock?: ProcessInstance['startLock'];
};

/** An inner instance stored separately; `body` is the multi-instance body around it. */
export type InnerDocument = PartDocument & { body: Key };

export type ElementDocument = {
  key: Key;
  node: string;
  state?: ElementInstance['state'];
  /** Variables in this document; a separately stored one has only its key here. */
  variables?: Variables;
  variableKeys?: Record<string, Key>;
  /** Children in this document; separately stored ones are left out. */
  children?: ElementDocument[];
  tokens?: number;
  joins?: ElementInstance['joins'];
  waits?: Wait[];
  innerWaits?: Wait[];
  interrupted?: boolean;
  /** The items are left out when they are stored separately. */
  round?: Omit<Round, 'items'> & Partial<Pick<Round, 'items'>>;
  compensable?: ElementInstance['compensable'];
  handlersLeft?: number;
  compensation?: ElementInstance['compensation'];
  job?: Omit<Job, 'element'>;
  userTask?: Omit<UserTask, 'element'>;
  incident?: Omit<Incident, 'element'>;
  called?: Key;
};

export function writeInstance({
  definition,
  partition,
  caller,
  depth,
  startLock,
  root,
}: ProcessInstance): string {
  const document: InstanceDocument = {
    ...partOf(root),
    definition: definition.key,
    partition,
    ...(caller ? { caller } : {}),
    ...(depth > 0 ? { depth } : {}),
    ...(startLock ? { startLock } : {}),
  };
  return JSON.stringify(document);
}

/** Serializes a separately stored inner instance. */
export function writeInner(inner: ElementInstance): string {
  const document: InnerDocument = { ...partOf(inner), body: inner.scope?.key ?? '' };
  return JSON.stringify(document);
}

function partOf(root: ElementInstance): PartDocument {
  const { keysUsed, moreBlocks } = root.part;
  return {
    format: FORMAT,
    keysUsed,
    ...(moreBlocks.length > 0 ? { moreBlocks } : {}),
    root: documentOf(root),
  };
}

function documentOf(element: ElementInstance): ElementDocument {
  const { key, node, part, state, variableKeys, children, tokens, joins, round } = element;
  const document: ElementDocument = { key, node: node.id };
  if (state !== 'active') document.state = state;
  if (hasAny(variableKeys)) Object.assign(document, { variables: variablesIn(element), variableKeys });
  const here = round?.apart ? [] : [...children];
  if (here.length > 0) document.children = here.map(documentOf);
  if (tokens !== 0) document.tokens = tokens;
  if (hasAny(joins)) document.joins = joins;
  if (element.waits.length > 0) document.waits = element.waits;
  if (element.innerWaits.length > 0) document.innerWaits = element.innerWaits;
  if (element.interrupted) document.interrupted = true;
  if (round) document.round = part.values.has(key) ? withoutItems(round) : round;
  if (element.compensable.length > 0) document.compensable = element.compensable;
  if (element.handlersLeft > 0) document.handlersLeft = element.handlersLeft;
  if (element.compensation) document.compensation = element.compensation;
  if (element.job) document.job = without(element.job);
  if (element.userTask) document.userTask = without(element.userTask);
  if (element.incident) document.incident = without(element.incident);
  if (element.called) document.called = element.called;
  return document;
}

/** Returns the variables of an element that are stored in the document itself. */
function variablesIn({ part, variables, variableKeys }: ElementInstance): Variables {
  if (part.values.size === 0) return variables;
  const lieHere = ([name]: [string, unknown]) => !part.values.has(variableKeys[name] ?? '');
  return Object.fromEntries(Object.entries(variables).filter(lieHere));
}

const withoutItems = ({ items: _, ...rest }: Round): Omit<Round, 'items'> => rest;

const hasAny = (object: object): boolean => {
  for (const _ in object) return true;
  return false;
};

const without = <T extends { element: ElementInstance }>({ element: _, ...rest }: T): Omit<T, 'element'> =>
  rest;
