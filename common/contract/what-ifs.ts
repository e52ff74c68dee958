import { type Static, Type } from '@sinclair/typebox';
import { Closed, Nullable, OneOf, Slug, Text, Timestamp } from './common.ts';

const Id = Type.String({ format: 'uuid' });
const Values = Type.Record(Type.String(), Type.Unknown());

export const StartWhatIf = Closed({
  decisionId: Type.String({ minLength: 1, maxLength: 200 }),
  most: Type.Integer({ minimum: 10, maximum: 5000, description: 'The newest so many requests' }),
  service: Type.Optional(Slug),
  from: Type.Optional(Timestamp),
  until: Type.Optional(Timestamp),
});
export type StartWhatIf = Static<typeof StartWhatIf>;

/** The `problem` of a comparison that was aborted because a decision took too long. */
export const DECISION_TOO_LONG = 'decision-too-long';

export const WhatIfSummary = Closed({
  id: Id,
  decisionId: Type.String(),
  state: OneOf(['waiting', 'running', 'done', 'cancelled', 'failed']),
  problem: Nullable(
    Type.String({
      description: `Why it was not finished: \`${DECISION_TOO_LONG}\`, or what the engine said`,
    }),
  ),
  asked: Values,
  asOf: Timestamp,
  total: Type.Integer(),
  done: Type.Integer(),
  changed: Type.Integer(),
  failed: Type.Integer({ description: 'Requests for which one of the two could not be evaluated' }),
  upToDate: Type.Boolean({ description: 'The draft still says the same' }),
  startedBy: Type.String(),
});
export type WhatIfSummary = Static<typeof WhatIfSummary>;

export const WhatIfs = Closed({
  decisions: Type.Array(
    Closed({
      decisionId: Type.String(),
      file: Type.String(),
      name: Type.String(),
      comparable: Type.Boolean(),
      isNew: Type.Boolean(),
      unknown: Type.Array(Type.String({ description: 'Inputs that are no facts of a request' })),
    }),
  ),
  items: Type.Array(WhatIfSummary),
});
export type WhatIfs = Static<typeof WhatIfs>;

export const WhatIf = Closed({
  ...WhatIfSummary.properties,
  outputs: Type.Array(
    Closed({
      name: Type.String(),
      changed: Type.Integer(),
      moves: Type.Array(
        Closed({ from: Nullable(Type.String()), to: Nullable(Type.String()), requests: Type.Integer() }),
      ),
      moreMoves: Type.Integer({ description: 'Besides those that are shown' }),
    }),
  ),
});
export type WhatIf = Static<typeof WhatIf>;

const FiredRule = Nullable(Closed({ index: Nullable(Type.Integer()), why: Nullable(Text) }));

export const WhatIfRows = Closed({
  items: Type.Array(
    Closed({
      place: Type.Integer(),
      trackingCode: Nullable(Type.String({ description: 'Only for who may see the request' })),
      facts: Values,
      before: Values,
      after: Values,
      beforeRule: FiredRule,
      afterRule: FiredRule,
    }),
  ),
  next: Nullable(Type.String()),
});
export type WhatIfRows = Static<typeof WhatIfRows>;
