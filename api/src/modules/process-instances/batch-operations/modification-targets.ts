import type { ModificationPreview } from '#common/contract/index.ts';
import { type Element, parseDiagram } from '#common/process-files/model/diagram.ts';

type Refusal = NonNullable<ModificationPreview['refusal']>;
type Warning = ModificationPreview['warnings'][number];

/** Refusal of a token at an element, or warnings about it. */
export type ActivationTarget = { refusal: Refusal | null; warnings: Warning[] };

/** Returns what a token would meet at each of these elements that is in the diagram.
 *  @param known names of the existing variables
 *  @throws when it is not readable BPMN */
export async function readActivationTargets(
  xml: string,
  ids: readonly string[],
  known: readonly string[],
): Promise<Map<string, ActivationTarget>> {
  const { elements } = await parseDiagram('the diagram', xml);
  return new Map(
    elements
      .filter(({ id = '' }) => ids.includes(id))
      .map((target) => [
        target.id ?? '',
        { refusal: refusalOf(target), warnings: warningsOf(target, new Set(known)) },
      ]),
  );
}

/** Element types before which the engine cannot start. */
const NOT_ACTIVATABLE_TYPES = ['bpmn:StartEvent', 'bpmn:BoundaryEvent', 'bpmn:SequenceFlow'];

function refusalOf(target: Element): Refusal | null {
  const elementId = target.id ?? '';
  const afterEventGateway = target.incoming?.some(
    (flow) => flow.sourceRef?.$type === 'bpmn:EventBasedGateway',
  );
  if (NOT_ACTIVATABLE_TYPES.includes(target.$type) || afterEventGateway)
    return { code: 'not-a-target', elementId };
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
  for (const name of variablesReadBy(target))
    if (!known.has(name)) warnings.push({ code: 'variable-missing', elementId, about: name });
  return warnings;
}

const PLAIN_NAME = /^=\s*([A-Za-z_][A-Za-z0-9_]*)(\.[A-Za-z_][A-Za-z0-9_]*)*\s*$/;

/** Returns the variables that the input mappings of an element read unchanged. */
function variablesReadBy(target: Element): string[] {
  const mappings = (target.extensionElements?.values ?? []).filter(
    ({ $type }) => $type === 'zeebe:IoMapping',
  );
  const inputs = mappings.flatMap(
    (mapping) => (mapping['inputParameters'] as { source?: string }[] | undefined) ?? [],
  );
  return [...new Set(inputs.flatMap(({ source = '' }) => PLAIN_NAME.exec(source)?.[1] ?? []))];
}
