import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Form } from '#common/contract/forms.ts';
import { ROOT } from '#stack/paths.ts';

/** A form of the product, as `GET /forms/<key>` answers it. */
export const storedForm = (key: string): Form =>
  JSON.parse(readFileSync(join(ROOT, 'forms', `${key}.json`), 'utf8')) as Form;
