import { Type } from '@sinclair/typebox';
import { Closed } from './common.ts';
import { Form } from './forms.ts';
import { operation } from './operation.ts';

const FormKey = Type.String({ pattern: '^[a-z0-9-]+(/[a-z0-9-]+)+$', maxLength: 120 });

export const formsOperations = {
  getForm: operation({
    summary: 'A form with its texts in every language',
    params: Closed({ key: FormKey }),
    response: Form,
    problems: ['unknown-form'],
    example: { params: { key: 'citizen-request/handle' } },
  }),
};
