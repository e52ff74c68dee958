import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import { AbsencePage, AbsenceView, Closed, EnterAbsence, ListAbsences } from '#common/contract/index.ts';
import type { AbsencesService } from './absences.service.ts';

export const absencesRoutes = ({ absences }: { absences: AbsencesService }) => [
  defineRoute({
    method: 'get',
    path: '/absences',
    operationId: 'listAbsences',
    summary: 'Who is or will be away: of the departments one works for, or everybody for administrators',
    permission: 'absence:manage',
    query: ListAbsences,
    response: AbsencePage,
    problems: [],
    handle: ({ query, user }) => absences.list(query, user),
  }),

  defineRoute({
    method: 'post',
    path: '/absences',
    operationId: 'enterAbsence',
    summary: 'Say that somebody is away; meanwhile the substitute is told of requests, or the next one up',
    permission: 'absence:manage',
    body: EnterAbsence,
    response: AbsenceView,
    status: 201,
    problems: ['unknown-person', 'substitute-not-eligible'],
    handle: ({ body, ...call }) => absences.enter(body, call),
  }),

  defineRoute({
    method: 'delete',
    path: '/absences/:id',
    operationId: 'removeAbsence',
    summary: 'Take an absence back',
    permission: 'absence:manage',
    params: Closed({ id: Type.String({ format: 'uuid' }) }),
    problems: ['absence-not-found'],
    handle: async ({ params: { id }, ...call }) => {
      await absences.remove(id, call);
      return undefined;
    },
  }),
];
