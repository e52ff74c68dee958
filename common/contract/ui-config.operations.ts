import { operation } from './operation.ts';
import { UiConfig } from './reference.ts';

export const uiConfigOperations = {
  uiConfig: operation({
    summary: 'Where to sign in, and the languages of the screens',
    response: UiConfig,
    problems: [],
  }),
};
