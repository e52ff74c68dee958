import type { Prove } from '#api/http/route.ts';

/** Counts no tries: for what is not about limits. */
export const unlimited: Prove = (_code, check) => check();
