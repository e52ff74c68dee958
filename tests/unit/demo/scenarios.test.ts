import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { type Forms, loadForms } from '#api/modules/forms/index.ts';
import { readMobile } from '#api/modules/people/index.ts';
import { readNationalId } from '#common/text/national-id.ts';
import { digitsOf, tidyText } from '#common/text/persian-text.ts';
import { type DemoCase, fillOf } from '#stack/demo/demo-case.ts';
import { SCENARIOS } from '#stack/demo/scenarios/index.ts';
import { provinces, services } from '#tests/support/diagrams/project-files.ts';
import { filedCases, oldCases } from '#tests/support/fixtures/demo.ts';

const COMMITTEE = ['urban-planning-deputy', 'housing-deputy', 'national-land-housing'];
/** What is done to roads, and to nothing else. */
const ROAD_WORK = /آسفالت|روکش|برف‌روب|گاردریل|سرعت‌گیر|راهداران در محل/;
const ABOUT_ROADS = new Set([
  'road-damage',
  'road-safety-signs',
  'road-closure-weather',
  'infrastructure-project',
]);

/** The fields of intake forms in which a number of papers stands. */
const NUMBERS = ['ticketNumber', 'fileNumber', 'decisionNumber', 'earlierReference'];

const serviceOf = (key: string) => services.find((service) => service.key === key);

/** Everything that a department sends of a case: its forms, each as often as it differs. */
function fillsOf(one: DemoCase): { form: string; data: Record<string, unknown> }[] {
  return Object.keys(one.matter.work).flatMap((form) =>
    COMMITTEE.flatMap((queue) =>
      [1, 2, 3].map((visit) => ({ form, data: fillOf(one, form, { visit, queue }) ?? {} })),
    ),
  );
}

/** All that is written about a case, by whomever. */
function wordsOf(one: DemoCase): string[] {
  const { text, address, question, outside, doubt } = one.matter;
  const sent = fillsOf(one).flatMap(({ data }) => Object.values(data));
  return [text, address, question.asks, question.reply, outside?.text, doubt, ...sent].filter(
    (word): word is string => typeof word === 'string',
  );
}

describe('the scenarios of the demonstration', () => {
  let forms: Forms;
  const all = [...filedCases(), ...oldCases()];

  before(async () => {
    forms = await loadForms();
  });

  it('are many, over all services, and each is used', () => {
    // then
    expect(SCENARIOS.length).to.be.greaterThan(40);
    expect(new Set(SCENARIOS.map(({ key }) => key)).size).to.equal(SCENARIOS.length);
    expect([...new Set(SCENARIOS.map(({ service }) => service))]).to.have.members(
      services.map(({ key }) => key),
    );
    expect([...new Set(filedCases().map(({ scenario }) => scenario))]).to.have.members(
      SCENARIOS.map(({ key }) => key),
    );
  });

  it('happen in every province', () => {
    // when
    const places = new Set(filedCases().map(({ province }) => province));

    // then
    expect([...places].filter((place) => place !== null)).to.have.members(provinces.map(({ code }) => code));
  });

  it('are the same every time', () => {
    // when
    const [once, again] = [filedCases(), filedCases()].map((cases) => cases.map(({ body }) => body));

    // then
    expect(once).to.deep.equal(again);
  });

  it('name one kilometre, in the text, the form, the answers and the replies', () => {
    for (const one of all) {
      // when
      const named = wordsOf(one).flatMap((words) =>
        [...words.matchAll(/کیلومتر ([۰-۹]+)/g)].map(([, digits = '']) => Number(digitsOf(digits))),
      );

      // then
      const { kilometre } = one.body.answers as { kilometre?: number };
      expect(new Set(named).size, one.key).to.be.at.most(1);
      if (kilometre !== undefined) expect(named[0], one.key).to.equal(kilometre);
    }
  });

  it('name one number of a file, a ticket or a contract, in the text, the form and the answers', () => {
    for (const one of all) {
      // given
      const [inForm] = NUMBERS.flatMap((field) => one.body.answers?.[field] ?? []);
      const said = fillsOf(one).flatMap(({ data }) => [data['text'], data['carrierQuestion']]);

      // when
      const named = [one.matter.text, ...said]
        .filter((words): words is string => typeof words === 'string')
        .flatMap((words) => [...words.matchAll(/[۰-۹0-9]{4,}/g)].map(([digits]) => digitsOf(digits)));

      // then
      expect(new Set(named).size, one.key).to.be.at.most(1);
      if (inForm !== undefined && named[0] !== undefined) expect(named[0], one.key).to.equal(inForm);
    }
  });

  it('name the road of the form in the text', () => {
    for (const one of all) {
      // when
      const { road } = one.body.answers as { road?: string };

      // then
      if (road) expect(one.matter.text, one.key).to.include(road);
    }
  });

  it('have answers and replies of their own kind: nobody sends a road crew for a loan', () => {
    for (const one of all.filter(({ body }) => !ABOUT_ROADS.has(body.service))) {
      // when
      const { text } = one.matter;
      const foreign = wordsOf(one).filter((words) => ROAD_WORK.test(words) && !ROAD_WORK.test(text));

      // then
      expect(foreign, one.key).to.deep.equal([]);
    }
  });

  it('fill every form as it asks', () => {
    for (const one of all) {
      // when
      const wrong = fillsOf(one).flatMap(({ form, data }) =>
        forms.check(form, data, '').map((error) => ({ form, error })),
      );

      // then
      expect(wrong, one.key).to.deep.equal([]);
    }
  });

  it('ask and reply in a form that can ask', () => {
    for (const one of all) {
      // given
      const asking = { ...one, course: { ...one.course, asks: true as const } };

      // when
      const asked = Object.keys(one.matter.work).flatMap((form) => {
        const data = fillOf(asking, form, { visit: 1, queue: '' });
        return data?.['decision'] === 'ask-citizen' ? [{ form, data }] : [];
      });

      // then
      for (const { form, data } of asked) expect(forms.check(form, data, ''), one.key).to.deep.equal([]);
      expect(asked.length, one.key).to.be.at.most(1);
    }
  });

  it('pass the checks of the intake', () => {
    for (const { key, body, secondFactor } of all) {
      // when
      const service = serviceOf(body.service);
      const { nationalId, mobile, email, name } = body.applicant;

      // then
      expect(forms.check(service?.intakeForm ?? '', body.answers, ''), key).to.deep.equal([]);
      expect(body.text, key).to.equal(tidyText(body.text));
      expect(name.length, key).to.be.greaterThan(2);
      if (nationalId) expect(readNationalId(nationalId), key).to.not.equal(undefined);
      expect([mobile && readMobile(mobile)?.slice(-4), email], key).to.include(secondFactor);
    }
  });

  it('are filed by a company where the matter is a company’s, and only there', () => {
    for (const { key, scenario, body } of all) {
      // when
      const isCompany = body.applicant.name.startsWith('شرکت');

      // then
      const { byCompany = false } = SCENARIOS.find((one) => one.key === scenario) ?? {};
      expect(isCompany, key).to.equal(byCompany);
    }
  });
});
