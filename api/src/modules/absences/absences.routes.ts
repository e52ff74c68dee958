import { defineRoute } from '#api/http/route.ts';
import type { AbsencesService } from './absences.service.ts';

export const absencesRoutes = ({ absences }: { absences: AbsencesService }) => [
  defineRoute('listAbsences', {
    permission: 'absence:manage',
    handle: ({ query, user }) => absences.list(query, user),
  }),

  defineRoute('enterAbsence', {
    permission: 'absence:manage',
    handle: ({ body, ...call }) => absences.enter(body, call),
  }),

  defineRoute('removeAbsence', {
    permission: 'absence:manage',
    handle: async ({ params: { id }, ...call }) => {
      await absences.remove(id, call);
      return undefined;
    },
  }),
];
