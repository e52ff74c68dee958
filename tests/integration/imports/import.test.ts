import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { countRows } from '#tests/support/fixtures/requests-service.ts';
import { eventually } from '#tests/support/wait.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MESSY = fileURLToPath(new URL('data/requests.csv', import.meta.url));
const COMMAND = ['--import', 'tsx', 'api/src/cli/import.ts'];
const MAP = ['--map', 'docs/imports/la311.map.json'];

describe('bringing in requests of another system', () => {
  let database: TestDatabase;
  let folder: string;
  let refused: string;

  beforeEach(async () => {
    database = await aDatabase();
  });

  afterEach(async () => {
    await database.drop();
  });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'import-'));
    refused = join(folder, 'refused.csv');
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  const env = () => ({ ...process.env, DATABASE_URL: database.apiUrl });

  const run = (file: string, ...more: string[]): Promise<{ code: number; out: string }> =>
    new Promise((resolve) => {
      const args = [...COMMAND, file, ...MAP, '--refused', refused, ...more];
      execFile(process.execPath, args, { cwd: ROOT, env: env() }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
      );
    });

  const results = async (): Promise<Record<string, number>> => {
    const rows = await database
      .db('import_rows')
      .groupBy('result')
      .select<{ result: string | null; n: string }[]>('result', database.db.raw('count(*) as n'));
    return Object.fromEntries(rows.map(({ result, n }) => [String(result), Number(n)]));
  };

  /** A file of ordinary rows, in the order of their numbers but not of their times. */
  async function aFile(rows: number): Promise<string> {
    const lines = Array.from({ length: rows }, (_, n) => {
      const minute = (n * 7) % 60;
      return `2-${n},Bulky Items,Open,1/${1 + (n % 28)}/20 ${n % 24}:${String(minute).padStart(2, '0')},,,Call,BOS,34.1,-118.2,${n} ELM ST`;
    });
    const file = join(folder, `${rows}.csv`);
    const head = (await readFile(MESSY, 'utf8')).split('\n')[0];
    await writeFile(file, `${[head, ...lines].join('\n')}\n`);
    return file;
  }

  it('takes in what is sound, and accounts for every other row with its reasons', async () => {
    // when
    const { code, out } = await run(MESSY);
    // then
    expect(code, out).to.equal(2);
    expect(await results()).to.deep.equal({ created: 4, known: 1, refused: 8 });
    expect(out).to.match(/13\s+read/);
    const lines = (await readFile(refused, 'utf8')).trim().split('\n');
    const reasons = new Map(lines.slice(1).map((line) => [Number(line.split(',')[0]), line]));
    expect([...reasons.keys()]).to.deep.equal([6, 7, 8, 9, 10, 11, 12, 13]);
    expect(reasons.get(6)).to.include('Flying Saucer');
    expect(reasons.get(7)).to.include('31/31/20');
    expect(reasons.get(8)).to.include('over before it was made');
    expect(reasons.get(9)).to.include('number in the source is missing');
    expect(reasons.get(10)).to.include('Vanished').and.to.include('latitude');
    expect(reasons.get(11)).to.include('1-109,Bulky Items,Closed');
    expect(reasons.get(12)).to.include('/place/latitude');
    expect(reasons.get(13)).to.include('/answers/road');
  });

  it('refuses rows of words that are in no map, whatever they mean in JavaScript, and of bytes that are no UTF-8', async () => {
    // given
    const file = join(folder, 'words.csv');
    const row = (id: string, type: string, status: string, channel: string, owner: string) =>
      `${id},${type},${status},1/3/20 9:00,,,${channel},${owner},34.1,-118.2,ELM ST`;
    const head = (await readFile(MESSY, 'utf8')).split('\n')[0] as string;
    await writeFile(
      file,
      Buffer.concat([
        Buffer.from(
          [
            head,
            row('3-1', 'constructor', 'Open', 'Call', 'BOS'),
            row('3-2', 'Bulky Items', 'toString', 'Call', 'BOS'),
            row('3-3', 'Bulky Items', 'Open', '__proto__', 'BOS'),
            row('3-4', 'Bulky Items', 'Open', 'Call', 'constructor'),
            row('3-5', 'Bulky Items', 'Open', 'Call', 'BOS'),
          ].join('\n'),
        ),
        Buffer.from([0xff, 0xfe, 0xc0, 0x0a]),
      ]),
    );

    // when
    const { code, out } = await run(file);

    // then
    expect(code, out).to.equal(2);
    const rows = await database
      .db('import_rows')
      .orderBy('line')
      .select<{ result: string; reasons: string[] }[]>('result', 'reasons');
    expect(rows.map(({ result, reasons }) => `${result} ${reasons.join()}`)).to.deep.equal([
      'refused the type "constructor" is not in the map',
      'refused the status "toString" is not in the map',
      'created ',
      'created ',
      'refused it holds bytes that are no UTF-8',
    ]);
  });

  it('keeps what is over as history and starts what is open, with its old date', async () => {
    // when
    await run(MESSY);
    // then
    const by = (id: string) =>
      database.db('requests').where({ external_source: 'la311', external_id: id }).first();
    expect(await by('1-100')).to.include({
      status: 'closed',
      outcome: 'resolved',
      history_only: true,
      channel: 'phone',
    });
    expect((await by('1-102')).closed_at.toISOString()).to.equal('2020-01-04T18:00:00.000Z');
    expect(await by('1-103')).to.include({
      status: 'withdrawn',
      channel: 'import',
      department: 'public-relations',
    });
    const open = await by('1-101');
    expect(open).to.include({ status: 'received', history_only: false });
    expect(open.received_at.toISOString()).to.equal('2020-01-01T08:21:00.000Z');
    const started = await database.db('outbox').pluck('request_id');
    expect(started).to.include(open.id).and.to.have.length(1);
  });

  it('adds nothing the second time', async () => {
    // given
    await run(MESSY);
    const before = await countRows(database.db);
    // when
    await run(MESSY);
    // then
    expect(await countRows(database.db)).to.deep.equal(before);
    const last = await database.db('imports').orderBy('id', 'desc').first();
    const again = await database
      .db('import_rows')
      .where({ import_id: last.id })
      .groupBy('result')
      .select('result')
      .count();
    expect(again.map(({ result, count }) => [result, Number(count)]).sort()).to.deep.equal([
      ['known', 5],
      ['refused', 8],
    ]);
  });

  it('brings every row in as new, in the order of its time', async () => {
    // given
    const file = await aFile(700);
    // when
    const { code, out } = await run(file, '--as-new');
    // then
    expect(code, out).to.equal(0);
    const order = await database
      .db('outbox as o')
      .join('import_rows as i', 'i.request_id', 'o.request_id')
      .orderBy('o.id')
      .pluck('i.made_at');
    expect(order).to.have.length(700);
    expect(order).to.deep.equal([...order].sort((a: Date, b: Date) => a.getTime() - b.getTime()));
    expect(await database.db('requests').whereRaw("received_at < now() - interval '1 hour'")).to.deep.equal(
      [],
    );
  });

  it('goes on where it was killed, and loses and doubles nothing', async () => {
    // given
    const rows = 4000;
    const file = await aFile(rows);
    const child = spawn(process.execPath, [...COMMAND, file, ...MAP, '--as-new'], {
      cwd: ROOT,
      env: env(),
      stdio: 'ignore',
    });
    await eventually(async () => ((await results()).created ?? 0) > 0);
    const held = await database.db.transaction();
    await held('imports').select('id').forUpdate();
    const after = await results();
    // when
    child.kill('SIGKILL');
    await once(child, 'exit');
    await held.rollback();
    const { code, out } = await run(file, '--as-new');
    // then
    expect(after.created).to.be.lessThan(rows);
    expect(code, out).to.equal(0);
    expect(out).to.include('went on');
    expect(await results()).to.deep.equal({ created: rows });
    expect(await database.db('imports')).to.have.length(1);
    expect(Number((await database.db('requests').countDistinct({ n: 'external_id' }).first())?.n)).to.equal(
      rows,
    );
    expect(await countRows(database.db)).to.include({ requests: rows, outbox: rows, interactions: rows });
  });

  it('says in one sentence what is wrong with the file, the map or the call', async () => {
    // given
    const lacking = join(folder, 'lacking.csv');
    await writeFile(lacking, 'srnumber,status\n1,Open\n');
    // when
    const answers = [
      await run(lacking),
      await run(join(folder, 'none.csv')),
      await run(MESSY, '--wait', 'long'),
    ];
    // then
    expect(answers.map(({ code }) => code)).to.deep.equal([1, 1, 1]);
    expect(answers[0]?.out).to.include('no column requesttype');
    for (const { out } of answers) expect(out).not.to.match(/\n\s+at /);
    expect(await database.db('requests')).to.deep.equal([]);
  });
});
