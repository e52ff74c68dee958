import { type Static, Type } from '@sinclair/typebox';
import { Closed, OneOf } from './common.ts';

export const OUTSIDE_POSITIONS = ['accepts', 'disputes', 'no-comment'] as const;
export const OutsidePosition = OneOf(OUTSIDE_POSITIONS, {
  description: 'Whether the body accepts what is held against it',
});
export type OutsidePosition = Static<typeof OutsidePosition>;

/** Reply of a body outside the ministry, as recorded by an officer. */
export const RecordOutsideReply = Closed({
  position: OutsidePosition,
  text: Type.String({ minLength: 1, maxLength: 4000 }),
  reference: Type.Optional(
    Type.String({ maxLength: 100, description: "The number of the body's own letter" }),
  ),
});
export type RecordOutsideReply = Static<typeof RecordOutsideReply>;
