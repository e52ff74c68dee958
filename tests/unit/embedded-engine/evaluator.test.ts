import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { startEvaluator } from '#engine/decisions/evaluator.ts';
import { valueOf } from '#engine/decisions/feel.ts';
import { eventually } from '#tests/support/wait.ts';

const apart = (value: number): unknown => valueOf(`={ a: ${value} }.a`, {}, 0);

describe('the evaluator of the embedded engine', function () {
  this.timeout(120_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evaluator-'));
  });

  afterEach(async () => {
    startEvaluator();
    await rm(folder, { recursive: true });
  });

  const startWith = async (script: string): Promise<void> => {
    const file = join(folder, 'process.mjs');
    await writeFile(file, `import { appendFileSync } from 'node:fs';\n${script}`);
    startEvaluator(pathToFileURL(file));
  };

  it('says that no process could be started, and tries that once a second', async () => {
    // given
    const starts = async () => {
      const lines = await readFile(join(folder, 'starts'), 'utf8').catch(() => '');
      return lines.split('\n').filter(Boolean).map(Number);
    };

    // when
    await startWith(`appendFileSync('${join(folder, 'starts')}', Date.now() + '\\n'); process.exit(1);`);

    // then
    expect(() => apart(1)).to.throw('no process to evaluate it could be started');
    const [first = 0, second = 0] = await eventually(async () => {
      const times = await starts();
      return times.length > 1 && times;
    });
    expect(second - first).to.be.at.least(900);
    startEvaluator();
    expect(apart(2)).to.equal(2);
  });

  it('goes on with the next when a process dies over an expression', async () => {
    // when
    await startWith(`
      process.on('message', ({ id, evaluation }) =>
        evaluation.includes('die') ? process.exit(1) : process.send({ id, json: '"lives"' }));
      process.send('ready');`);

    // then
    expect(apart(1)).to.equal('lives');
    expect(() => valueOf('={ die: 1 }', {}, 0)).to.throw('it needed more than 128 MB');
    expect(apart(3)).to.equal('lives');
  });

  it('takes no answer for that of another question', async () => {
    // when
    await startWith(`
      process.on('message', ({ id }) => {
        process.send({ id: id - 1, json: '"of the one before"' });
        process.send({ id, json: String(id) });
        process.send({ id, json: '"again"' });
      });
      process.send('ready');`);

    // then
    const [one, two] = [apart(5), apart(6)] as [number, number];
    expect(two).to.equal(one + 1);
  });
});
