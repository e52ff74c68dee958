import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  readRequestFilter,
  type RequestFilter,
  writeRequestFilter,
} from '#case-ui/desk/requests/request-filter.ts';
import { readTaskFilter, type TaskFilter, writeTaskFilter } from '#case-ui/desk/tasks/task-filter.ts';

const tasksAt = (search: string) => readTaskFilter(new URLSearchParams(search));
const requestsAt = (search: string) => readRequestFilter(new URLSearchParams(search));

const DEFAULT_TASKS: TaskFilter = { scope: 'my-groups', order: 'due', queue: '', service: '' };
const DEFAULT_REQUESTS: RequestFilter = { q: '', status: '', service: '', department: '' };

describe('the filter of tasks in the address', () => {
  it('reads what it wrote', () => {
    // given
    const filter: TaskFilter = {
      scope: 'escalated',
      order: 'priority',
      queue: 'roads-qom',
      service: 'road-damage',
    };
    // when
    const search = writeTaskFilter(filter).toString();
    // then
    expect(tasksAt(search)).to.deep.equal(filter);
    expect(search).to.equal('scope=escalated&order=priority&queue=roads-qom&service=road-damage');
  });

  it('leaves out defaults, and reads them from an empty address', () => {
    expect(writeTaskFilter(DEFAULT_TASKS).toString()).to.equal('');
    expect(tasksAt('')).to.deep.equal(DEFAULT_TASKS);
  });

  it('takes the default where the address holds garbage', () => {
    for (const search of ['scope=everything&order=-1', 'scope=&order=', 'scope=Mine&order=Due', 'page=2&%%%'])
      expect(tasksAt(search), search).to.deep.equal(DEFAULT_TASKS);
  });
});

describe('the filter of requests in the address', () => {
  it('reads what it wrote, with Persian digits as they were typed', () => {
    // given
    const filter: RequestFilter = {
      q: '۱۲۳۴ ۵۶۷۸',
      status: 'answered',
      service: 'road-damage',
      department: 'roads-qom',
    };
    // then
    expect(requestsAt(writeRequestFilter(filter).toString())).to.deep.equal(filter);
  });

  it('leaves out what is empty, and ignores what it does not know', () => {
    expect(writeRequestFilter(DEFAULT_REQUESTS).toString()).to.equal('');
    expect(writeRequestFilter({ ...DEFAULT_REQUESTS, status: 'closed' }).toString()).to.equal(
      'status=closed',
    );
    expect(requestsAt('page=2&q=')).to.deep.equal(DEFAULT_REQUESTS);
  });
});
