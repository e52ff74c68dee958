import { formsRoutes } from './forms.routes.ts';
import type { Forms } from './forms.store.ts';

export { openForms, type Forms } from './forms.store.ts';

/** The forms that people fill in. */
export const formsModule = ({ forms }: { forms: Forms }) => ({ routes: formsRoutes({ forms }) });
