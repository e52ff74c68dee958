import { withTimeLimit } from '#common/node/time-limit.ts';
import {
  type Element,
  elementsInside,
  englishName,
  parseDiagram,
  propertyOf,
} from '#common/process-files/model/diagram.ts';
import { readStageHours } from '#common/process-files/model/stage-hours.ts';
import type { Tx } from './projections/projection.ts';

export type ProcessElement = {
  element_id: string;
  type: string;
  name_fa: string | null;
  name_en: string | null;
  /** Working hours, from `sla.stageHours` of the diagram. */
  stage_hours: number | null;
  /** The variables that the process shows to operators, from `operators.variables` of the diagram; null on
   *  its elements. */
  shown_variables: string[] | null;
};

/** Maximum time for parsing a diagram, in ms: before its deployment it was parsed within this. */
const PARSE_TIMEOUT_MS = 2_000;

/** Returns the elements of a diagram: the process itself, its nodes, and the named flows.
 *  @throws when it is no readable BPMN, or takes too long to parse */
export async function readElements(xml: string): Promise<ProcessElement[]> {
  const { process } = await withTimeLimit(PARSE_TIMEOUT_MS, () => parseDiagram('the diagram', xml));
  return [process, ...elementsInside(process)]
    .filter(({ $type, name, id }) => id && ($type !== 'bpmn:SequenceFlow' || name))
    .map((element) => ({
      element_id: element.id as string,
      type: element.$type.replace(/^bpmn:/, ''),
      name_fa: element.name ?? null,
      name_en: englishName(element) ?? null,
      stage_hours: readStageHours(propertyOf(element, 'sla.stageHours')),
      shown_variables: element === process ? shownBy(process) : null,
    }));
}

function shownBy(process: Element): string[] | null {
  const names = propertyOf(process, 'operators.variables')?.split(',');
  return names?.map((name) => name.trim()).filter((name) => name !== '') ?? null;
}

/** Registers the elements of one version of a process. A version never changes, so existing rows stay. */
export async function registerElements(
  tx: Pick<Tx, 'query'>,
  { processKey, version }: { processKey: string; version: number },
  elements: readonly ProcessElement[],
): Promise<void> {
  await tx.query(REGISTER, [processKey, version, JSON.stringify(elements)]);
}

const REGISTER = `
  insert into process_elements (process_key, version, element_id, type, name_fa, name_en, stage_hours, shown_variables)
  select $1, $2, * from json_to_recordset($3::json) as e
    (element_id text, type text, name_fa text, name_en text, stage_hours numeric, shown_variables text[])
  on conflict do nothing`;
