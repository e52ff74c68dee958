import type { ProcessFile } from '#common/contract/index.ts';
import { readText } from './project-files.ts';

const ROUTING = 'route-request.dmn';

/** Returns the routing table with an expression as its first output. */
export const tableWith = (expression: string): ProcessFile => ({
  name: ROUTING,
  content: readText(`processes/routing/${ROUTING}`).replace(
    /(<outputEntry[^>]*>\s*<text>)[^<]*/,
    (_, before: string) => before + expression.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
  ),
});

/** Returns a short expression that doubles a text the given number of times and then uses it. */
export const doubled = (
  times: number,
  use: (text: string) => string,
  first = '"xxxxxxxxxxxxxxxx"',
): string => {
  const entries = Array.from({ length: times }, (_, at) => `a${at + 1}: a${at} + a${at}`);
  return `{ a0: ${first}, ${entries.join(', ')}, r: ${use(`a${times}`)} }.r`;
};

const DIAGRAM = 'ask-citizen.bpmn';

const diagramOf = (inside: string): ProcessFile => ({
  name: DIAGRAM,
  content: `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="D" targetNamespace="http://bpmn.io/schema/bpmn" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.5.0">
  <bpmn:process id="ask-citizen" isExecutable="true">${inside}</bpmn:process>
</bpmn:definitions>`,
});

/** Returns a diagram with a cycle of the given number of tasks. */
export const ring = (tasks: number): ProcessFile =>
  diagramOf(
    Array.from(
      { length: tasks },
      (_, at) =>
        `<bpmn:task id="T${at}"/><bpmn:sequenceFlow id="F${at}" sourceRef="T${at}" targetRef="T${(at + 1) % tasks}"/>`,
    ).join(''),
  );

/** Returns a file with an unclosed tag and the given number of quotation marks. */
export const quotationMarks = (count: number): ProcessFile => ({
  name: DIAGRAM,
  content: `<a ${'"'.repeat(count)}`,
});
