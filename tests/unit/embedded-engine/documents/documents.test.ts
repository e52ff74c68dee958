import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { FORMAT, readInstance, UnreadableDocument, writeInstance } from '../../../../engine/core/document.ts';
import type { Definition, Key } from '../../../../engine/core/model.ts';
import { prepare, type PreparedProcess } from '../../../../engine/core/prepare.ts';

type Kept = {
  resources: { name: string; xml: string }[];
  documents: { key: Key; process: string; document: { format: number; definition: Key } }[];
};

/** Documents that an engine of the first format has written, with the diagrams that they belong to: with every kind of wait, a job
 *  at a worker, an incident, rounds of both kinds, a called process and a compensation under way. They are never written anew. */
const kept = JSON.parse(readFileSync(new URL('format-1.json', import.meta.url), 'utf8')) as Kept;

describe('stored process instances', () => {
  const definitions = new Map<Key, Definition>();

  before(async () => {
    for (const { process, document } of kept.documents) {
      const resource = kept.resources.find(({ name }) => name === `${process}.bpmn`);
      const content = Buffer.from(resource?.xml ?? '').toString('base64');
      const { model, checksum } = (await prepare({ name: `${process}.bpmn`, content })) as PreparedProcess;
      const definition = { processId: process, version: 1, resourceName: `${process}.bpmn`, checksum, model };
      definitions.set(document.definition, { key: document.definition, ...definition });
    }
  });

  for (const { key, process, document } of kept.documents)
    it(`are read as the first format wrote them, and lose nothing: ${process}`, () => {
      // when
      const instance = readInstance(key, JSON.stringify(document), definitions);

      // then
      expect(JSON.parse(writeInstance(instance))).to.deep.equal({ ...document, format: FORMAT });
    });

  it('name the element of every key inside', () => {
    // given
    const [first] = kept.documents;
    const text = JSON.stringify(first?.document);

    // when
    const { at } = readInstance(first?.key ?? '', text, definitions);

    // then
    const keys = [...text.matchAll(/"(?:job|userTask|incident)":\{"key":"(\d+)"/g)].map(
      ([, key = '']) => key,
    );
    expect(keys).to.have.length.greaterThan(5);
    for (const key of keys)
      expect([at.get(key)?.job?.key, at.get(key)?.userTask?.key, at.get(key)?.incident?.key]).to.include(key);
  });

  for (const [what, text] of [
    ['a newer format', JSON.stringify({ ...kept.documents[0]?.document, format: FORMAT + 1 })],
    ['what is no JSON', '{"format":1,'],
    ['an unknown definition', JSON.stringify({ ...kept.documents[0]?.document, definition: '1' })],
  ] as const)
    it(`are refused with the reason: ${what}`, () => {
      expect(() => readInstance('1', text, definitions)).to.throw(UnreadableDocument);
    });
});
