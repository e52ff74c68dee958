import { type Static, Type } from '@sinclair/typebox';

/** RFC 9457 problem details. Programs branch on `code`; `detail` is for people. A problem
 *  changes nothing. */
export const Problem = Type.Object({
  type: Type.String({ format: 'uri-reference' }),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.Optional(Type.String()),
  instance: Type.Optional(Type.String({ description: 'The id of the HTTP request, for support' })),
  errors: Type.Optional(
    Type.Array(Type.Object({ path: Type.String(), rule: Type.String(), message: Type.String() }), {
      description: 'Which fields are wrong; path is a JSON pointer into the body',
    }),
  ),
  version: Type.Optional(Type.Integer({ description: 'version-conflict: the version that holds now' })),
});
export type Problem = Static<typeof Problem>;
