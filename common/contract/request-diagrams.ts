import { type Static, Type } from '@sinclair/typebox';
import { Closed, Nullable, OneOf, Text, Timestamp } from './common.ts';

const ElementId = Type.String({ description: 'Of the diagram beside it; it means nothing elsewhere' });

/** Position of a request in its processes. The diagrams hold names and shapes only: nothing about how a step
 *  is carried out. */
export const RequestDiagram = Closed({
  processes: Type.Array(
    Closed({
      name: Nullable(Text),
      state: OneOf(['active', 'completed', 'terminated']),
      xml: Type.String({ description: 'BPMN' }),
      at: Type.Array(Closed({ elementId: ElementId, name: Nullable(Text), since: Timestamp })),
      done: Type.Array(ElementId),
      flows: Type.Array(ElementId, { description: 'The ways that were taken' }),
    }),
    { description: 'The process of the request, then those it called, in the order of their start' },
  ),
});
export type RequestDiagram = Static<typeof RequestDiagram>;
