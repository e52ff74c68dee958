import { type Element as Moddle, englishName } from '#common/process-files/model/diagram.ts';
import { type Modeling, setExtension, type Shape } from '../canvas/element.ts';
import type { Problem } from './problems.ts';

type Get = <T>(service: string) => T;

/** Fix for a problem: a change applied at once, or a field opened for the user to fill in. */
export type Fix =
  | { kind: 'apply'; label: 'letters' | 'native' | 'defaultFlow'; apply(): void }
  | { kind: 'rename'; proposal: string; apply(): void }
  | { kind: 'field'; entryId: string };

const PREFIXES: Readonly<Record<string, string>> = {
  'bpmn:StartEvent': 'StartEvent',
  'bpmn:EndEvent': 'EndEvent',
  'bpmn:BoundaryEvent': 'BoundaryEvent',
  'bpmn:IntermediateCatchEvent': 'Event',
  'bpmn:IntermediateThrowEvent': 'Event',
  'bpmn:SequenceFlow': 'Flow',
  'bpmn:CallActivity': 'Activity',
  'bpmn:SubProcess': 'Activity',
};

/** Derives a descriptive id from an element's English name: `Task_InspectDefect`. Returns undefined if there
 *  is no usable name. A sequence flow without one is named after its target.
 *  @param taken checks whether an id is already in use */
export function readableId(element: Moddle, taken: (id: string) => boolean): string | undefined {
  const words = (englishName(element) ?? '').match(/[A-Za-z0-9]+/g);
  if (!words) return element.$type === 'bpmn:SequenceFlow' ? flowId(element, taken) : undefined;
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const prefix = PREFIXES[element.$type] ?? (element.$type.endsWith('Gateway') ? 'Gateway' : 'Task');
  return /^[A-Z]/.test(name) ? freeId(`${prefix}_${name}`, taken) : undefined;
}

const flowId = ({ targetRef }: Moddle, taken: (id: string) => boolean): string | undefined => {
  const end = targetRef?.id?.split('_')[1];
  return end && /^[A-Z]/.test(end) ? freeId(`Flow_To${end}`, taken) : undefined;
};

function freeId(id: string, taken: (id: string) => boolean): string {
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? id : `${id}${n}`;
    if (!taken(candidate)) return candidate;
  }
}

/** Panel field that each rule is about. */
const FIELDS: Readonly<Record<string, string>> = {
  'known-form': 'house-form',
  'known-group': 'house-groups',
  'known-called-process': 'house-called-process',
  'called-element': 'house-called-process',
  'known-decision': 'house-called-decision',
  'known-job-type': 'house-job-type',
  'bounded-stage-hours': 'house-stage-hours',
  implementation: 'house-job-type',
  'label-required': 'name-fa',
  'sequence-flow-condition': 'conditionExpression',
};

/** Returns a fix for a problem; undefined if only drawing helps. */
export function fixFor({ rule, elementId, message }: Problem, get: Get): Fix | undefined {
  const element = get<{ get(id: string): Shape | undefined }>('elementRegistry').get(elementId);
  if (!element) return undefined;
  const bo = element.businessObject;
  const modeling = get<Modeling>('modeling');
  if (rule === 'bilingual-names') return nameFix(element, message.en, get);
  if (rule === 'readable-ids') {
    const ids = (bo['$model'] as { ids?: { assigned(id: string): unknown } } | undefined)?.ids;
    const proposal = readableId(bo, (id) => Boolean(ids?.assigned(id)));
    if (!proposal) return { kind: 'field', entryId: bo.$type === 'bpmn:SequenceFlow' ? 'id' : 'name-en' };
    return { kind: 'rename', proposal, apply: () => modeling.updateProperties(element, { id: proposal }) };
  }
  if (rule === 'native-user-task')
    return { kind: 'apply', label: 'native', apply: () => setExtension(get, element, 'zeebe:UserTask', {}) };
  if (rule === 'conditional-flows' || rule === 'sequence-flow-condition') {
    const fix = defaultFlowFix(element, modeling);
    if (fix) return fix;
  }
  const entryId = FIELDS[rule];
  return entryId ? { kind: 'field', entryId } : undefined;
}

function nameFix(element: Shape, said: string, get: Get): Fix {
  const { name = '' } = element.businessObject;
  if (!said.includes('Arabic letters'))
    return { kind: 'field', entryId: said.includes('English') ? 'name-en' : 'name-fa' };
  const mended = name.replaceAll('ي', 'ی').replaceAll('ك', 'ک');
  return {
    kind: 'apply',
    label: 'letters',
    apply: () => get<Modeling>('modeling').updateLabel(element, mended),
  };
}

/** Makes the only flow without a condition the default flow of its gateway. */
function defaultFlowFix(element: Shape, modeling: Modeling): Fix | undefined {
  const bo = element.businessObject;
  const source = bo.$type === 'bpmn:SequenceFlow' ? bo.sourceRef : bo;
  if (!source || source.default || !/(Exclusive|Inclusive)Gateway$/.test(source.$type)) return undefined;
  const bare = (source.outgoing ?? []).filter((flow) => !flow.conditionExpression);
  const [only] = bare;
  if (bare.length !== 1 || !only) return undefined;
  const at = bo === source ? element : (element as unknown as { source: Shape }).source;
  return {
    kind: 'apply',
    label: 'defaultFlow',
    apply: () => modeling.updateProperties(at, { default: only }),
  };
}
