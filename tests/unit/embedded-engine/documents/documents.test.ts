import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { FORMAT, writeInner, writeInstance } from '#engine/core/document.ts';
import type { Definition, Key } from '#engine/core/model.ts';
import { prepare, type PreparedProcess } from '#engine/core/prepare.ts';
import { type LargeValues, readInner, readInstance } from '#engine/core/read-document.ts';

type Document = { format: number; definition: Key };
/** With the values beside it. */
type KeptDocument = { key: Key; document: Document; values?: Record<Key, unknown> };
type Kept = {
  resources: { name: string; xml: string }[];
  documents: (KeptDocument & { process: string; parts?: KeptDocument[] })[];
};

/** Documents that engines of each format have written, with the diagrams that they belong to: with every kind
 *  of wait, a job at a
 *  worker, an incident, rounds of both kinds, a called process and a compensation under way; since the second
 *  format also values and
 *  inner activities that lie apart (some of a round, and long texts shortened). They are never written anew.
 *  */
const kept = [1, 2].map(
  (format) => JSON.parse(readFileSync(new URL(`format-${format}.json`, import.meta.url), 'utf8')) as Kept,
);

const valuesOf = ({ values = {} }: KeptDocument): LargeValues =>
  new Map(Object.entries(values).map(([key, value]) => [key, { value, size: JSON.stringify(value).length }]));

for (const [at, { resources, documents }] of kept.entries())
  describe(`process instances that were stored in format ${at + 1}`, () => {
    const definitions = new Map<Key, Definition>();

    before(async () => {
      for (const { process, document } of documents) {
        const resource = resources.find(({ name }) => name === `${process}.bpmn`);
        const content = Buffer.from(resource?.xml ?? '').toString('base64');
        const { model, checksum } = (await prepare({ name: `${process}.bpmn`, content })) as PreparedProcess;
        const definition = {
          processId: process,
          version: 1,
          resourceName: `${process}.bpmn`,
          checksum,
          model,
        };
        definitions.set(document.definition, { key: document.definition, ...definition });
      }
    });

    const read = (one: Kept['documents'][number]) => {
      const instance = readInstance(one.key, JSON.stringify(one.document), definitions, valuesOf(one));
      for (const part of one.parts ?? [])
        readInner(instance, part.key, JSON.stringify(part.document), valuesOf(part));
      return instance;
    };

    for (const one of documents)
      it(`are read, and lose nothing: ${one.process}`, () => {
        // when
        const instance = read(one);

        // then
        expect(JSON.parse(writeInstance(instance))).to.deep.equal({ ...one.document, format: FORMAT });
        for (const { key, document } of one.parts ?? []) {
          const inner = instance.at.get(key);
          const written: unknown = inner && JSON.parse(writeInner(inner));
          expect(written).to.deep.equal({ ...document, format: FORMAT });
        }
      });

    if (at > 0)
      it('are refused when a value that lies apart is missing', () => {
        for (const one of documents.filter(({ values = {} }) => Object.keys(values).length > 0))
          expect(() => read({ ...one, values: {} })).to.throw('is missing');
      });

    it('name the element of every key inside', () => {
      for (const one of documents) {
        // given
        const text = JSON.stringify([one.document, one.parts]);

        // when
        const { at } = read(one);

        // then
        const found = text.matchAll(
          /"(?:job|userTask|incident)":\{"key":"(\d+)"|"(?:timer|message)","key":"(\d+)"/g,
        );
        for (const [, ofElement, ofWait] of found) {
          const { job, userTask, incident, waits, innerWaits } = at.get(ofElement ?? ofWait ?? '') ?? {};
          const all = [job, userTask, incident, ...(waits ?? []), ...(innerWaits ?? [])];
          expect(all.map((its) => its?.key)).to.include(ofElement ?? ofWait);
        }
      }
    });
  });

describe('stored process instances', () => {
  const [first] = kept[0]?.documents ?? [];

  for (const [what, text, why] of [
    ['a newer format', JSON.stringify({ ...first?.document, format: FORMAT + 1 }), 'is newer than'],
    ['an unknown definition', JSON.stringify({ ...first?.document, definition: '1' }), 'no definition 1'],
  ] as const)
    it(`are refused with the reason: ${what}`, () => {
      expect(() => readInstance('1', text, new Map())).to.throw(why);
    });
});
