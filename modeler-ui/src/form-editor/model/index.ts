export * from './form-edits.ts';
export * from './form-fields.ts';
export * from './form-json.ts';
export * from './form-kinds.ts';
export * from './form-scopes.ts';
export * from './form-texts.ts';
export type { Part, Path } from './json-path.ts';
