import type { Department, Modelling } from '#common/contract/index.ts';

/** design: for business people; implement: everything that the engine needs. */
export type ModelingMode = 'design' | 'implement';

/** What the panel offers, and in which language. */
export type PanelSettings = {
  modelling: Modelling | null;
  departments: readonly Department[];
  locale: 'fa' | 'en';
  /** A text of the editor by its key below `panel.`. */
  text(key: string): string;
};
