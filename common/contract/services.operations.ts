import { Type } from '@sinclair/typebox';
import { operation } from './operation.ts';
import { Service } from './requests.ts';

export const servicesOperations = {
  listServices: operation({
    summary: 'The services that can be asked for, in their order',
    response: Type.Array(Service),
    problems: [],
  }),
};
