import { Type } from '@sinclair/typebox';
import { Closed } from './common.ts';
import { EXAMPLE_ID, operation } from './operation.ts';
import { PastUse, PastUseQuery } from './past-use.ts';
import { StartWhatIf, WhatIf, WhatIfRows, WhatIfs, WhatIfSummary } from './what-ifs.ts';

const Id = Type.String({ format: 'uuid' });
const DraftId = Closed({ draftId: Id });
const WhatIfId = Closed({ id: Id });

export const whatIfsOperations = {
  listWhatIfs: operation({
    summary: 'The changed decisions of a draft, and the newest comparisons of them',
    params: DraftId,
    response: WhatIfs,
    problems: ['draft-not-found', 'sandbox-limit-exceeded'],
    example: { params: { draftId: EXAMPLE_ID } },
  }),

  startWhatIf: operation({
    summary: 'Compare what a changed decision would have done to past requests',
    params: DraftId,
    body: StartWhatIf,
    response: WhatIfSummary,
    status: 201,
    problems: ['draft-not-found', 'decision-not-comparable', 'too-many-what-ifs', 'sandbox-limit-exceeded'],
    example: {
      params: { draftId: EXAMPLE_ID },
      body: {
        decisionId: 'route-request',
        most: 100,
        service: 'road-damage',
        from: '2026-11-01T00:00:00Z',
      },
    },
  }),

  readPastUse: operation({
    summary:
      'How many of the newest cases took what the changed diagrams of a draft remove or lead elsewhere',
    params: DraftId,
    query: PastUseQuery,
    response: PastUse,
    problems: ['draft-not-found', 'sandbox-limit-exceeded'],
    example: { params: { draftId: EXAMPLE_ID } },
  }),

  getWhatIf: operation({
    summary: 'A comparison: how far it is, and what goes from where to where',
    params: WhatIfId,
    response: WhatIf,
    problems: ['what-if-not-found', 'draft-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  listWhatIfRows: operation({
    summary: 'The requests that would have gone another way',
    params: WhatIfId,
    query: Closed({
      after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
    }),
    response: WhatIfRows,
    problems: ['what-if-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  cancelWhatIf: operation({
    summary: 'Stop a comparison; what it found stays',
    params: WhatIfId,
    status: 204,
    problems: ['what-if-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),
};
