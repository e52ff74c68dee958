import recommended from 'bpmnlint/config/recommended.js';
import StaticResolver from 'bpmnlint/lib/resolver/static-resolver.js';
import compat from 'bpmnlint-plugin-camunda-compat';
import { engineRules } from './engine-rules.ts';
import { rules } from './index.ts';
import type { LintContext } from './lint-context.ts';

/** Engine version that the diagrams are written for. */
export const ENGINE_VERSION = '8.5';

const ENGINE_CONFIG = `camunda-cloud-${ENGINE_VERSION.replace('.', '-')}`;

/** Creates the one configuration of the linter: bpmnlint's recommendations, the capabilities of the engine's
 *  version, and our own rules with their context. Its shape suits `Linter` of bpmnlint and the linting of
 *  bpmn-js.
 *  @param context the existing forms, groups, job types, processes and decisions */
export function lintConfig(context: LintContext) {
  const own = Object.keys(rules).map((name) => [`shahrah/${name}`, ['error', context]]);
  return {
    config: {
      extends: ['bpmnlint:recommended', `plugin:camunda-compat/${ENGINE_CONFIG}`],
      rules: Object.fromEntries(own) as Record<string, ['error', LintContext]>,
    },
    resolver: new StaticResolver({
      'config:bpmnlint/recommended': recommended,
      [`config:bpmnlint-plugin-camunda-compat/${ENGINE_CONFIG}`]: compat.configs[ENGINE_CONFIG],
      ...prefixed('rule:', engineRules),
      ...prefixed('rule:bpmnlint-plugin-shahrah/', rules),
    }),
  };
}

const prefixed = (prefix: string, values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
