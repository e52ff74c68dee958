import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { RecordLine } from '#engine/core/record-log.ts';
import {
  createRecordBatches,
  type Cursor,
  encodeRecords,
  packRecords,
} from '#engine/store/record-batches.ts';

const TYPES = new Set(['JOB']);

const records = (from: number, count: number): RecordLine[] =>
  Array.from({ length: count }, (_, at) => ({
    partition: 1,
    position: from + at,
    timestamp: 0,
    valueType: 'JOB',
    text: `{"position":${from + at}}`,
  }));

describe('the batches of records of the embedded engine', () => {
  it('are read from the database once, however small the parts that a reader takes and whatever comes meanwhile', async () => {
    // given
    const large = records(1, 1_000);
    const packed = await packRecords(encodeRecords(large));
    let queries = 0;
    const query = async () => {
      queries += 1;
      return [{ turn: '1', records: packed }] as never[];
    };
    const batches = createRecordBatches(query, { maxBytes: 1, lastTurn: 1 });
    const positions: number[] = [];
    let from: Cursor = { turn: 0, position: 0 };

    // when
    for (let turn = 2; turn <= 11; turn += 1) {
      const { found, upTo } = await batches.read(from, { partition: 1, types: TYPES, max: 100 });
      positions.push(...found.map(({ position }) => position));
      from = upTo;
      batches.add(turn, encodeRecords(records(turn * 1_000, 1)));
    }

    // then
    expect(positions).to.deep.equal(large.map(({ position }) => position));
    expect(queries).to.equal(1);
  });

  it('are read many at a time by who is behind those that are kept', async () => {
    // given
    const stored = await Promise.all(
      Array.from({ length: 40 }, async (_, at) => ({
        turn: at + 1,
        records: await packRecords(encodeRecords(records(at + 1, 1))),
      })),
    );
    let queries = 0;
    const query = async (_name: string, _text: string, [from]: unknown[]) => {
      queries += 1;
      return stored.filter(({ turn }) => turn >= Number(from)).slice(0, 20) as never[];
    };
    const batches = createRecordBatches(query, { maxBytes: 1, lastTurn: 40 });
    const positions: number[] = [];
    let from: Cursor = { turn: 1, position: 0 };

    // when
    for (let part = 0; part < 20; part += 1) {
      const { found, upTo } = await batches.read(from, { partition: 1, types: TYPES, max: 2 });
      positions.push(...found.map(({ position }) => position));
      from = upTo;
    }

    // then
    expect(positions).to.deep.equal(Array.from({ length: 40 }, (_, at) => at + 1));
    expect(queries).to.equal(2);
  });
});
