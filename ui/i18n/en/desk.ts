import type { desk as fa } from '../fa/desk.ts';

export const desk: typeof fa = { title: 'Desk' };
