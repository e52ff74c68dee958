import { defineRoute } from '#api/http/route.ts';
import { UnknownForm } from './forms.errors.ts';
import type { Forms } from './forms.store.ts';

export const formsRoutes = ({ forms }: { forms: Forms }) => [
  defineRoute('getForm', {
    permission: 'public',
    handle: async ({ params: { key } }) => {
      const form = forms.get(key);
      if (!form) throw new UnknownForm(key);
      return form;
    },
  }),
];
