import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { RecordLine } from '#engine/core/record-log.ts';
import {
  createRecordBatches,
  type Cursor,
  encodeRecords,
  packRecords,
} from '#engine/store/record-batches.ts';
import { openSession, type Session } from '#engine/store/session.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const TURNS = 60;
/** Compressed, some of these are more than is read at once. */
const LARGE = 80_000;

const aRecord = (position: number): RecordLine => ({
  partition: 1,
  position,
  timestamp: 0,
  valueType: 'JOB',
  text: `{"position":${position},"value":"${randomBytes(LARGE / 2).toString('hex')}"}`,
});

describe('the batches of records of the embedded engine in PostgreSQL', () => {
  const database = useDatabase({ max: 1 });
  let session: Session;

  before(async () => {
    session = await openSession(database.engineUrl);
  });

  after(() => session.drop());

  it('are all read by who is behind, where large ones stand between turns without a record', async () => {
    // given
    const written: number[] = [];
    for (let turn = 1; turn <= TURNS; turn += 1) {
      const lines = turn % 3 === 0 ? [] : [aRecord(turn)];
      written.push(...lines.map(({ position }) => position));
      await database.db.raw(
        'insert into engine.record_batch (turn, epoch, counters, records) values (?, 1, ?, ?)',
        [turn, '{}', await packRecords(encodeRecords(lines))],
      );
    }
    const batches = createRecordBatches((name, text, values) => session.query({ name, text, values }), {
      maxBytes: 1,
      lastTurn: TURNS,
    });
    const read: number[] = [];
    let from: Cursor = { turn: 1, position: 0 };

    // when
    while (from.turn < TURNS) {
      const { found, upTo } = await batches.read(from, { partition: 1, types: new Set(['JOB']), max: 4 });
      read.push(...found.map(({ position }) => position));
      from = upTo;
    }

    // then
    expect(read).to.deep.equal(written);
  });
});
