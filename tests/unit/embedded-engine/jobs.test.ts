import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import {
  aDiagram,
  end,
  input,
  output,
  serviceTask,
  start,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { type InMemoryEngine, inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const CATCHING = `<bpmn:boundaryEvent id="Caught" attachedToRef="Work"><bpmn:errorEventDefinition errorRef="Error_NoCrew" /></bpmn:boundaryEvent>`;

const WORK = aDiagram(
  'work',
  start() +
    serviceTask('Work', 'do-it', { io: input('=a + 1', 'b') + output('=found', 'result') }) +
    CATCHING +
    userTask('Help') +
    end(),
  ['Start -> Work', 'Work -> End', 'Caught -> Help', 'Help -> End'],
  '<bpmn:error id="Error_NoCrew" name="No crew" errorCode="NO_CREW" />',
);

describe('jobs of the embedded engine', () => {
  let engine: InMemoryEngine;
  const incidents = (intent: string) =>
    engine.events('INCIDENT', intent).map(({ value }) => value['errorType']);
  const onlyJob = (timeoutMs?: number) => {
    const [job] = engine.jobs('do-it', timeoutMs ? { timeoutMs } : {});
    if (!job) throw new Error('no job can be had');
    return { key: job.key, variables: job.variables, retries: job.retries };
  };
  const fail = (jobKey: string, retries: number, backOffMs = 0) =>
    engine.execute({ do: 'fail-job', jobKey, retries, backOffMs, message: 'the crane is broken' });

  beforeEach(async () => {
    engine = await inMemoryEngine([WORK]);
    engine.create('work', { a: 1 });
  });

  it('gives a job to one worker, with what its element sees', () => {
    // when
    const { variables, retries } = onlyJob();

    // then
    expect(variables).to.deep.equal({ a: 1, b: 2 });
    expect(retries).to.equal(3);
    expect(engine.jobs('do-it')).to.deep.equal([]);
  });

  for (const [what, happens] of [
    ['failed for good', (key: string) => fail(key, 0)],
    [
      'threw an error that nobody catches',
      (jobKey: string) =>
        engine.execute({ do: 'throw-error', jobKey, code: 'UNKNOWN', message: '', variables: {} }),
    ],
  ] as const)
    it(`gives a job to nobody that ${what} in the moment in which its time-out is over`, () => {
      // given
      const { key } = onlyJob();
      happens(key);

      // when
      engine.execute({ do: 'happen', due: { kind: 'job', key } });

      // then
      expect(incidents('CREATED')).to.have.length(1);
      expect(engine.jobs('do-it')).to.deep.equal([]);
    });

  it('gives only the variables that were asked for and are there', () => {
    // when
    const [job] = engine.execute({
      do: 'activate-jobs',
      type: 'do-it',
      worker: 'test',
      max: 1,
      timeoutMs: 1_000,
      fetch: ['b', 'missing'],
    });

    // then
    expect(job?.variables).to.deep.equal({ b: 2 });
  });

  it('raises an incident for a job that no message holds, and gives the next one instead', () => {
    // given
    const [large, small] = [engine.events('JOB', 'CREATED')[0]?.key ?? '', engine.create('work', { a: 1 })];
    const [{ key: element = '' } = {}] = engine.events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED');
    const setVariables = (variables: Record<string, string>) =>
      engine.execute({ do: 'set-variables', elementKey: element, variables, local: true });
    const take = () =>
      engine.execute({
        do: 'activate-jobs',
        type: 'do-it',
        worker: 'w',
        max: 1,
        timeoutMs: 1_000,
        fetch: [],
      });
    setVariables({ x: 'ش'.repeat(5_000_000), y: 'ش'.repeat(4_000_000) });

    // when
    const given = take();
    const [incident] = engine.events('INCIDENT', 'CREATED');
    setVariables({ x: '' });
    engine.execute({ do: 'resolve-incident', incidentKey: incident?.key ?? '' });

    // then
    expect(given.map(({ processInstanceKey }) => processInstanceKey)).to.deep.equal([small]);
    expect(incident?.value).to.deep.include({ errorType: 'MESSAGE_SIZE_EXCEEDED', jobKey: Number(large) });
    expect(take().map(({ key }) => key)).to.deep.equal([large]);
  });

  it('gives a job to the next worker when the time of the first is over', () => {
    // given
    const first = onlyJob(1_000);

    // when
    engine.advance({ ms: 999 });
    const early = engine.jobs('do-it');
    engine.advance({ ms: 1 });
    const second = onlyJob();

    // then
    expect(early).to.deep.equal([]);
    expect(second.key).to.equal(first.key);
    expect(engine.events('JOB', 'TIMED_OUT')).to.have.length(1);
  });

  it('takes the late completion of a job whose time was over, and then no other', () => {
    // given
    const { key } = onlyJob(1_000);
    engine.advance({ ms: 1_000 });
    onlyJob();

    // when
    engine.completeJob(key);

    // then
    expect(() => engine.completeJob(key)).to.throw('no such job was found');
    expect(engine.elements('ELEMENT_COMPLETED')).to.include('work');
  });

  it('offers a failed job again at once, or after its pause', () => {
    // given
    fail(onlyJob().key, 2);
    const again = onlyJob();

    // when
    fail(again.key, 1, 5_000);
    const early = engine.jobs('do-it');
    engine.advance({ ms: 5_000 });

    // then
    expect(again.retries).to.equal(2);
    expect(early).to.deep.equal([]);
    expect(onlyJob().retries).to.equal(1);
  });

  it('raises an incident when no retry is left, and offers the job again when it is resolved', () => {
    // given
    const { key } = onlyJob();
    fail(key, 0);
    const [incident] = engine.events('INCIDENT', 'CREATED');

    // when
    const meanwhile = engine.jobs('do-it');
    engine.execute({ do: 'update-retries', jobKey: key, retries: 1 });
    engine.execute({ do: 'resolve-incident', incidentKey: incident?.key ?? '' });

    // then
    expect(incident?.value).to.deep.include({
      errorType: 'JOB_NO_RETRIES',
      errorMessage: 'the crane is broken',
      elementId: 'Work',
    });
    expect(meanwhile).to.deep.equal([]);
    expect(onlyJob().key).to.equal(key);
    expect(incidents('RESOLVED')).to.deep.equal(['JOB_NO_RETRIES']);
  });

  it('does not take the completion of a failed job', () => {
    // given
    const { key } = onlyJob();
    fail(key, 0);

    // when
    const complete = () => engine.completeJob(key);

    // then
    expect(complete).to.throw("it is in state 'FAILED'");
  });

  it('goes on at the boundary event that names the error', () => {
    // given
    const { key } = onlyJob();

    // when
    engine.execute({
      do: 'throw-error',
      jobKey: key,
      code: 'NO_CREW',
      message: '',
      variables: { why: 'ill' },
    });

    // then
    expect(engine.elements()).to.include('Help');
    expect(engine.elements('ELEMENT_TERMINATED')).to.deep.equal(['Work']);
    expect(incidents('CREATED')).to.deep.equal([]);
  });

  it('raises an incident for an error that nobody catches', () => {
    // given
    const { key } = onlyJob();

    // when
    engine.execute({ do: 'throw-error', jobKey: key, code: 'OTHER', message: '', variables: {} });

    // then
    expect(incidents('CREATED')).to.deep.equal(['UNHANDLED_ERROR_EVENT']);
  });

  it('takes the jobs away from an instance that is cancelled', () => {
    // given
    const { key } = onlyJob();
    const [instance] = engine.events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED');

    // when
    engine.execute({ do: 'cancel-instance', instanceKey: instance?.key ?? '' });

    // then
    expect(() => engine.completeJob(key)).to.throw('no such job was found');
    expect(engine.elements('ELEMENT_TERMINATED')).to.deep.equal(['Work', 'work']);
    expect(() => engine.execute({ do: 'cancel-instance', instanceKey: instance?.key ?? '' })).to.throw(
      'no such process was found',
    );
  });
});
