import type { fa as shared } from '#ui/i18n/fa/index.ts';
import type { fa } from './fa/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof shared & typeof fa;
  }
}
