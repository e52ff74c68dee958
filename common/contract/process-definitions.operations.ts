import { Type } from '@sinclair/typebox';
import { Closed, Slug } from './common.ts';
import { operation } from './operation.ts';
import { ProcessDefinitionPage } from './process-definitions.ts';

export const processDefinitionsOperations = {
  listElementTemplates: operation({
    summary: 'The ready steps that a modeler offers, with their texts in both languages',
    response: Closed({ items: Type.Array(Type.Record(Type.String(), Type.Unknown())) }),
    problems: [],
  }),

  listProcessDefinitions: operation({
    summary: 'The versions of the processes, the newest first',
    query: Closed({
      processKey: Type.Optional(Slug),
      after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
    }),
    response: ProcessDefinitionPage,
    problems: [],
  }),
};
