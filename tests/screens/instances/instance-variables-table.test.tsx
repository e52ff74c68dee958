import '#tests/support/screens/dom.ts';
import { screen, within } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { InstanceVariable, InstanceView } from '#common/contract/instances.ts';
import { InstanceVariablesTable } from '#modeler-ui/instances/detail/instance-variables-table.tsx';
import { render } from '#tests/support/screens/render.tsx';

const KEY = '2251799813685249';
const SCOPE = '2251799813685260';
const AT = '2026-11-25T11:00:00.000Z';

const anInstance = (variables: InstanceVariable[], withheld = 0): InstanceView => ({
  key: KEY,
  processKey: 'road-defect',
  version: 1,
  name: null,
  state: 'active',
  incident: false,
  startedAt: AT,
  endedAt: null,
  service: null,
  department: null,
  request: null,
  definitionKey: null,
  pruned: false,
  confidential: false,
  more: false,
  parent: null,
  called: [],
  path: [
    {
      elementKey: SCOPE,
      elementId: 'SubProcess_Repair',
      type: 'SubProcess',
      name: null,
      scopeKey: KEY,
      state: 'active',
      startedAt: AT,
      endedAt: null,
    },
  ],
  flows: [],
  incidents: [],
  jobs: [],
  variables,
  withheld,
  awaited: [],
  timeline: [],
});

const aVariable = (name: string, value: string, more: Partial<InstanceVariable> = {}): InstanceVariable => ({
  key: name,
  scopeKey: KEY,
  name,
  value,
  cut: false,
  changes: 1,
  createdAt: AT,
  changedAt: AT,
  history: [],
  ...more,
});

const show = (variables: InstanceVariable[], withheld = 0) =>
  render(
    <InstanceVariablesTable
      instance={anInstance(variables, withheld)}
      nameOf={(id) => (id === 'SubProcess_Repair' ? 'Repair' : '?')}
    />,
  );

describe('the variables of an instance', () => {
  it('link to the other instances with the same value, where it can be looked for', () => {
    // when
    show([
      aVariable('dangerous', 'true'),
      aVariable('place', '{"province":"qom"}'),
      aVariable('text', '"so long', { cut: true }),
      aVariable('crew', '"b"', { scopeKey: SCOPE }),
    ]);
    // then
    const links = screen
      .getAllByRole('link')
      .map((link) => [link.getAttribute('aria-label'), link.getAttribute('href')]);
    expect(links).to.deep.equal([
      [
        'Others with this value: dangerous',
        '/instances?state=all&variable=dangerous&valueType=boolean&value=true',
      ],
    ]);
  });

  it('tell where a variable holds that is not of the whole instance, and what is cut', () => {
    // when
    show([aVariable('crew', '"b"', { scopeKey: SCOPE }), aVariable('text', '"so long', { cut: true })]);
    // then
    const [, crew, text] = within(screen.getByRole('table', { name: 'Variables' })).getAllByRole('row');
    expect(crew?.textContent).to.include('only at Repair');
    expect(text?.textContent).to.include('"so long … (cut)');
  });

  it('show former values with their times, the latest first', () => {
    // when
    show([
      aVariable('crew', '"c"', {
        changedAt: '2026-11-27T11:00:00.000Z',
        history: [
          { at: '2026-11-25T11:00:00.000Z', value: '"a"' },
          { at: '2026-11-26T11:00:00.000Z', value: '"b"' },
        ],
      }),
    ]);
    // then
    const [, row] = screen.getAllByRole('row');
    expect(row?.textContent).to.match(
      /"c"2 earlier values"b"26 November 2026, 14:30 – 27 November 2026, 14:30"a"25 November 2026, 14:30 – 26 November 2026, 14:30/,
    );
  });

  it('say one former value in the singular', () => {
    // when
    show([aVariable('crew', '"c"', { history: [{ at: AT, value: '"a"' }] })]);
    // then
    expect(screen.getByText('1 earlier value')).to.exist;
  });

  it('say how many are withheld, or that there are none', () => {
    // when
    const { unmount } = show([], 1);
    // then
    expect(screen.getByText(/^One more variable is not shown/)).to.exist;
    unmount();
    // when
    show([]);
    // then
    expect(screen.getByText('No variables')).to.exist;
  });
});
