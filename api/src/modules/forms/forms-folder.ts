import { fileURLToPath } from 'node:url';

/** Where the forms of the product lie. */
export const FORMS_FOLDER = fileURLToPath(new URL('../../../../forms/', import.meta.url));
