// A child process does not inherit the TypeScript loader, so it is registered again.
import { tsImport } from 'tsx/esm/api';

await tsImport('./functions.ts', import.meta.url);
