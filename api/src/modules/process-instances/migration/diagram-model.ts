import { type Element, extension, parseDiagram } from '#common/process-files/model/diagram.ts';

export type ModelElement = {
  id: string;
  /** BPMN type, e.g. `UserTask`. */
  type: string;
  /** Subprocesses around the element, outermost first. */
  around: readonly string[];
  insideEventSubprocess: boolean;
  insideMultiInstance: boolean;
  /** True when a start instruction may name the element. */
  startable: boolean;
  /** Implementation: a native user task, the type of a job, else empty. A migration does not change it. */
  implementation: string;
  boundaries: readonly { id: string; message: string | undefined }[];
  /** True when the element can be compensated later, as long as its instance remembers it. */
  compensable: boolean;
  /** Incoming flows of a joining parallel gateway. */
  joins: readonly string[];
  name: { fa: string; en: string } | null;
};

export type DiagramModel = {
  elements: ReadonlyMap<string, ModelElement>;
  hasEventSubprocess: boolean;
};

const NEVER_STARTED = ['bpmn:StartEvent', 'bpmn:BoundaryEvent', 'bpmn:SequenceFlow'];
const NO_ELEMENTS = [
  'bpmn:SequenceFlow',
  'bpmn:DataObject',
  'bpmn:DataObjectReference',
  'bpmn:DataStoreReference',
];

/** Reads what a migration plan needs to know of a version of a process.
 *  @throws when the diagram cannot be read */
export async function readModel(xml: string): Promise<DiagramModel> {
  const { process, elements } = await parseDiagram('the diagram', xml);
  const boundaries = elements.filter(({ $type }) => $type === 'bpmn:BoundaryEvent');
  const flows = elements.filter(({ $type }) => $type === 'bpmn:SequenceFlow');
  const into = (element: Element) => flows.filter(({ targetRef }) => targetRef === element);
  const found = elements
    .filter(({ $type }) => !NO_ELEMENTS.includes($type))
    .map((element): ModelElement => {
      const parents = parentsOf(element, process);
      const own = boundaries.filter(
        (one) => (one['attachedToRef'] as Element | undefined)?.id === element.id,
      );
      return {
        id: element.id ?? '',
        type: element.$type.replace(/^bpmn:/, ''),
        around: parents.map(({ id }) => id ?? ''),
        insideEventSubprocess: parents.some((one) => one['triggeredByEvent'] === true),
        insideMultiInstance: parents.some(isMultiple),
        startable:
          !NEVER_STARTED.includes(element.$type) &&
          !parents.some(isMultiple) &&
          element['triggeredByEvent'] !== true &&
          !into(element).some(({ sourceRef }) => sourceRef?.$type === 'bpmn:EventBasedGateway'),
        implementation: implementationOf(element),
        boundaries: own.map((one) => ({ id: one.id ?? '', message: messageOf(one) })),
        compensable: own.some((one) =>
          (one.eventDefinitions ?? []).some(({ $type }) => $type === 'bpmn:CompensateEventDefinition'),
        ),
        joins:
          element.$type === 'bpmn:ParallelGateway' && into(element).length > 1
            ? into(element).map(({ id }) => id ?? '')
            : [],
        name: nameOf(element),
      };
    });
  return {
    elements: new Map(found.map((element) => [element.id, element])),
    hasEventSubprocess: elements.some((element) => element['triggeredByEvent'] === true),
  };
}

function parentsOf(element: Element, process: Element): Element[] {
  const parent = element.$parent;
  return parent && parent !== process && parent.$type === 'bpmn:SubProcess'
    ? [...parentsOf(parent, process), parent]
    : [];
}

const isMultiple = (element: Element): boolean => Boolean(element['loopCharacteristics']);

function implementationOf(element: Element): string {
  if (isMultiple(element)) return 'multiple';
  if (extension(element, 'UserTask')) return 'user-task';
  const job = extension(element, 'TaskDefinition')?.['type'];
  return typeof job === 'string' ? `job ${job}` : '';
}

const messageOf = (boundary: Element): string | undefined =>
  boundary.eventDefinitions?.length === 1 &&
  boundary.eventDefinitions[0]?.$type === 'bpmn:MessageEventDefinition'
    ? boundary.eventDefinitions[0].messageRef?.name
    : undefined;

function nameOf(element: Element): { fa: string; en: string } | null {
  if (!element.name) return null;
  const properties = extension(element, 'Properties')?.['properties'] as Element[] | undefined;
  const english = properties?.find(({ name }) => name === 'name.en')?.['value'];
  return { fa: element.name, en: typeof english === 'string' ? english : element.name };
}
