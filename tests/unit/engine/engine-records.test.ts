import { expect } from 'chai';
import fc from 'fast-check';
import { parse as parseLossless, stringify } from 'lossless-json';
import { describe, it } from 'mocha';
import { InvalidBulk, keyOf, parseRecord, readBulk } from '#api/engine/engine-records.ts';
import { bulkOf, keyIn, taskRecord } from '#tests/support/fixtures/records.ts';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const edge = fc.constantFrom(
  2n ** 53n - 2n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 53n + 1n,
  -(2n ** 53n),
  4n << 51n,
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('"9007199254740993"', ':9007199254740993,', '\\"'),
);

const withoutLargeNumbers = fc
  .dictionary(fc.string(), fc.jsonValue())
  .filter((value) => !/\d{16}/.test(JSON.stringify(value)));

describe('Reading the record stream', () => {
  it('keeps every whole number of 64 bits exactly', () => {
    fc.assert(
      fc.property(fc.oneof(int64, edge), fc.oneof(int64, edge), text, (key, instance, elementId) => {
        // given
        const line = stringify({ key, value: { processInstanceKey: instance, elementId } }) as string;
        // when
        const record = parseRecord(line);
        // then
        expect(keyOf(record as unknown as Record<string, unknown>, 'key')).to.equal(String(key));
        expect(keyOf(record.value, 'processInstanceKey')).to.equal(String(instance));
        expect(record.value.elementId).to.equal(elementId);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads everything else as a lossless parser does', () => {
    fc.assert(
      fc.property(withoutLargeNumbers, (value) => {
        // given
        const line = JSON.stringify({ key: 1, value });
        // when
        const record = parseRecord(line);
        // then
        expect(record.value).to.deep.equal(
          (parseLossless(line, undefined, Number) as { value: object }).value,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('tells exporter, type, partition and position without parsing', () => {
    // given
    const body = bulkOf([
      taskRecord('CREATED', { task: keyIn(5, 7), instance: keyIn(5, 3), partition: 5, position: 42 }),
      taskRecord('ASSIGNED', { task: keyIn(5, 7), instance: keyIn(5, 3), partition: 5, position: 43 }),
    ]);
    // when
    const records = readBulk(body);
    // then
    expect(records.map(({ action: _action, line: _line, ...known }) => known)).to.deep.equal([
      { exporter: 'fast', valueType: 'user-task', partition: 5, position: 42n },
      { exporter: 'fast', valueType: 'user-task', partition: 5, position: 43n },
    ]);
    expect(records[1]?.line).to.contain('"intent":"ASSIGNED"');
  });

  for (const [what, body] of [
    ['text', 'hello'],
    ['an action without a record', '{"index":{"_index":"fast-record_job_8.5.8_x","_id":"1-1"}}'],
    ['an action without an id', '{"index":{"_index":"fast-record_job_8.5.8_x"}}\n{}\n'],
    ['the index of somebody else', '{"index":{"_index":"logs","_id":"1-1"}}\n{}\n'],
  ] as const)
    it(`takes ${what} for no bulk`, () => {
      expect(() => readBulk(body)).to.throw(InvalidBulk);
    });

  for (const line of ['null', '1', '[]', '{}', '{"value":null}', '{"value":3}', '{"value"'])
    it(`refuses ${line} as a record`, () => {
      expect(() => parseRecord(line)).to.throw();
    });
});
