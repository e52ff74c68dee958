import { Type } from '@sinclair/typebox';
import {
  ChangeMove,
  Closed,
  CompareVersions,
  ListMoveItems,
  MoveDiagrams,
  MoveItemPage,
  MovePage,
  MoveWithCounts,
  PlanMove,
  Slug,
  StartMove,
} from '#common/contract/index.ts';
import { defineRoute } from '#api/http/route.ts';
import type { MovesService } from './moves.service.ts';
import type { MovesView } from './moves.view.ts';
import type { planService } from './plan.service.ts';

type Deps = { view: MovesView; plans: ReturnType<typeof planService>; moves: MovesService };

const MoveId = Closed({ id: Type.String({ format: 'uuid' }) });
const CHANGE_PROBLEMS = ['move-not-found', 'changed-meanwhile', 'move-not-legal'];

export const movesRoutes = ({ view, plans, moves }: Deps) => [
  defineRoute({
    method: 'post',
    path: '/moves',
    operationId: 'planMove',
    summary:
      'Say for each running case of a process how it gets to another version, or why not; nothing is moved yet',
    permission: 'process:deploy',
    inTurn: 'reading',
    body: PlanMove,
    response: MoveWithCounts,
    status: 201,
    problems: ['invalid-input', 'unknown-version', 'too-many-cases', 'did-not-end'],
    handle: async ({ body, user }) => view.one(await plans.plan(body, user), user),
  }),

  defineRoute({
    method: 'get',
    path: '/moves',
    operationId: 'listMoves',
    summary: 'Moves of running cases, the newest first',
    permission: 'process:read',
    query: Closed({
      processKey: Type.Optional(Slug),
      after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
    }),
    response: MovePage,
    problems: ['invalid-input'],
    handle: ({ query, user }) => view.list(query, user),
  }),

  defineRoute({
    method: 'get',
    path: '/move-diagrams',
    operationId: 'compareForMove',
    summary: 'Two versions of a process, and which elements have their like in the other',
    permission: 'process:read',
    inTurn: 'reading',
    query: CompareVersions,
    response: MoveDiagrams,
    problems: ['unknown-version', 'did-not-end'],
    handle: ({ query }) => plans.compare(query.processKey, query.from, query.to),
  }),

  defineRoute({
    method: 'get',
    path: '/moves/:id',
    operationId: 'getMove',
    summary: 'How far a move is: counts of the listed cases by way, state and reason',
    permission: 'process:read',
    params: MoveId,
    response: MoveWithCounts,
    problems: ['move-not-found'],
    handle: ({ params, user }) => view.one(params.id, user),
  }),

  defineRoute({
    method: 'get',
    path: '/moves/:id/items',
    operationId: 'listMoveItems',
    summary: 'The cases of a move that the caller sees, with what became of each',
    permission: 'process:read',
    params: MoveId,
    query: ListMoveItems,
    response: MoveItemPage,
    problems: [],
    handle: ({ params, query, user }) => view.items(params.id, query, user),
  }),

  defineRoute({
    method: 'post',
    path: '/moves/:id/start',
    operationId: 'startMove',
    summary: 'Move the cases of a plan in the background; the number of listed cases has to be sent with it',
    permission: 'process:deploy',
    params: MoveId,
    body: StartMove,
    response: MoveWithCounts,
    problems: [...CHANGE_PROBLEMS, 'count-differs'],
    handle: async ({ params, body, user, httpRequestId }) => {
      await moves.start({ ...body, ...params, by: user, httpRequestId });
      return view.one(params.id, user);
    },
  }),

  ...(['stop', 'resume'] as const).map((verb) =>
    defineRoute({
      method: 'post',
      path: `/moves/:id/${verb}`,
      operationId: `${verb}Move`,
      summary:
        verb === 'stop'
          ? 'Begin with no further case; what was begun is brought to its end'
          : 'Go on with what is left, and look again for cases of which nobody could tell',
      permission: 'process:deploy',
      params: MoveId,
      body: ChangeMove,
      response: MoveWithCounts,
      problems: CHANGE_PROBLEMS,
      handle: async ({ params, body, user, httpRequestId }) => {
        await moves[verb]({ ...body, ...params, by: user, httpRequestId });
        return view.one(params.id, user);
      },
    }),
  ),
];
