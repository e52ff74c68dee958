import { Type } from '@sinclair/typebox';
import { Closed } from './common.ts';
import { Modelling } from './modelling.ts';
import { operation } from './operation.ts';

export const modellingOperations = {
  readModelling: operation({
    summary: 'What a diagram may refer to: forms, workers, processes, decisions, ready steps',
    query: Closed({
      draftId: Type.Optional(
        Type.String({ format: 'uuid', description: 'With what this draft would make of what runs' }),
      ),
    }),
    response: Modelling,
    problems: ['draft-not-found', 'sandbox-limit-exceeded'],
  }),
};
