import { expect } from 'chai';
import { DmnModdle } from 'dmn-moddle';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  type Decision,
  type DecisionTest,
  type Element,
  evaluateDecision,
  parseDecisions,
  runTests,
  testsElement,
  variablesOf,
} from '#common/process-files/index.ts';
import { evaluateTable } from '#engine/decisions/feel.ts';
import { readDecisions } from '#tests/support/diagrams/diagrams.ts';
import { filesBelow, readText } from '#tests/support/diagrams/project-files.ts';

const aFare = (hitPolicy: string, tests: DecisionTest[] = []): Decision => ({
  id: 'fare',
  name: 'کرایه',
  drgId: 'Definitions_Fare',
  file: 'fare.dmn',
  hitPolicy,
  inputs: ['age', 'trip.kind'],
  outputs: ['fare', 'free'],
  rows: [
    { id: 'Child', inputs: ['< 7', '-'], outputs: { fare: '0', free: 'true' } },
    { id: 'Old', inputs: ['[65..120]', '"city"'], outputs: { fare: 'base / 2', free: 'false' } },
    { id: 'Other', inputs: ['', ''], outputs: { fare: 'base', free: 'false' } },
  ],
  tests,
});

describe('a decision table, tried beside its editor', () => {
  it('gives the first row that fits', () => {
    const ask = (age: number | null, kind: string) =>
      evaluateDecision(aFare('FIRST'), { age, base: 10, trip: { kind } });
    expect(ask(6, 'city')).to.deep.equal({ matched: ['Child'], rows: [{ fare: 0, free: true }] });
    expect(ask(65, 'city')).to.deep.equal({ matched: ['Old'], rows: [{ fare: 5, free: false }] });
    expect(ask(65, 'far')).to.deep.equal({ matched: ['Other'], rows: [{ fare: 10, free: false }] });
    expect(ask(null, 'city').matched).to.deep.equal(['Other']);
  });

  it('gives every row that fits, in their order, where rows are collected', () => {
    expect(evaluateDecision(aFare('COLLECT'), { age: 70, base: 8, trip: { kind: 'city' } })).to.deep.equal({
      matched: ['Old', 'Other'],
      rows: [
        { fare: 4, free: false },
        { fare: 8, free: false },
      ],
    });
  });

  it('says that a table broke its own policy, and which rows fit', () => {
    expect(evaluateDecision(aFare('UNIQUE'), { age: 3, base: 8, trip: { kind: 'city' } })).to.deep.equal({
      matched: ['Child', 'Other'],
      rows: [],
      problem: 'several-rows',
    });
  });

  it('says what the embedded engine says, of every table of the project and whatever is asked', async () => {
    // given
    const tables = await readDecisions();
    const code = fc.constantFrom('tehran', 'fars', 'none', null);
    const asked = fc.record(
      {
        service: fc.constantFrom('road-damage', 'road-closure-weather', 'staff-complaint', 'rail', null),
        region: code,
        kind: fc.constantFrom('road-closed', 'transport', 'weather', 'housing', null),
        keywords: fc.subarray(['danger-to-life', 'road-blocked', 'rail-crossing', 'other']),
        answers: fc.record(
          { danger: fc.boolean(), moneyDemanded: fc.boolean() },
          { requiredKeys: [], noNullPrototype: true },
        ),
        priority: fc.constantFrom('normal', 'high', 'critical'),
      },
      { requiredKeys: ['priority'], noNullPrototype: true },
    );

    // then
    fc.assert(
      fc.property(fc.constantFrom(...tables), asked, (table, variables) => {
        const { matched, rows } = evaluateDecision(table, variables);
        const ours = evaluateTable(table, variables, 0);
        expect({ matched, result: rows[0] ?? null }).to.deep.equal({
          matched: ours.matched,
          result: ours.result,
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('the test rows of a decision table', () => {
  it('pass when every output that they name comes out, and no row more', () => {
    // given
    const inputs = { age: 6, base: 10, trip: { kind: 'city' } };
    const test = (id: string, expected: DecisionTest['expected']): DecisionTest => ({
      id,
      name: '',
      inputs,
      expected,
    });
    const table = aFare('FIRST', [
      test('one', [{ free: true }]),
      test('any', [{}]),
      test('wrong', [{ fare: 1 }]),
      test('none', []),
      test('two', [{}, {}]),
      test('unreadable', null),
    ]);

    // then
    expect(
      runTests(table)
        .filter(({ passed }) => passed)
        .map(({ test: { id } }) => id),
    ).to.deep.equal(['one', 'any']);
  });

  it('travel in the file: what was written is read again, beside what others have put there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            id: fc.stringMatching(/^Test_[a-z0-9]{1,8}$/),
            name: fc
              .string()
              .filter((text) => text.trim() === text && !/[\u0000-\u001f\ufffe\uffff]/.test(text)),
            inputs: fc.dictionary(
              fc.stringMatching(/^[a-z]{1,6}$/),
              fc.oneof(fc.string(), fc.integer(), fc.boolean()),
            ),
            expected: fc.array(
              fc.record({ fare: fc.oneof(fc.integer(), fc.constant(null), fc.constant('</x>&"')) }),
            ),
          }),
        ),
        async (tests) => {
          // given
          const plain = readText(filesBelow('processes', '.dmn')[0] ?? '');
          const moddle = new DmnModdle() as unknown as Moddle;
          const { rootElement } = await moddle.fromXML(plain);
          const decision = (rootElement['drgElement'] as Element[])[0] as Element;
          const foreign = moddle.createAny('other:mark', 'urn:other', { value: 'kept' });
          decision['extensionElements'] = moddle.create('dmn:ExtensionElements', {
            values: [foreign, testsElement(moddle, tests)],
          });

          // when
          const { xml } = await moddle.toXML(rootElement);
          const [read] = await parseDecisions('file.dmn', xml);

          // then
          expect(read?.tests).to.deep.equal(
            tests.map((test) => JSON.parse(JSON.stringify(test)) as DecisionTest),
          );
          expect(xml).to.include('<other:mark').and.to.include('kept');
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are read under whatever prefix another tool has given them, and are said to be unreadable when they are', async () => {
    // given
    const xml = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:q="urn:shahrah:dmn:tests:1" id="D" name="d" namespace="n">
      <decision id="a" name="a">
        <extensionElements><q:tests>
          <q:test id="T1" name="x"><q:inputs>{"age":1}</q:inputs><q:expected>[{"fare":2}]</q:expected></q:test>
          <q:test id="T2"><q:inputs>{"age":</q:inputs><q:expected>[]</q:expected></q:test>
        </q:tests></extensionElements>
        <decisionTable id="t"><output id="o" name="fare" /></decisionTable>
      </decision>
      <inputData id="i" name="age" />
    </definitions>`;

    // when
    const [decision] = await parseDecisions('a.dmn', xml);

    // then
    expect(decision?.tests).to.deep.equal([
      { id: 'T1', name: 'x', inputs: { age: 1 }, expected: [{ fare: 2 }] },
      { id: 'T2', name: '', inputs: {}, expected: null },
    ]);
  });
});

describe('what a table asks for', () => {
  it('is what its expressions read, without what they name themselves', async () => {
    // given
    const [alertOwner, routeRequest] = ['alert-owner', 'route-request'].map(async (id) =>
      (await readDecisions()).find((decision) => decision.id === id),
    );

    // then
    expect(variablesOf((await alertOwner) as Decision)).to.deep.equal(['kind', 'region']);
    expect(variablesOf((await routeRequest) as Decision)).to.deep.equal([
      'service',
      'region',
      'keywords',
      'answers.danger',
      'answers.moneyDemanded',
      'priority',
    ]);
    expect(
      variablesOf({ ...aFare('FIRST'), inputs: ['for x in list return x + step', '{a: 1, b: a + c}.b'] }),
    )
      .to.include.members(['list', 'step', 'c', 'base'])
      .and.not.to.include.members(['x', 'a']);
  });
});

type Moddle = {
  fromXML(xml: string): Promise<{ rootElement: Element }>;
  toXML(element: unknown): Promise<{ xml: string }>;
  create(type: string, properties: object): never;
  createAny(type: string, uri: string, properties: object): unknown;
};
