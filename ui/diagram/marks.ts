/** What is said of an element of a shown diagram. */
export const MARKS = [
  'done',
  'current',
  'waiting',
  'incident',
  'added',
  'removed',
  'changed',
  'moved',
  'chosen',
  'heat-1',
  'heat-2',
  'heat-3',
  'heat-4',
  'heat-5',
] as const;
export type Mark = (typeof MARKS)[number];

/** The marks of elements, by element id. */
export type Marks = Readonly<Record<string, readonly Mark[]>>;

/** A short word or number at the edge of an element. */
export type Badge = {
  elementId: string;
  text: string;
  tone?: 'neutral' | 'good' | 'attention' | 'bad';
  at?: 'start' | 'end' | 'below';
  /** What the badge means, in words. */
  title?: string;
};
