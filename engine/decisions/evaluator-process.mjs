// A process of its own has to be taught TypeScript anew.
import { tsImport } from 'tsx/esm/api';

await tsImport('./evaluator-process.ts', import.meta.url);
