// A process of its own has to be taught TypeScript anew.
import { tsImport } from 'tsx/esm/api';

await tsImport('./apart-child.ts', import.meta.url);
