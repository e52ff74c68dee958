import { type Static, Type } from '@sinclair/typebox';
import { Closed, Nullable, OneOf, Slug, Text, Timestamp } from './common.ts';
import { ProcessFileName } from './process-definitions.ts';

export const PastUseQuery = Closed({
  last: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, description: 'The newest so many cases of each process' }),
  ),
});

/** An element or flow that a change removes or reroutes, and the number of cases that took it. */
export const PathUsage = Closed({
  elementId: Type.String(),
  type: Type.String(),
  name: Nullable(Text),
  from: Nullable(Text),
  to: Nullable(Text),
  kind: OneOf(['removed', 'rerouted']),
  cases: Nullable(
    Type.Integer({
      description: 'Cases that went through it, once or often; null of a few confidential ones',
    }),
  ),
  standing: Nullable(Type.Integer({ description: 'Those of them that stand at it now' })),
});
export type PathUsage = Static<typeof PathUsage>;

/** Use of the changed paths of a draft by past cases; a case is a request, or an instance without one. */
export const PastUse = Closed({
  asOf: Timestamp,
  processes: Type.Array(
    Closed({
      file: ProcessFileName,
      processKey: Slug,
      confidential: Type.Boolean({ description: 'Its cases are: they are counted in full steps' }),
      name: Nullable(Text),
      gone: Type.Boolean({ description: 'The draft takes the whole diagram away' }),
      readable: Type.Boolean(),
      cases: Nullable(
        Type.Integer({
          description: 'Cases looked at: at most so many as asked for; null of a few confidential ones',
        }),
      ),
      running: Nullable(Type.Integer({ description: 'Those of them that still run, and may yet take it' })),
      since: Nullable(Timestamp),
      ways: Type.Array(PathUsage),
    }),
  ),
});
export type PastUse = Static<typeof PastUse>;
