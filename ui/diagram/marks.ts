/** Markers that elements of a shown diagram can carry. */
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

/** Markers by element id. */
export type Marks = Readonly<Record<string, readonly Mark[]>>;

/** A short word or number at the edge of an element. */
export type Badge = {
  elementId: string;
  text: string;
  tone?: 'neutral' | 'good' | 'attention' | 'bad';
  at?: 'start' | 'end' | 'below';
  /** Tooltip that explains the badge. */
  title?: string;
};
