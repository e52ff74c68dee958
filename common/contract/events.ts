import { type Static, Type } from '@sinclair/typebox';
import { Closed, EngineKey, RequestId } from './common.ts';

/** Events of `GET /api/events`: ids that the viewer may see, never content. `many`: more changed than is
 *  listed; read again. */
export const TasksChanged = Closed({ keys: Type.Array(EngineKey), many: Type.Boolean() });
export type TasksChanged = Static<typeof TasksChanged>;

export const RequestChanged = Closed({ ids: Type.Array(RequestId), many: Type.Boolean() });
export type RequestChanged = Static<typeof RequestChanged>;

/** The viewer's own notices changed; read them again. */
export const NoticesChanged = Closed({});
export type NoticesChanged = Static<typeof NoticesChanged>;

/** The stream ends soon, with the token it was opened with: open the next one with a new token, then close
 *  this one. */
export const StreamEnding = Closed({});
export type StreamEnding = Static<typeof StreamEnding>;

export type LiveEvents = {
  'tasks-changed': TasksChanged;
  'request-changed': RequestChanged;
  'notices-changed': NoticesChanged;
  ending: StreamEnding;
};
