import type { Department, Modelling } from '#common/contract/index.ts';

/** `design` is for business users; `implement` shows everything the engine needs. */
export type ModelingMode = 'design' | 'implement';

/** Options and language of the properties panel. */
export type PanelSettings = {
  modelling: Modelling | null;
  departments: readonly Department[];
  locale: 'fa' | 'en';
  /** Returns a text of the editor by its key below `panel.`. */
  text(key: string): string;
};
