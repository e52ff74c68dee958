import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createTranslate, persianOf } from '#modeler-ui/bpmn/translations/translate.ts';

const require = createRequire(import.meta.url);
const read = (file: string): string => readFileSync(require.resolve(file), 'utf8');

/** Not texts, though they look like some. */
const NEVER_SHOWN = /Open \$|^ \+/;

const literals = (source: string, pattern: RegExp): string[] => [
  ...new Set([...source.matchAll(pattern)].map(([, text]) => (text ?? '').replace(/\\(.)/g, '$1'))),
];

describe('translations of the editor of diagrams', () => {
  for (const file of [
    'bpmn-js/lib/features/palette/PaletteProvider.js',
    'bpmn-js/lib/features/context-pad/ContextPadProvider.js',
    'bpmn-js/lib/features/popup-menu/ReplaceMenuProvider.js',
    'bpmn-js/lib/features/distribute-elements/DistributeElementsMenuProvider.js',
    '@bpmn-io/properties-panel/dist/index.esm.js',
    'bpmn-js-create-append-anything/dist/index.es.js',
    'diagram-js-minimap/dist/index.esm.js',
  ])
    it(`leave nothing that ${file} says in English`, () => {
      // given
      const asked = literals(read(file), /translate\(\s*'((?:\\.|[^'\\])+)'/g);

      // then
      const missing = asked.filter(
        (text) => !NEVER_SHOWN.test(text) && /[a-z]/i.test(text) && !persianOf(text),
      );
      expect(missing).to.deep.equal([]);
    });

  for (const file of [
    'bpmn-js/lib/features/replace/ReplaceOptions.js',
    'bpmn-js-create-append-anything/dist/index.es.js',
    'bpmn-js-color-picker/colors/ColorPopupProvider.js',
  ])
    it(`name in Persian every element and choice of ${file}`, () => {
      // given
      const labels = literals(read(file), /label: *'([^']+)'/g);

      // then
      expect(labels).to.not.deep.equal([]);
      expect(labels.filter((label) => !persianOf(label))).to.deep.equal([]);
    });

  it('find a name regardless of case and hyphens, put values in, and leave English alone', () => {
    expect(persianOf('Event Based Gateway')).to.equal(persianOf('Event-based gateway'));
    expect(createTranslate('fa')('Open {element}', { element: 'الف' })).to.equal('باز کردن الف');
    expect(createTranslate('en')('Open {element}', { element: 'it' })).to.equal('Open it');
  });

  it('tell of what they have no Persian for', () => {
    // given
    const missed: string[] = [];

    // when
    const text = createTranslate('fa', (template) => missed.push(template))('Nobody translated this');

    // then
    expect(text).to.equal('Nobody translated this');
    expect(missed).to.deep.equal(['Nobody translated this']);
  });
});
