import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import { Closed, Form } from '#common/contract/index.ts';
import { UnknownForm } from './forms.errors.ts';
import type { Forms } from './forms.store.ts';

const FormKey = Type.String({ pattern: '^[a-z0-9-]+(/[a-z0-9-]+)+$', maxLength: 120 });

export const formsRoutes = ({ forms }: { forms: Forms }) => [
  defineRoute({
    method: 'get',
    path: '/forms/*key',
    operationId: 'getForm',
    summary: 'A form with its texts in every language',
    permission: 'public',
    params: Closed({ key: FormKey }),
    response: Form,
    problems: ['unknown-form'],
    handle: async ({ params: { key } }) => {
      const form = forms.get(key);
      if (!form) throw new UnknownForm(key);
      return form;
    },
  }),
];
