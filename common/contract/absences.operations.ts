import { Type } from '@sinclair/typebox';
import { Closed } from './common.ts';
import { AbsencePage, AbsenceView, EnterAbsence, ListAbsences } from './escalation.ts';
import { EXAMPLE_ID, operation } from './operation.ts';

export const absencesOperations = {
  listAbsences: operation({
    summary: 'Who is or will be away: of the departments one works for, or everybody for administrators',
    query: ListAbsences,
    response: AbsencePage,
    problems: [],
  }),

  enterAbsence: operation({
    summary: 'Say that somebody is away; meanwhile the substitute is told of requests, or the next one up',
    body: EnterAbsence,
    response: AbsenceView,
    status: 201,
    problems: ['unknown-staff-member', 'substitute-not-eligible'],
    example: {
      body: {
        username: 'nobody-here',
        from: '2026-11-24T04:00:00Z',
        until: '2026-11-30T04:00:00Z',
        substitute: 'caseworker.rmto',
      },
    },
  }),

  removeAbsence: operation({
    summary: 'Take an absence back',
    params: Closed({ id: Type.String({ format: 'uuid' }) }),
    problems: ['absence-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),
};
