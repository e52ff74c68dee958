import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { fieldErrors } from '#api/platform/field-errors.ts';
import { Applicant, Closed, FileRequest, Nullable, type Place } from '#common/contract/index.ts';
import type { Filing } from '../requests/index.ts';
import { entryOf, fillTemplate, type ImportMap } from './import-map.ts';
import { dateReader } from './source-date.ts';

export type ImportMode = 'history' | 'as-new';
export type SourceRecord = Record<string, string>;

/** Filing made from a row, or the reasons why it cannot be imported. */
export type RowReading =
  { filing: Filing; owner: string | null } | { reasons: string[]; owner: string | null };

export type RowReader = {
  read(record: SourceRecord): RowReading;
  madeAt(record: SourceRecord): Date | undefined;
};

const MAX_ID_LENGTH = 200;

/** Same limits as for public requests; a source that knows nobody has no applicant. */
const ImportedRequest = Closed({ ...FileRequest.properties, applicant: Nullable(Applicant) });

/** Makes the reader for a source's rows. It knows neither database nor file. */
export function rowReader(map: ImportMap, mode: ImportMode): RowReader {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(ImportedRequest);
  const readDate = dateReader(map.dates, map.zone);

  const column = (record: SourceRecord, name: keyof ImportMap['columns']): string => {
    const names = [map.columns[name] ?? []].flat();
    return names.map((one) => entryOf(record, one)?.trim() ?? '').find((value) => value !== '') ?? '';
  };
  const madeAt = (record: SourceRecord) => readDate(column(record, 'madeAt'));

  function read(record: SourceRecord): RowReading {
    const reasons: string[] = [];
    const refuse = (reason: string) => void reasons.push(reason);
    const get = (name: keyof ImportMap['columns']) => column(record, name);
    const owner = get('owner') || null;

    const id = get('externalId');
    if (id === '' || id.length > MAX_ID_LENGTH) refuse('the number in the source is missing or too long');
    const rule = entryOf(map.types, get('type')) ?? map.types['*'];
    if (!rule) refuse(`the type "${get('type')}" is not in the map`);
    const made = madeAt(record);
    if (!made) refuse(`the date "${get('madeAt')}" cannot be read`);
    const history = historyOf(record, made, refuse);
    const channel = entryOf(map.channels, get('channel')) ?? (map.channels ? map.channels['*'] : 'import');
    if (!channel) refuse(`the channel "${get('channel')}" is not in the map`);
    const place = placeOf(get, refuse);
    if (!rule || !made || !channel || reasons.length > 0) return { reasons, owner };

    const answers = Object.entries(rule.answers ?? {}).map(([field, template]) => [
      field,
      fillTemplate(template, record),
    ]);
    const body = {
      service: rule.service,
      text: fillTemplate(rule.text, record),
      applicant: applicantOf(get),
      place,
      answers: Object.fromEntries(answers) as Record<string, unknown>,
      locale: map.constants?.locale ?? ('fa' as const),
      channel,
    };
    if (!validate(body))
      return {
        reasons: fieldErrors(validate.errors, '').map(({ path, message }) => `${path} ${message}`),
        owner,
      };
    const asNew = mode === 'as-new';
    return {
      owner,
      filing: {
        ...body,
        by: null,
        external: { source: asNew ? `${map.source}:as-new` : map.source, id },
        ...(asNew ? {} : { receivedAt: made }),
        ...(history
          ? { history: { ...history, ...(rule.department ? { department: rule.department } : {}) } }
          : {}),
      },
    };
  }

  function historyOf(record: SourceRecord, made: Date | undefined, refuse: (reason: string) => void) {
    const status = column(record, 'status');
    const rule = entryOf(map.statuses, status) ?? map.statuses['*'];
    if (!rule) return refuse(`the status "${status}" is not in the map`);
    if (rule === 'open' || mode === 'as-new') return undefined;
    const text = column(record, 'closedAt');
    const closedAt = readDate(text);
    if (!closedAt) return refuse(`it is over, but the date of that "${text}" cannot be read`);
    if (made && closedAt < made) return refuse('it was over before it was made');
    return { ...rule, closedAt };
  }

  function placeOf(
    get: (name: keyof ImportMap['columns']) => string,
    refuse: (reason: string) => void,
  ): Place {
    const province = get('province') || map.constants?.province;
    const address = get('address');
    const [latitude, longitude] = (['latitude', 'longitude'] as const).map((name) => {
      const text = get(name);
      if (text !== '' && !Number.isFinite(Number(text))) refuse(`the ${name} "${text}" is not a number`);
      return text === '' ? undefined : Number(text);
    });
    return {
      ...(province ? { province } : {}),
      ...(address ? { address } : {}),
      ...(latitude === undefined ? {} : { latitude }),
      ...(longitude === undefined ? {} : { longitude }),
    };
  }

  return { read, madeAt };
}

function applicantOf(get: (name: 'name' | 'nationalId' | 'mobile' | 'email') => string): Applicant | null {
  const name = get('name');
  if (name === '') return null;
  const given = (['nationalId', 'mobile', 'email'] as const).map((field) => [field, get(field)]);
  return { name, ...Object.fromEntries(given.filter(([, value]) => value !== '')) };
}
