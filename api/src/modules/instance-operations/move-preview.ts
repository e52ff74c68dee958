import type { MovePreview, TokenMove } from '../../../contract/index.ts';
import { parseDiagram, type Element } from '../../../../lint/index.ts';
import { InstanceUnknown } from './instance-operations.errors.ts';
import type { ReadSide, Standing } from './read-side.ts';

type Refusal = NonNullable<MovePreview['refusal']>;
type Warning = MovePreview['warnings'][number];

/** Which tokens stand before and after moves, what is lost by them, and whether the engine would take them at all. It changes nothing.
 *  @throws InstanceUnknown */
export async function previewMove(
  read: ReadSide,
  key: string,
  moves: readonly TokenMove[],
  given: Record<string, unknown> = {},
): Promise<MovePreview> {
  const instance = await read.instance(key);
  if (!instance?.process_key || instance.version === null) throw new InstanceUnknown();
  const { process_key: processKey, version } = instance;
  const [standing, names, xml, variables] = await Promise.all([
    read.standing(key),
    read.names(processKey, version),
    read.diagram(processKey, version),
    read.variables(key),
  ]);
  const elements = xml === undefined ? undefined : (await parseDiagram(`${processKey}.bpmn`, xml)).elements;
  const nameOf = (elementId: string) => names.get(elementId) ?? null;
  const shown = ({ element_key: elementKey, element_id: elementId }: Standing) => ({
    elementKey,
    elementId,
    name: nameOf(elementId),
  });

  let refusal: Refusal | null = null;
  const warnings: Warning[] = [];
  const gone = new Set<string>();
  const come: string[] = [];
  for (const { from, fromKey, to } of moves) {
    const leaves = from !== undefined || fromKey !== undefined;
    const tokens = standing.filter(
      (one) =>
        !gone.has(one.element_key) && (fromKey ? one.element_key === fromKey : one.element_id === from),
    );
    if (leaves && tokens.length === 0) refusal ??= { code: 'no-token', elementId: from ?? '' };
    for (const token of tokens) {
      gone.add(token.element_key);
      warnings.push(...lostWith(token));
    }
    if (to === undefined) continue;
    for (let n = leaves ? tokens.length : 1; n > 0; n -= 1) come.push(to);
    const target = elements?.find(({ id }) => id === to);
    if (elements) refusal ??= target ? objectionTo(target) : { code: 'unknown-element', elementId: to };
    if (target)
      warnings.push(
        ...warningsOf(target, new Set([...variables.map(({ name }) => name), ...Object.keys(given)])),
      );
  }
  const left = standing.filter(({ element_key: own }) => !gone.has(own));
  if (left.length + come.length === 0) refusal ??= { code: 'nothing-left', elementId: '' };
  return {
    before: standing.map(shown),
    after: [
      ...left.map(shown),
      ...come.map((elementId) => ({ elementKey: null, elementId, name: nameOf(elementId) })),
    ],
    warnings,
    refusal,
  };
}

const LOST: Record<string, Warning['code']> = {
  USER_TASK: 'task-lost',
  CALL_ACTIVITY: 'called-process-ends',
  SERVICE_TASK: 'job-interrupted',
  SEND_TASK: 'job-interrupted',
  RECEIVE_TASK: 'wait-lost',
  INTERMEDIATE_CATCH_EVENT: 'wait-lost',
  EVENT_BASED_GATEWAY: 'wait-lost',
};

const lostWith = ({ type, element_id: elementId, element_key: about }: Standing): Warning[] => {
  const code = LOST[type];
  return code ? [{ code, elementId, about }] : [];
};

/** What the engine cannot start before. */
const NO_TARGET = ['bpmn:StartEvent', 'bpmn:BoundaryEvent', 'bpmn:SequenceFlow'];

function objectionTo(target: Element): Refusal | null {
  const elementId = target.id ?? '';
  const afterEventGateway = target.incoming?.some(
    (flow) => flow.sourceRef?.$type === 'bpmn:EventBasedGateway',
  );
  if (NO_TARGET.includes(target.$type) || afterEventGateway) return { code: 'not-a-target', elementId };
  for (let scope = target.$parent; scope; scope = scope.$parent)
    if (scope['loopCharacteristics']) return { code: 'in-multi-instance', elementId };
  return null;
}

function warningsOf(target: Element, known: ReadonlySet<string>): Warning[] {
  const elementId = target.id ?? '';
  const warnings: Warning[] = [];
  if (target.$type === 'bpmn:ParallelGateway' && (target.incoming?.length ?? 0) > 1)
    warnings.push({ code: 'joins-others', elementId, about: null });
  for (let scope = target.$parent; scope; scope = scope.$parent)
    if (scope['triggeredByEvent'])
      warnings.push({ code: 'in-event-subprocess', elementId, about: scope.id ?? null });
  for (const name of readBy(target))
    if (!known.has(name)) warnings.push({ code: 'variable-missing', elementId, about: name });
  return warnings;
}

const PLAIN_NAME = /^=\s*([A-Za-z_][A-Za-z0-9_]*)(\.[A-Za-z_][A-Za-z0-9_]*)*\s*$/;

/** The variables that the input mappings of an element read as they are. */
function readBy(target: Element): string[] {
  const mappings = (target.extensionElements?.values ?? []).filter(
    ({ $type }) => $type === 'zeebe:IoMapping',
  );
  const inputs = mappings.flatMap(
    (mapping) => (mapping['inputParameters'] as { source?: string }[] | undefined) ?? [],
  );
  return [...new Set(inputs.flatMap(({ source = '' }) => PLAIN_NAME.exec(source)?.[1] ?? []))];
}
