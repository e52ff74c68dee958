import { tsImport } from 'tsx/esm/api';

await tsImport('./child-functions.ts', import.meta.url);
