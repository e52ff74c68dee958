import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { columnsOf, fillTemplate, readImportMap } from '#api/modules/imports/import-map.ts';

const FOLDER = new URL('../../../docs/imports/', import.meta.url);
const data = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`../../../migrations/data/${name}.json`, import.meta.url), 'utf8')) as T[];

const maps = readdirSync(FOLDER).filter((file) => file.endsWith('.map.json'));
const services = new Set(data<{ key: string }>('services').map(({ key }) => key));
const departments = new Set(data<{ slug: string }>('departments').map(({ slug }) => slug));

describe('the maps that come with the product', () => {
  for (const file of maps) {
    it(`${file} names services and departments that exist`, () => {
      // given
      const map = readImportMap(readFileSync(new URL(file, FOLDER), 'utf8'));
      // then
      for (const { service, department } of Object.values(map.types)) {
        expect(services).to.include(service);
        if (department) expect(departments).to.include(department);
      }
      for (const department of Object.values(map.owners ?? {}).flat())
        expect(departments).to.include(department);
    });
  }
});

describe('a map', () => {
  const text = readFileSync(new URL(maps[0] as string, FOLDER), 'utf8');

  it('that is no JSON, lacks a member or has one too many is refused with the place', () => {
    // given
    const map = JSON.parse(text) as Record<string, unknown>;
    // then
    expect(() => readImportMap('{')).to.throw(/not JSON/);
    expect(() => readImportMap(JSON.stringify({ ...map, zone: undefined }))).to.throw(/zone/);
    expect(() => readImportMap(JSON.stringify({ ...map, colour: 'red' }))).to.throw(/additional/);
  });

  it('needs the columns of its fields and of its texts', () => {
    expect([...columnsOf(readImportMap(text))]).to.include.members(['srnumber', 'updateddate', 'address']);
  });

  it('fills texts with columns; what is empty leaves nothing', () => {
    expect(fillTemplate('{a}: {b}{c}', { a: ' x ', b: 'y' })).to.equal('x: y');
  });
});
