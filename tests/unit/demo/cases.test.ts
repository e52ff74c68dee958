import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { type Forms, loadForms } from '#api/modules/forms/index.ts';
import { initialPriority, textAnswersOf } from '#api/modules/requests/intake/start-variables.ts';
import { loadRouting, type Routing } from '#api/modules/services/index.ts';
import type { Variables } from '#engine/core/model.ts';
import { evaluateTable } from '#engine/decisions/feel.ts';
import { trackingCalls } from '#stack/demo/citizen-actions.ts';
import type { DemoCase } from '#stack/demo/demo-case.ts';
import { staffingOf } from '#stack/demo/staffing.ts';
import { demoPeople, type DemoPerson } from '#stack/realm/realm.ts';
import { type Decision, extension, readDecisions, readDiagrams } from '#tests/support/diagrams/diagrams.ts';
import { departments, services } from '#tests/support/diagrams/project-files.ts';
import { casesForPeople, filedCases, oldCases } from '#tests/support/fixtures/demo.ts';

type Work = { form: string; queue: string; takenBy: string | undefined };

const FEWEST = 3;
/** Of the calls that an address may make to the tracking page in a quarter of an hour, the rest is for who
 *  tries it out. */
const MOST_TRACKING_CALLS = 12;
const COMMITTEE = ['urban-planning-deputy', 'housing-deputy', 'national-land-housing'];
/** Processes that cases of every kind come through. */
const SHARED = new Set(['transfer', 'feedback-and-appeal']);

const parentOf = (slug: string): string => departments.find((one) => one.slug === slug)?.parent ?? slug;
const has = ({ roles }: DemoPerson, ...wanted: string[]): boolean =>
  roles.some((role) => wanted.includes(role));

describe('the cases of the demonstration', () => {
  let table: Decision;
  let routing: Routing;
  let forms: Forms;
  /** By the form of a task: its group, as the diagram has it. */
  const groups = new Map<string, string>();

  before(async () => {
    table = (await readDecisions()).find(({ id }) => id === 'route-request') as Decision;
    [routing, forms] = await Promise.all([loadRouting(), loadForms()]);
    for (const { elements } of await readDiagrams())
      for (const element of elements) {
        const form = extension(element, 'FormDefinition')?.['externalReference'] as string | undefined;
        const group = extension(element, 'AssignmentDefinition')?.['candidateGroups'] as string | undefined;
        if (form && group) groups.set(form, group);
      }
  });

  /** The department that the routing table gives a case. */
  function departmentOf({ province, body }: DemoCase): string {
    const service = services.find(({ key }) => key === body.service);
    const answers = body.answers ?? {};
    if (service?.process === 'staff-complaint')
      return answers['aboutInvestigators'] === true ? 'ministry' : 'staff-conduct';
    const decided = evaluateTable(
      table,
      {
        service: body.service,
        region: province,
        priority: initialPriority(answers),
        keywords: routing.keywordsIn([body.text, ...textAnswersOf(answers)]),
        answers: forms.variables(service?.intakeForm ?? '', answers),
        channel: body.channel ?? 'web',
      },
      0,
    ).result as Variables | null;
    return decided?.['department'] as string;
  }

  /** In which queues a case rests. */
  function queuesOf(one: DemoCase, form: string): string[] {
    const department = departmentOf(one);
    const handle = one.matter.work['citizen-request/handle'];
    const transfer = (Array.isArray(handle) ? handle[0] : {}) as { transferTo?: string };
    const group = groups.get(form) ?? '';
    if (group === '=[member]') return COMMITTEE;
    if (group === '=[transferTo]') return [transfer.transferTo ?? ''];
    if (group === '=[appealDepartment]') return [parentOf(department)];
    return [group === '=[department]' ? department : group];
  }

  const workOf = (one: DemoCase): Work[] => {
    const { rests, takenBy } = one.course;
    return typeof rests === 'string'
      ? []
      : rests.flatMap((form) => queuesOf(one, form).map((queue) => ({ form, queue, takenBy })));
  };

  /** What a person finds in the own departments: what is theirs, and what nobody has taken. */
  const findsOf = ({ username, departments: own }: DemoPerson): Work[] =>
    casesForPeople()
      .flatMap(workOf)
      .filter(({ queue, takenBy }) => own.includes(queue) && (!takenBy || takenBy === username));

  it('have keys of their own', () => {
    // when
    const keys = [...filedCases(), ...oldCases()].map(({ key }) => key);

    // then
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it('rest at forms of their own process, to which their matter leads', () => {
    for (const one of filedCases()) {
      const { rests } = one.course;
      if (typeof rests === 'string') continue;
      const process = services.find(({ key }) => key === one.body.service)?.process ?? '';
      for (const form of rests) {
        // when
        const [folder = ''] = form.split('/');

        // then
        expect([process, ...SHARED], one.key).to.include(folder);
        if (folder !== 'feedback-and-appeal') expect(Object.keys(one.matter.work), one.key).to.include(form);
      }
    }
  });

  it('give every caseworker and agent several tasks of their own department, some of them taken', () => {
    for (const person of demoPeople().filter((one) => has(one, 'caseworker', 'agent'))) {
      // when
      const finds = findsOf(person);

      // then
      expect(finds.length, person.username).to.be.at.least(FEWEST);
      expect(finds.length, person.username).to.be.below(40);
      expect(
        finds.filter(({ takenBy }) => !takenBy),
        person.username,
      ).to.not.deep.equal([]);
    }
  });

  it('give the road maintenance of Tehran tasks at every step that is its own', () => {
    // given
    const person = demoPeople().find(({ username }) => username === 'caseworker.rmto-tehran') as DemoPerson;

    // when
    const found = new Set(findsOf(person).map(({ form }) => form));

    // then
    expect([...found]).to.include.members([
      'road-defect/check-danger',
      'road-defect/secure-road',
      'road-defect/inspect',
      'road-defect/repair',
      'road-defect/verify',
      'citizen-request/act-at-once',
      'citizen-request/handle',
      'transfer/accept',
      'transport-complaint/technical-opinion',
    ]);
  });

  it('give every supervisor tasks that nobody has taken, or that only a supervisor may do', () => {
    for (const person of demoPeople().filter((one) => has(one, 'supervisor'))) {
      // when
      const finds = findsOf(person).filter(({ takenBy }) => !takenBy);

      // then
      expect(finds.length, person.username).to.be.at.least(FEWEST - 1);
    }
  });

  it('leave something late with each department whose head is named, as far as requests are its own', () => {
    // given
    const late = new Set(
      oldCases()
        .filter((one) => 'passed' in one && one.passed > 1)
        .map(departmentOf),
    );

    // then
    const heads = demoPeople().filter((one) => has(one, 'supervisor') && !has(one, 'manager'));
    const withOwnRequests = heads.filter(({ departments: [own] }) =>
      filedCases().some((one) => departmentOf(one) === own),
    );
    for (const { username, departments: own } of withOwnRequests)
      expect(
        own.some((slug) => late.has(slug)),
        username,
      ).to.equal(true);
  });

  it('are taken by people of the department, and worked on by nobody else', () => {
    // given
    const office = staffingOf(demoPeople(), departments as never);

    // then
    for (const one of filedCases()) {
      const { takenBy } = one.course;
      const work = workOf(one);
      if (takenBy)
        expect(
          work.some(({ queue }) => office.isOwn(takenBy, queue)),
          one.key,
        ).to.equal(true);
      for (const { form, queue } of work)
        expect(office.workersOf(queue, form, 0), one.key).to.not.deep.equal([]);
    }
  });

  it('leave a person who tries it out enough calls to the tracking page', () => {
    // when
    const calls = filedCases().reduce((sum, one) => sum + trackingCalls(one), 0);

    // then
    expect(calls).to.be.at.most(MOST_TRACKING_CALLS);
  });

  it('say why where the citizen is not satisfied', () => {
    for (const { key, course, matter } of filedCases())
      if (course.word && course.word !== 'confirmed')
        // then
        expect(matter.doubt, key).to.be.a('string');
  });
});
