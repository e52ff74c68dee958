import type { Component } from './bill-of-materials.ts';

/** Licences, as packages state them, that ask for no more than that they and their authors are named (MPL: that changes of its files are
 *  published, and we change none). */
const ALLOWED: readonly string[] = [
  '(MIT AND Zlib)',
  '(MPL-2.0 OR Apache-2.0)',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
];

/** Packages whose licence is another one, or not stated where machines read it; docs/third-party.md says of each what was found. */
export const LOOKED_AT: readonly string[] = [
  'bpmn-js',
  'caniuse-lite',
  'cli-table',
  'component-props',
  'date-holidays',
  'dmn-js',
  'dmn-js-boxed-expression',
  'dmn-js-decision-table',
  'dmn-js-drd',
  'dmn-js-literal-expression',
  'dmn-js-shared',
  'randomcolor',
  'rgbcolor',
];

/** What is wrong with the licences of these packages, a sentence each. */
export function licenceFindings(components: readonly Component[]): string[] {
  const findings: string[] = [];
  for (const { name, version, licenses = [] } of components) {
    const stated = licenses.map(({ license, expression }) => license?.id ?? expression ?? 'another');
    const allowed = stated.length > 0 && stated.every((one) => ALLOWED.includes(one));
    const what = `${name} ${version} is under ${stated.join(' and ') || 'no licence that it states'}`;
    if (!allowed && !LOOKED_AT.includes(name)) findings.push(what);
    if (allowed && LOOKED_AT.includes(name)) findings.push(`${what}, and need not be named any more`);
  }
  const there = new Set(components.map(({ name }) => name));
  for (const name of LOOKED_AT)
    if (!there.has(name)) findings.push(`${name} is named, and not there any more`);
  return findings;
}
