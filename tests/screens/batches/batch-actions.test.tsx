import '#tests/support/screens/dom.ts';
import { screen, waitFor } from '@testing-library/react';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import type { ComponentProps } from 'react';
import { BATCH_STATES, type BatchState } from '#common/contract/batches.ts';
import { BatchActions } from '#modeler-ui/batches/batch-actions.tsx';
import { aDesk } from '#tests/support/screens/desk.ts';
import { render } from '#tests/support/screens/render.tsx';
import { queryKey } from '#ui/api/query-keys.ts';

const PERMISSION = 'instance:operate';
const VERBS = ['stop', 'resume', 'discard'] as const;
type Props = ComponentProps<typeof BatchActions<(typeof VERBS)[number]>>;

describe('the actions on a batch', () => {
  let asked: string[] = [];

  const show = async (props: Partial<Props>, permissions = [PERMISSION]) => {
    const page = render(
      <BatchActions
        permission={PERMISSION}
        state="running"
        verbs={VERBS}
        command={{ isPending: false, error: null }}
        onVerb={(verb) => asked.push(verb)}
        {...props}
      />,
      { server: aDesk({ permissions }), locale: 'en' },
    );
    await waitFor(() => expect(page.queries.getQueryData(queryKey('getMe', {}))).to.exist);
    return page;
  };
  const offered = () => screen.queryAllByRole('button').map(({ textContent }) => textContent);
  const offeredIn = async (state: BatchState, props: Partial<Props> = {}) => {
    const { unmount } = await show({ state, ...props });
    const buttons = offered();
    unmount();
    return buttons;
  };

  afterEach(() => (asked = []));

  it('are those that its state allows', async () => {
    // when
    const buttons: Record<string, unknown> = {};
    for (const state of BATCH_STATES) buttons[state] = await offeredIn(state);

    // then
    expect(buttons).to.deep.equal({
      planned: ['Discard'],
      running: ['Stop'],
      stopped: ['Go on', 'Discard'],
      finished: [],
      discarded: [],
    });
  });

  it('resume what has ended only where something is left to look at', async () => {
    expect(await offeredIn('finished', { reopen: 'Look again' })).to.deep.equal(['Look again']);
  });

  it('ask for what was pressed, and say what stopping means', async () => {
    // given
    const { user } = await show({ stopHelp: 'What was begun is brought to its end.' });

    // when
    await user.click(await screen.findByRole('button', { name: 'Stop' }));

    // then
    expect(asked).to.deep.equal(['stop']);
    expect(screen.getByText('What was begun is brought to its end.')).to.exist;
  });

  it('are not offered without the permission', async () => {
    // when
    await show({}, ['instance:read']);

    // then
    expect(offered()).to.deep.equal([]);
  });
});
