import type { Component } from './bill-of-materials.ts';

/** Licence ids, as stated by packages, that require no more than attribution. (MPL also requires publishing
 *  changes to its files; we change none.) */
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

/** Packages with another licence, or none stated in machine-readable form. docs/third-party.md says what was
 *  found for each. */
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

/** Returns the licence problems of these packages, one sentence each. */
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
