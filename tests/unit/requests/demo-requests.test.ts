import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DEMO_FORMS, fillForm } from '../../../api/src/cli/demo/demo-forms.ts';
import { DEMO_REQUESTS, demoRequests } from '../../../api/src/cli/demo/demo-requests.ts';
import { TEXTS } from '../../../api/src/cli/demo/demo-texts.ts';
import { openForms } from '../../../api/src/modules/forms/index.ts';
import { readMobile, readNationalId } from '../../../api/src/modules/people/index.ts';
import { tidyText } from '../../../api/src/platform/persian-text.ts';

type Service = { key: string; intakeForm: string; needsPlace: boolean };

const data = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`../../../migrations/data/${name}.json`, import.meta.url), 'utf8')) as T[];

const services = data<Service>('services');
const provinces = data<{ code: string }>('provinces').map(({ code }) => code);

describe('the requests of the demonstration', () => {
  it('are the same every time', () => {
    expect(demoRequests(services)).to.deep.equal(demoRequests(services));
  });

  it('cover every service and every province, with a text of their own service', () => {
    // when
    const requests = demoRequests(services);
    // then
    expect(requests).to.have.length(DEMO_REQUESTS);
    expect([...new Set(requests.map(({ body }) => body.service))].sort()).to.deep.equal(
      services.map(({ key }) => key).sort(),
    );
    const used = new Set(requests.map(({ body }) => body.place?.province));
    for (const province of provinces) expect(used).to.include(province);
    expect(Object.keys(TEXTS).sort()).to.deep.equal(services.map(({ key }) => key).sort());
  });

  it('pass the checks of the intake', async () => {
    // given
    const forms = await openForms();
    const byKey = new Map(services.map((service) => [service.key, service]));
    // then
    for (const { body, lastDigits } of demoRequests(services)) {
      const service = byKey.get(body.service) as Service;
      expect(forms.check(service.intakeForm, body.answers, '')).to.deep.equal([]);
      expect(readNationalId(body.applicant.nationalId ?? '')).to.not.equal(undefined);
      expect(readMobile(body.applicant.mobile ?? '')?.slice(-4)).to.equal(lastDigits);
      if (service.needsPlace) expect(provinces).to.include(body.place?.province);
      expect(body.text).to.equal(tidyText(body.text)).and.not.to.include('{');
    }
  });

  it('are worked on with forms that are filled as they ask', async () => {
    // given
    const forms = await openForms();
    // then
    for (const key of DEMO_FORMS)
      for (let n = 0; n < 12; n += 1)
        expect(forms.check(key, fillForm(key, n)?.data, ''), `${key} ${n}`).to.deep.equal([]);
  });
});
