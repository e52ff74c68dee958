import { fa } from '../../../../ui/i18n/fa/index.ts';

type Named = keyof typeof fa.words.task;

const NAMED = Object.keys(fa.words.task) as Named[];

/** The key of the words for what a task asks to do. */
export const taskNameKey = (elementId: string): `words:task.${Named}` =>
  `words:task.${NAMED.find((named) => named === elementId) ?? 'other'}`;
