import { type Static, Type } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import { Channel, Closed, Locale, OneOf, Outcome, Slug } from '#common/contract/index.ts';

const Column = Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], {
  description: 'A column, or several of which the first that is not empty counts',
});

/** Text with columns in braces: `{requesttype}: {address}`. */
const Template = Type.String();

const TypeRule = Closed({
  service: Slug,
  text: Template,
  answers: Type.Optional(Type.Record(Type.String(), Template)),
  department: Type.Optional(
    Type.Unsafe<string>({ ...Slug, description: 'Who had it, for rows that come in as history' }),
  ),
});

const StatusRule = Type.Union([
  Type.Literal('open'),
  Closed({ status: OneOf(['closed', 'withdrawn']), outcome: Outcome }),
]);

/** Maps the rows of another system to requests. In `types`, `statuses` and `channels` the key `*` stands for
 *  every other value; without it such a row is refused. */
export const ImportMap = Closed({
  about: Type.Optional(Type.String()),
  source: Type.String({
    pattern: '^[a-z0-9][a-z0-9-]{0,40}$',
    description: 'The name of the system; part of every key',
  }),
  zone: Type.String({ description: 'The time zone of the dates' }),
  dates: Type.String({ description: 'Their format: YYYY YY MM M DD D HH H mm ss' }),
  columns: Closed({
    externalId: Column,
    type: Column,
    status: Column,
    madeAt: Column,
    closedAt: Type.Optional(Column),
    channel: Type.Optional(Column),
    owner: Type.Optional(Column),
    province: Type.Optional(Column),
    address: Type.Optional(Column),
    latitude: Type.Optional(Column),
    longitude: Type.Optional(Column),
    name: Type.Optional(Column),
    nationalId: Type.Optional(Column),
    mobile: Type.Optional(Column),
    email: Type.Optional(Column),
  }),
  constants: Type.Optional(Closed({ province: Type.Optional(Slug), locale: Type.Optional(Locale) })),
  types: Type.Record(Type.String(), TypeRule),
  statuses: Type.Record(Type.String(), StatusRule),
  channels: Type.Optional(Type.Record(Type.String(), Channel)),
  owners: Type.Optional(
    Type.Record(Type.String(), Type.Array(Slug), {
      description: "Where the owner's requests should end; the report compares",
    }),
  ),
});
export type ImportMap = Static<typeof ImportMap>;

export class InvalidImportMap extends Error {}

/** @throws InvalidImportMap naming every place that is wrong */
export function readImportMap(text: string): ImportMap {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InvalidImportMap(`The map is not JSON: ${(error as Error).message}`);
  }
  const validate = new Ajv({ allErrors: true, strict: false }).compile<ImportMap>(ImportMap);
  if (validate(value)) return value;
  const wrong = (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || '/'} ${message}`,
  );
  throw new InvalidImportMap(`The map does not fit: ${[...new Set(wrong)].join('; ')}`);
}

/** Looks up a word of the file, which may be a word of JavaScript too, such as `constructor`. */
export const entryOf = <T>(entries: Readonly<Record<string, T>> | undefined, word: string): T | undefined =>
  entries && Object.hasOwn(entries, word) ? entries[word] : undefined;

const BRACES = /\{([^{}]+)\}/g;

/** Returns every column that the map names. */
export function columnsOf({ columns, types }: ImportMap): Set<string> {
  const templates = Object.values(types).flatMap(({ text, answers = {} }) => [
    text,
    ...Object.values(answers),
  ]);
  return new Set([
    ...Object.values(columns).flat(),
    ...templates.flatMap((template) => [...template.matchAll(BRACES)].map(([, column]) => column as string)),
  ]);
}

/** Fills a template. Text around an empty column stays; intake tidies the spaces. */
export const fillTemplate = (template: string, record: Record<string, string>): string =>
  template.replace(BRACES, (_all, column: string) => entryOf(record, column)?.trim() ?? '');
