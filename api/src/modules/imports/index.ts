export { FileUnreadable } from './csv-records.ts';
export { entryOf, InvalidImportMap, readImportMap, type ImportMap } from './import-map.ts';
export { importsService, type ImportRun, type ImportStage } from './imports.service.ts';
export { importsView, type ImportReport, type ImportsView } from './imports.view.ts';
export type { ImportMode } from './read-row.ts';
