import { fileURLToPath } from 'node:url';

/** Folder with the product's forms. */
export const FORMS_FOLDER = fileURLToPath(new URL('../../../../forms/', import.meta.url));
