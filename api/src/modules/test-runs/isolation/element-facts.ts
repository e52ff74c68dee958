import { type Element, elementsInside, englishName, extension } from '#common/process-files/model/diagram.ts';

export type Names = { fa: string; en: string };

/** Facts about an element that its scratch copy no longer shows, or shows less plainly. */
export type ElementFacts = {
  name: Names;
  type: string;
  /** For work: its real job type, the variables that its input mapping creates, and the errors that are
   *  caught around it. */
  work?: { jobType: string; template: string | null; inputs: string[]; errors: string[] };
  /** For a user task: its form. */
  form?: string;
  /** For an element that waits for a message. */
  message?: string;
  /** For a timer. */
  timer?: 'duration' | 'date' | 'cycle';
  /** Set when it waits while something else is under way, and where. */
  waits?: 'here' | 'boundary' | 'event-subprocess';
  interrupting?: boolean;
  calls?: string;
  /** For the start of the process: the message that starts it in production. */
  startedBy?: string;
};

/** Returns the facts of all elements of a process, by id. Call it before the diagram is rewritten. */
export const elementFactsOf = (process: Element): Record<string, ElementFacts> =>
  Object.fromEntries(
    [process, ...elementsInside(process)]
      .filter(({ $type, id }) => id && $type !== 'bpmn:SequenceFlow')
      .map((element) => [String(element.id), factsOfElement(element)]),
  );

function factsOfElement(element: Element): ElementFacts {
  const definition = extension(element, 'TaskDefinition');
  const form = extension(element, 'FormDefinition')?.['externalReference'];
  const called = extension(element, 'CalledElement')?.['processId'];
  return {
    name: {
      fa: element.name || String(element.id),
      en: englishName(element) ?? element.name ?? String(element.id),
    },
    type: element.$type.replace('bpmn:', ''),
    ...(definition && {
      work: {
        jobType: String(definition['type']),
        template: templateOf(element),
        inputs: mappedInputs(element),
        errors: caughtErrors(element),
      },
    }),
    ...(typeof form === 'string' && { form }),
    ...(typeof called === 'string' && { calls: called }),
    ...waiting(element),
  };
}

function waiting(element: Element): Partial<ElementFacts> {
  const [event] = element.eventDefinitions ?? [];
  const message = (event?.messageRef ?? element.messageRef)?.name;
  const timer = timerKind(event);
  if ((!message && !timer) || extension(element, 'TaskDefinition')) return {};
  const isStart = element.$type === 'bpmn:StartEvent' && element.$parent?.$type === 'bpmn:Process';
  if (isStart) return message ? { startedBy: message } : {};
  const inEventSubprocess = element.$type === 'bpmn:StartEvent';
  return {
    ...(message && { message }),
    ...(timer && { timer }),
    waits: inEventSubprocess
      ? 'event-subprocess'
      : element.$type === 'bpmn:BoundaryEvent'
        ? 'boundary'
        : 'here',
    interrupting: element['cancelActivity'] !== false && element['isInterrupting'] !== false,
  };
}

function timerKind(event: Element | undefined): ElementFacts['timer'] {
  if (event?.$type !== 'bpmn:TimerEventDefinition') return undefined;
  return event['timeCycle'] ? 'cycle' : event['timeDate'] ? 'date' : 'duration';
}

const templateOf = (element: Element): string | null => {
  const attributes = element['$attrs'] as Record<string, string> | undefined;
  return (element['modelerTemplate'] as string | undefined) ?? attributes?.['zeebe:modelerTemplate'] ?? null;
};

const mappedInputs = (element: Element): string[] =>
  ((extension(element, 'IoMapping')?.['inputParameters'] ?? []) as Element[]).map(({ target }) =>
    String(target),
  );

/** Returns the codes of the errors that boundary events and event subprocesses around an element catch,
 *  innermost first. */
function caughtErrors(element: Element): string[] {
  const scope = element.$parent;
  if (!scope) return [];
  const siblings = scope.flowElements ?? [];
  const attached = siblings.filter((one) => one['attachedToRef'] === element);
  const around = siblings
    .filter((one) => one['triggeredByEvent'] === true)
    .flatMap(({ flowElements = [] }) => flowElements.filter(({ $type }) => $type === 'bpmn:StartEvent'));
  const codes = [...attached, ...around].flatMap(({ eventDefinitions = [] }) =>
    eventDefinitions.flatMap((event) => {
      const code = (event['errorRef'] as { errorCode?: string } | undefined)?.errorCode;
      return code ? [code] : [];
    }),
  );
  return [...new Set([...codes, ...caughtErrors(scope)])];
}
