import { type Static, Type } from '@sinclair/typebox';
import { Closed, Text } from './common.ts';

const Facts = Type.Record(Type.String(), Type.Unknown());

/** Everything a diagram may refer to, and the element templates for analysts. */
export const Modelling = Closed({
  forms: Type.Array(
    Closed({
      key: Type.String({ description: 'The path below forms/ without `.json`' }),
      title: Text,
      schema: Facts,
      uiSchema: Facts,
      variables: Type.Array(Type.String(), { description: 'The fields that go to the engine' }),
    }),
  ),
  jobTypes: Type.Array(Type.String(), { description: 'What workers of the api serve' }),
  processes: Type.Array(
    Closed({
      key: Type.String(),
      name: Text,
      calls: Type.Array(Type.String(), { description: 'The processes that it calls' }),
      escalates: Type.Boolean({ description: 'It has a path for the message `sla-step`' }),
    }),
  ),
  decisions: Type.Array(
    Closed({
      id: Type.String(),
      name: Type.String(),
      file: Type.String(),
      outputs: Type.Array(Type.String()),
    }),
  ),
  templates: Type.Array(Facts, { description: 'Element templates with their texts in both languages' }),
});
export type Modelling = Static<typeof Modelling>;
