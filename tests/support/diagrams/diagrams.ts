import { type Decision, parseDecisions } from '#common/process-files/model/decision.ts';
import { type Diagram, parseDiagram } from '#common/process-files/model/diagram.ts';
import { filesBelow, readText } from './project-files.ts';

export { parseDecisions, type Decision, type DecisionRow } from '#common/process-files/model/decision.ts';
export {
  englishName,
  extension,
  extensions,
  parseDiagram,
  type Diagram,
  type Element,
} from '#common/process-files/model/diagram.ts';

export const readDiagram = (file: string): Promise<Diagram> => parseDiagram(file, readText(file));

export const readDiagrams = (): Promise<Diagram[]> =>
  Promise.all(filesBelow('processes', '.bpmn').map(readDiagram));

/** Reads every decision table of the project. */
export const readDecisions = async (): Promise<Decision[]> =>
  (
    await Promise.all(filesBelow('processes', '.dmn').map((file) => parseDecisions(file, readText(file))))
  ).flat();
