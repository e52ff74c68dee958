import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { Variables } from '#engine/core/model.ts';
import { evaluateTable } from '#engine/decisions/feel.ts';
import {
  type Decision,
  type Element,
  extension,
  readDecisions,
  readDiagrams,
} from '#tests/support/diagrams/diagrams.ts';
import {
  departmentSlugs,
  provinces,
  readText,
  ROOT,
  services,
} from '#tests/support/diagrams/project-files.ts';

type Facts = { priority?: string; keywords?: string[] | null; answers?: Record<string, unknown> | null };

describe('route-request.dmn', () => {
  let table: Decision;

  before(async () => {
    const decision = (await readDecisions()).find(({ id }) => id === 'route-request');
    if (!decision) throw new Error('There is no decision route-request');
    table = decision;
  });

  const route = (
    service: string | null,
    region: string | null,
    { priority = 'normal', keywords = [], answers = {} }: Facts = {},
  ) => {
    const variables = { service, region, priority, keywords, answers, channel: 'web' };
    return evaluateTable(table, variables, 0).result as Variables | null;
  };

  it('sends every service of every province, and of none, to a department that exists', () => {
    for (const { key } of services)
      for (const region of [null, ...provinces.map(({ code }) => code)]) {
        // when
        const routing = route(key, region);

        // then
        expect(departmentSlugs, `${key} in ${region}`).to.include(routing?.['department']);
        expect(routing?.['certain'], `${key} in ${region}`).to.be.a('boolean');
        expect(routing?.['rule'], `${key} in ${region}`).to.be.a('string');
      }
  });

  it('sends what is imported from Los Angeles to where the map of the import keeps it', () => {
    // given
    const { types, constants } = JSON.parse(readFileSync(`${ROOT}docs/imports/la311.map.json`, 'utf8')) as {
      types: Record<string, { service: string; department: string }>;
      constants: { province: string };
    };

    for (const [type, { service, department }] of Object.entries(types)) {
      // when
      const routing = route(service, constants.province, { keywords: null, answers: null });

      // then
      expect(routing, type).to.include({ department, certain: true });
    }
  });

  it('gives the road of a province to the road maintenance directorate of that province', () => {
    // when
    const routing = route('road-damage', 'tehran');

    // then
    expect(routing).to.include({ department: 'rmto-tehran', certain: true, rule: 'provincial-road' });
  });

  it('is unsure about a road without a province', () => {
    // when
    const routing = route('road-damage', null);

    // then
    expect(routing).to.include({ department: 'contact-centre', certain: false, rule: 'province-unknown' });
  });

  it('decides nothing about a service that no row knows', () => {
    for (const service of ['something-else', null])
      for (const region of ['fars', null]) expect(route(service, region)).to.equal(null);
  });

  it('raises the priority of a closed road and never lowers it', () => {
    // when
    const [normal, critical] = ['normal', 'critical'].map((priority) =>
      route('road-closure-weather', 'alborz', { priority }),
    );

    // then
    expect(normal).to.include({ priority: 'high' });
    expect(critical).to.include({ priority: 'critical' });
  });

  it('reads the keys of the text: danger to life, a blocked road, a level crossing', () => {
    // when
    const [danger, blocked, crossing] = ['danger-to-life', 'road-blocked', 'rail-crossing'].map((key) =>
      route('road-damage', 'qom', { keywords: ['other', key] }),
    );

    // then
    expect(danger).to.include({
      department: 'rmto-qom',
      priority: 'critical',
      rule: 'danger-to-life-on-road',
    });
    expect(blocked).to.include({ department: 'rmto-qom', priority: 'high', rule: 'provincial-road-blocked' });
    expect(crossing).to.include({ department: 'railways', rule: 'rail-crossing' });
  });

  it('reads the answers: a danger that the citizen reports, money that was asked for', () => {
    // when
    const danger = route('road-safety-signs', 'qom', { answers: { danger: true } });
    const bribery = route('staff-complaint', 'qom', { answers: { moneyDemanded: true } });

    // then
    expect(danger).to.include({ department: 'rmto-qom', priority: 'high', rule: 'provincial-road-danger' });
    expect(bribery).to.include({ department: 'staff-conduct', priority: 'high', rule: 'staff-bribery' });
  });

  it('keeps a complaint about staff away from the provinces', () => {
    for (const { code } of provinces) {
      // when
      const routing = route('staff-complaint', code);

      // then
      expect(routing).to.include({ department: 'staff-conduct', certain: true });
    }
  });

  it('routes a service without a province as the catalogue says, where it is certain', () => {
    for (const { key, department } of services) {
      // when
      const routing = route(key, null);

      // then
      if (routing?.['certain']) expect(routing['department'], key).to.equal(department);
    }
  });

  it('takes every row for some request', () => {
    // given
    const facts: Facts[] = [
      {},
      ...['danger-to-life', 'road-blocked', 'rail-crossing'].map((key) => ({ keywords: [key] })),
      { answers: { danger: true } },
      { answers: { moneyDemanded: true } },
    ];

    // when
    const taken = new Set(
      services.flatMap(({ key }) =>
        [null, 'tehran'].flatMap((region) => facts.map((fact) => route(key, region, fact)?.['rule'])),
      ),
    );

    // then
    expect([...taken].sort()).to.deep.equal([...rulesOf(table)].sort());
  });

  it('explains every rule, and those of the diagrams, in both languages', async () => {
    // given
    const explanations = JSON.parse(readText('processes/routing/explanations.json')) as Record<
      string,
      { fa: string; en: string }
    >;

    // then
    expect(Object.keys(explanations)).to.have.members([
      ...new Set([...rulesOf(table), ...(await rulesOfDiagrams())]),
    ]);
    for (const [rule, { fa, en }] of Object.entries(explanations)) {
      expect(fa, rule).to.match(/[\u0600-\u06ff]/);
      expect(fa, rule).not.to.match(/[يك]/);
      expect(en, rule).to.match(/^[A-Z]/);
    }
  });

  it('is asked with a hit policy that cannot fail: where several rows fit, no incident comes of it', async () => {
    // given
    const called = (await readDiagrams())
      .flatMap(({ elements }) => elements)
      .map((element) => extension(element, 'CalledDecision')?.['decisionId'])
      .filter(Boolean);

    // then
    for (const { id, hitPolicy } of await readDecisions())
      if (called.includes(id)) expect(hitPolicy, id).to.be.oneOf(['FIRST', 'COLLECT', 'RULE ORDER']);
  });
});

/** The rules that diagrams themselves name where they route, as `triage`. */
async function rulesOfDiagrams(): Promise<string[]> {
  const mappings = (await readDiagrams())
    .flatMap(({ elements }) => elements)
    .map((element) => extension(element, 'IoMapping'))
    .flatMap((io) => [io?.['inputParameters'], io?.['outputParameters']] as (Element[] | undefined)[])
    .flatMap((parameters) => parameters ?? []);
  return mappings
    .filter(({ target }) => target === 'rule')
    .flatMap(({ source }) => [...String(source).matchAll(/"([a-z-]+)"/g)].map(([, rule]) => String(rule)));
}

const rulesOf = ({ rows }: Decision): string[] =>
  rows.map(({ outputs }) => outputs['rule']?.replaceAll('"', '') ?? '');
