import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { newTrackingCode } from '#api/modules/requests/index.ts';
import {
  applicantErrors,
  filingStepOfPath,
  furthestFilingStep,
  type RequestDraft,
  toFileRequest,
} from '#case-ui/public/file-request/request-draft.ts';
import { searchServices, suggestServices } from '#case-ui/public/file-request/service-search.ts';
import { codeFormErrors } from '#case-ui/public/track/credentials.ts';
import { type Form, localizeForm } from '#common/contract/index.ts';
import { createSchemaValidator } from '#ui/form/schema-validator.ts';
import { formatDigits } from '#ui/format/numbers.ts';
import { isMobile } from '#ui/validate/contact.ts';

const draft: RequestDraft = {
  key: 'key',
  text: 'چاله بزرگی هست',
  service: 'road-damage',
  answers: {},
  province: 'tehran',
  address: ' ',
  applicant: { name: 'سارا', mobile: '۰۹۱۲۳۴۵۶۷۸۹', email: '', nationalId: '' },
  channel: 'web',
};

describe('the checks of the public form', () => {
  it('know national ids of people and of legal persons in any digits', () => {
    const errorOf = (nationalId: string) => applicantErrors({ ...draft.applicant, nationalId }).nationalId;
    for (const good of ['0084575948', '۰۰۸۴۵۷۵۹۴۸', '٠٠٨٤٥٧٥٩٤٨', '084575948', '14007650912', ''])
      expect(errorOf(good), good).to.equal(undefined);
    for (const bad of ['0084575949', '1111111111', '008457594', '14007650913', '14000000003', '+10000000000'])
      expect(errorOf(bad), bad).to.equal('nationalIdWrong');
  });

  it('know mobile numbers however they are written', () => {
    for (const good of ['09123456789', '۰۹۱۲ ۳۴۵ ۶۷۸۹', '+989123456789', '00989123456789', '+4915112345678'])
      expect(isMobile(good), good).to.equal(true);
    for (const bad of ['0912345678', '02188776655', 'abc', '+98212345678'])
      expect(isMobile(bad), bad).to.equal(false);
  });

  it('know tracking codes however they are written, and tell a wrong digit from a missing one', () => {
    const code = newTrackingCode();
    const wrong = code.slice(0, 11) + String((Number(code[11]) + 1) % 10);
    const written = formatDigits(code.replace(/(\d{4})(?=\d)/g, '$1 '), 'fa');
    for (const [typed, error] of [
      [code, undefined],
      [written, undefined],
      [wrong, 'codeMistyped'],
      [code.slice(1), 'codeWrong'],
    ] as const)
      expect(codeFormErrors({ code: typed, factor: '6789' }).code, typed).to.equal(error);
  });

  it('ask for a way to answer', () => {
    expect(applicantErrors({ name: 'س', mobile: '', email: '', nationalId: '12' })).to.deep.equal({
      name: 'nameShort',
      mobile: 'contact',
      nationalId: 'nationalIdWrong',
    });
  });

  it('let nobody past a step that lacks something', () => {
    expect(furthestFilingStep(draft, true)).to.equal('review');
    expect(furthestFilingStep({ ...draft, province: '' }, true)).to.equal('details');
    expect(furthestFilingStep({ ...draft, text: ' ' }, true)).to.equal('what');
    expect(filingStepOfPath('/applicant/mobile')).to.equal('applicant');
    expect(filingStepOfPath('/answers/road')).to.equal('details');
  });

  it('send what was filled in and nothing else', () => {
    expect(toFileRequest(draft, 'fa', false)).to.deep.equal({
      service: 'road-damage',
      text: 'چاله بزرگی هست',
      applicant: { name: 'سارا', mobile: '۰۹۱۲۳۴۵۶۷۸۹' },
      place: { province: 'tehran' },
      locale: 'fa',
    });
  });
});

describe('the search over services', () => {
  const service = (key: string, name: string, keywords: string[]) => ({
    key,
    group: 'roads',
    name: { fa: name, en: key },
    description: { fa: '', en: '' },
    keywords,
    intakeForm: 'citizen-request/intake-road',
    needsPlace: true,
    confidential: false,
    resolveWorkingDays: 5,
  });
  const services = [
    service('road-damage', 'خرابی راه', ['چاله', 'آسفالت']),
    service('traffic-toll', 'عوارض آزادراه', ['عوارض']),
  ];

  it('finds by name and keyword in either spelling of a letter', () => {
    expect(searchServices(services, 'خرابي').map(({ key }) => key)).to.deep.equal(['road-damage']);
    expect(searchServices(services, 'عوارض').map(({ key }) => key)).to.deep.equal(['traffic-toll']);
    expect(searchServices(services, '')).to.have.length(2);
  });

  it('suggests by the words of a free text', () => {
    expect(suggestServices(services, 'آسفالت کنده شده و چاله دارد').map(({ key }) => key)).to.deep.equal([
      'road-damage',
    ]);
    expect(suggestServices(services, 'سلام')).to.deep.equal([]);
  });
});

describe('the checks of stored forms', () => {
  const validator = createSchemaValidator((rule) => rule);
  const cases: Record<string, unknown>[] = [
    {},
    { decision: 'answer' },
    { decision: 'answer', outcome: 'resolved', text: '' },
    { decision: 'answer', outcome: 'resolved', text: 'پاسخ' },
    { decision: 'answer', outcome: 'resolved', text: 'پاسخ', evidence: 'گزارش ۱۲', question: 'x' },
    { decision: 'answer', outcome: 'refused', text: 'پاسخ' },
    { decision: 'answer', outcome: 'refused', text: 'پاسخ', legalBasis: 'ماده ۱۷' },
    { decision: 'answer', outcome: 'duplicate', text: 'پاسخ', duplicateOf: '1' },
    { decision: 'ask-citizen', question: 'کجا؟' },
    { decision: 'ask-citizen', question: 'کجا؟', text: 'x' },
    { decision: 'transfer', transferTo: 'Not a slug', reason: 'x' },
    { decision: 'nothing' },
    { decision: 'transfer', outcome: undefined, text: undefined },
    { decision: 'answer', outcome: 'resolved', text: 'پاسخ', evidence: undefined },
  ];

  it('agree with ajv, which the server asks', async () => {
    // given
    const path = new URL('../../../forms/citizen-request/handle.json', import.meta.url);
    const { schema } = localizeForm(JSON.parse(await readFile(path, 'utf8')) as Form, 'en');
    const byAjv = new Ajv({ strict: false }).compile(schema);
    for (const data of cases)
      // when, then
      expect(validator.isValid(schema, data, schema), JSON.stringify(data)).to.equal(
        byAjv(JSON.parse(JSON.stringify(data))),
      );
  });

  it('name each missing field by itself', async () => {
    // given
    const schema = { type: 'object', required: ['a', 'b'], properties: { a: {}, b: {} } } as const;
    // when
    const { errors } = validator.validateFormData({ a: 1 }, schema as never);
    // then
    expect(errors.map(({ property, message }) => [property, message])).to.deep.equal([['.b', 'required']]);
  });
});
