import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { readDecisions, type Decision } from '../../support/diagrams/diagrams.ts';
import { decide } from '../../support/diagrams/feel.ts';
import { departmentSlugs, provinces, services } from '../../support/diagrams/project-files.ts';

describe('route-request.dmn', () => {
  let table: Decision;

  before(async () => {
    const decision = (await readDecisions()).find(({ id }) => id === 'route-request');
    if (!decision) throw new Error('There is no decision route-request');
    table = decision;
  });

  const route = (service: string | null, region: string | null, priority: string | null = 'normal') =>
    decide(table, { service, region, priority, channel: 'web' });

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

  it('is unsure about a service that no row knows', () => {
    for (const service of ['something-else', null]) {
      // when
      const routing = route(service, 'fars');

      // then
      expect(routing).to.include({ department: 'contact-centre', certain: false, rule: 'no-rule-fits' });
    }
  });

  it('raises the priority of a closed road and never lowers it', () => {
    // when
    const [normal, critical] = ['normal', 'critical'].map((p) => route('road-closure-weather', 'alborz', p));

    // then
    expect(normal).to.include({ priority: 'high' });
    expect(critical).to.include({ priority: 'critical' });
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
    // when
    const taken = new Set(
      [...services.map(({ key }) => key), 'something-else'].flatMap((key) =>
        [null, 'tehran'].map((region) => route(key, region)?.['rule']),
      ),
    );

    // then
    expect([...taken].sort()).to.deep.equal(
      table.rows.map(({ outputs }) => outputs['rule']?.replaceAll('"', '')).sort(),
    );
  });
});
