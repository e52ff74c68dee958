import { lintDiagram } from '#common/process-files/index.ts';
import { readDiagrams } from './diagrams.ts';
import { projectContext } from './lint-context.ts';

const context = await projectContext();
let errors = 0;
for (const { file, root } of await readDiagrams())
  for (const { category, rule, message } of await lintDiagram(root, context)) {
    if (category === 'error') errors += 1;
    console.log(`${file}: ${category}: ${message.fa}\n    ${message.en} [${rule}]`);
  }
console.log(
  errors === 0 ? 'No rule is broken.' : `Broken rules: ${errors}. docs/rules/README.md explains them.`,
);
process.exitCode = errors === 0 ? 0 : 1;
