import type { Element } from '../model/diagram.ts';
import type { Rank, Trait } from './diff-entry.ts';

type Property = {
  name: string;
  isMany?: boolean;
  isReference?: boolean;
  isVirtual?: boolean;
  default?: unknown;
};
type Described = Element & {
  $descriptor: { isGeneric?: boolean; properties?: Property[] };
  $attrs?: Record<string, unknown>;
};

/** Aspect and rank of each path below an element; UIs translate the aspect. Paths are written as
 *  `Type.property` below extensions, without ids. An unlisted path ranks as execution and keeps its name. */
const ASPECTS: Record<string, readonly [aspect: string, rank?: Rank]> = {
  $type: ['type'],
  name: ['name', 'description'],
  text: ['name', 'description'],
  'documentation.text': ['documentation', 'description'],
  modelerTemplate: ['template', 'description'],
  modelerTemplateVersion: ['template-version', 'description'],
  modelerTemplateIcon: ['template-icon', 'description'],
  isExecutable: ['executable'],
  sourceRef: ['from'],
  targetRef: ['to'],
  default: ['default-flow'],
  attachedToRef: ['attached-to'],
  cancelActivity: ['interrupting'],
  isInterrupting: ['interrupting'],
  triggeredByEvent: ['event-subprocess'],
  'conditionExpression.body': ['condition'],
  'TaskDefinition.type': ['job-type'],
  'TaskDefinition.retries': ['retries'],
  'FormDefinition.externalReference': ['form'],
  'FormDefinition.formKey': ['form'],
  'FormDefinition.formId': ['form'],
  'AssignmentDefinition.candidateGroups': ['groups'],
  'AssignmentDefinition.candidateUsers': ['candidates'],
  'AssignmentDefinition.assignee': ['assignee'],
  'TaskSchedule.dueDate': ['due-date'],
  'TaskSchedule.followUpDate': ['follow-up-date'],
  'UserTask.present': ['native-user-task'],
  'CalledElement.processId': ['called-process'],
  'CalledElement.propagateAllChildVariables': ['takes-all-back'],
  'CalledElement.propagateAllParentVariables': ['hands-all-over'],
  'CalledDecision.decisionId': ['decision'],
  'CalledDecision.resultVariable': ['result-variable'],
  'Script.expression': ['script'],
  'Script.resultVariable': ['result-variable'],
  'IoMapping.inputParameters.source': ['input'],
  'IoMapping.outputParameters.source': ['output'],
  'TaskHeaders.values.value': ['header'],
  'Properties.properties.value': ['property'],
  'Subscription.correlationKey': ['correlation'],
  'LoopCharacteristics.inputCollection': ['loop-over'],
  'LoopCharacteristics.inputElement': ['loop-element'],
  'LoopCharacteristics.outputCollection': ['loop-results'],
  'LoopCharacteristics.outputElement': ['loop-result'],
  'loopCharacteristics.isSequential': ['loop-sequential'],
  'loopCharacteristics.completionCondition.body': ['loop-until'],
  'loopCharacteristics.$type': ['loop'],
  'eventDefinitions.$type': ['event'],
  'eventDefinitions.timeDuration.body': ['timer-duration'],
  'eventDefinitions.timeCycle.body': ['timer-cycle'],
  'eventDefinitions.timeDate.body': ['timer-date'],
  'eventDefinitions.messageRef.name': ['message'],
  'messageRef.name': ['message'],
  'eventDefinitions.errorRef.errorCode': ['error'],
  'eventDefinitions.errorRef.name': ['error-name', 'description'],
};

/** Properties that are elements of their own, or say nothing about the element itself. */
const IGNORED_PROPERTIES = new Set([
  'id',
  'flowElements',
  'artifacts',
  'laneSets',
  'lanes',
  'participants',
  'di',
  'incoming',
  'outgoing',
]);
/** References compared by the content of their target instead of by id. */
const COMPARED_BY_CONTENT = new Set(['messageRef', 'errorRef', 'signalRef', 'escalationRef']);
/** Properties that identify the items of a list; such a property is no trait of its own. */
const NAMED_BY: Record<string, string> = {
  inputParameters: 'target',
  outputParameters: 'target',
  values: 'key',
  properties: 'name',
};
/** Elements that are not executed: the engine ignores them. */
const LAYOUT_TYPES =
  /^bpmn:(TextAnnotation|Association|Group|Lane|LaneSet|DataObjectReference|DataStoreReference|Category)$/;

/** Returns true when the engine ignores the element. */
export const isLayoutOnly = ({ $type }: Element): boolean => LAYOUT_TYPES.test($type);

/** Returns all traits of an element itself, including the extensions of any tool. */
export function traitsOf(element: Element): Trait[] {
  const told: Trait[] = [];
  const say: AddTrait = (path, of, value, standard = false) => {
    if (value === undefined || value === null || value === '') return;
    told.push({ ...aspectOf(path, of), value: String(value), standard });
  };
  say('$type', null, element.$type);
  const home = element.$parent;
  if (home && home.$type !== 'bpmn:Definitions' && home.$type !== 'bpmn:Process')
    say('inside', null, home.id);
  collectTraits(element as Described, '', null, say);
  return isLayoutOnly(element) ? told.map((trait) => ({ ...trait, rank: 'description' })) : told;
}

function aspectOf(path: string, of: string | null): Omit<Trait, 'value'> {
  if (path === 'Properties.properties.value' && of === 'name.en')
    return { aspect: 'name-en', of: null, rank: 'description' };
  const [aspect, rank = 'execution'] = ASPECTS[path] ?? [path];
  return { aspect, of, rank };
}

type AddTrait = (path: string, of: string | null, value: unknown, standard?: boolean) => void;

function collectTraits(element: Described, path: string, of: string | null, say: AddTrait): void {
  for (const { name, isMany, isReference, default: standard } of propertiesOf(element)) {
    const value = element[name];
    if (value === undefined || IGNORED_PROPERTIES.has(name)) continue;
    const here = path ? `${path}.${name}` : name;
    if (isReference) {
      if (isMany) continue;
      if (COMPARED_BY_CONTENT.has(name)) collectTraits(value as Described, here, of, say);
      else say(here, of, (value as Element).id);
    } else if (name === 'extensionElements') {
      for (const extension of (value as { values?: Described[] }).values ?? [])
        collectExtensionTraits(extension, path, of, say);
    } else if (Array.isArray(value)) collectListTraits(value as unknown[], here, name, of, say);
    else if (isElement(value)) {
      if (name === 'loopCharacteristics' || value.$type !== 'bpmn:FormalExpression')
        say(`${here}.$type`, of, value.$type);
      collectTraits(value, here, of, say);
    } else if (name !== nameOfItem(path)) say(here, of, value, value === standard);
  }
  for (const [name, value] of Object.entries(element.$attrs ?? {}))
    if (!/^xmlns(:|$)/.test(name) && typeof value === 'string')
      say(path ? `${path}.${name}` : name, of, value);
}

function collectExtensionTraits(extension: Described, path: string, of: string | null, say: AddTrait): void {
  const kind = extension.$type.replace(/^zeebe:/, '');
  const within =
    path.startsWith('loopCharacteristics') || !path || COMPARED_BY_CONTENT.has(path.split('.').at(-1) ?? '');
  const here = within ? kind : `${path}.${kind}`;
  say(`${here}.present`, of, hasContent(extension) ? undefined : 'true');
  collectTraits(extension, here, of, say);
}

function collectListTraits(
  list: readonly unknown[],
  path: string,
  name: string,
  of: string | null,
  say: AddTrait,
): void {
  const key = NAMED_BY[name];
  list.forEach((item, index) => {
    if (!isElement(item)) return say(path, list.length > 1 ? String(index + 1) : of, item);
    const itemName = key ? String(item[key] ?? index + 1) : list.length > 1 ? String(index + 1) : of;
    if (name === 'eventDefinitions' || name === '$children') say(`${path}.$type`, itemName, item.$type);
    collectTraits(item, path, itemName, say);
  });
}

const nameOfItem = (path: string): string | undefined => NAMED_BY[path.split('.').at(-1) ?? ''];

const isElement = (value: unknown): value is Described =>
  typeof value === 'object' && value !== null && '$type' in value;

const hasContent = (element: Described): boolean =>
  propertiesOf(element).some(({ name }) => element[name] !== undefined);

const propertiesOf = (element: Described): readonly Property[] => {
  const { isGeneric, properties = [] } = element.$descriptor;
  if (isGeneric)
    return Object.keys(element)
      .filter((name) => name !== '$type' && name !== '$parent')
      .map((name) => ({ name }));
  return properties
    .map((property) => ({ ...property, name: property.name.replace(/^\w+:/, '') }))
    .filter(({ isVirtual }) => !isVirtual);
};
