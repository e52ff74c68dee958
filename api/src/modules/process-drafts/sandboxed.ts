export { authoringView } from './authoring.view.ts';
export { importFile } from './import-file.ts';
