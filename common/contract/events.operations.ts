import { operation } from './operation.ts';

export const eventsOperations = {
  listenToChanges: operation({
    summary: 'Server-sent events: which tasks, requests and notices changed, by id',
    description:
      'Events `tasks-changed` and `request-changed` name what the viewer may see; `notices-changed` tells that those of the viewer did. The stream ends when the token does, so that who is signed out or has lost a role hears no more. `ending` says so shortly before: open the next one with a new token, then leave this one. Who comes back later reads again what is on the screen.',
    problems: ['too-many-streams'],
    events: true,
  }),
};
