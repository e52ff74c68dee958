import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  DEFAULT_FILTER,
  type InstanceFilter,
  linkToSameValue,
  readInstanceFilter,
  toInstanceQuery,
  writeInstanceFilter,
} from '#modeler-ui/instances/list/instance-filter.ts';

const filterAt = (search: string) => readInstanceFilter(new URLSearchParams(search));
const NOTHING = filterAt('');
const queryOf = (part: Partial<InstanceFilter>) => toInstanceQuery({ ...NOTHING, ...part });

describe('the filter of instances in the address', () => {
  it('reads what it wrote, and leaves out what is empty or unknown', () => {
    // given
    const search = 'processKey=road-defect&version=3&state=incident&variable=%D8%B1%D8%A7%D9%87&value=%DB%B1';
    // then
    expect(writeInstanceFilter(filterAt(`${search}&page=2&service=`)).toString()).to.equal(search);
    expect(filterAt(search)).to.include({ variable: 'راه', value: '۱', service: '' });
  });

  it('begins with active instances', () => {
    expect(toInstanceQuery(readInstanceFilter(DEFAULT_FILTER))).to.deep.equal({ state: 'active' });
  });

  it('asks for every state by no condition', () => {
    expect(queryOf({ state: 'all' })).to.deep.equal({});
  });

  it('asks for version and element of a process only', () => {
    expect(queryOf({ version: '3', elementId: 'Task_InspectDefect' })).to.deep.equal({});
    expect(
      queryOf({ processKey: 'road-defect', version: '3', elementId: 'Task_InspectDefect' }),
    ).to.deep.equal({ processKey: 'road-defect', version: 3, elementId: 'Task_InspectDefect' });
  });

  it('turns an age into hours, and leaves out one that it does not know', () => {
    expect(queryOf({ age: 'younger24' })).to.deep.equal({ youngerThanHours: 24 });
    expect(queryOf({ age: 'older720' })).to.deep.equal({ olderThanHours: 720 });
    for (const age of ['ancient', 'toString', '24']) expect(queryOf({ age }), age).to.deep.equal({});
  });

  it('looks for a variable only with its value, or for one that is null', () => {
    expect(queryOf({ variable: 'length', valueType: 'number' })).to.deep.equal({});
    expect(queryOf({ value: '5', valueType: 'number' })).to.deep.equal({});
    expect(queryOf({ variable: 'length', value: '5', valueType: 'number' })).to.deep.equal({
      variable: 'length',
      value: '5',
      valueType: 'number',
    });
    expect(queryOf({ variable: 'length', valueType: 'null' })).to.deep.equal({
      variable: 'length',
      valueType: 'null',
    });
  });

  for (const { json, valueType, value } of [
    { json: '"a & b"', valueType: 'text', value: 'a & b' },
    { json: '5.5', valueType: 'number', value: '5.5' },
    { json: 'false', valueType: 'boolean', value: 'false' },
    { json: 'null', valueType: 'null', value: '' },
  ])
    it(`links to all instances with the value ${json}`, () => {
      // when
      const link = linkToSameValue('road name', json) ?? '';
      // then
      expect(link.startsWith('/instances?')).to.equal(true);
      expect(filterAt(link.slice('/instances?'.length))).to.include({
        state: 'all',
        variable: 'road name',
        valueType,
        value,
      });
    });

  it('links to nothing for what cannot be looked for', () => {
    for (const json of ['{"a":1}', '[1]', '{', '', '""'])
      expect(linkToSameValue('road', json), json).to.equal(null);
  });
});
