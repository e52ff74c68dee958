import type { ProcessDefinitionPage } from '../../../contract/index.ts';
import type { Db } from '../../platform/db.ts';
import { InvalidInput } from './process-definitions.errors.ts';
import { runningFiles } from './process-definitions.repo.ts';

const PAGE = 50;

type Asked = { processKey?: string | undefined; after?: string | undefined };

type Row = {
  definition_key: string;
  process_key: string;
  version: number;
  resource_name: string;
  sha256: string | null;
  deployed_at: Date;
  deployed_by: string | null;
  place: string;
  name_fa: string | null;
  name_en: string | null;
};

/** The versions of the processes, the newest first. */
export async function listDefinitions(db: Db, { processKey, after }: Asked): Promise<ProcessDefinitionPage> {
  const rows = (await db('process_definitions as definition')
    .leftJoin('process_elements as element', (join) =>
      join
        .on('element.process_key', 'definition.process_key')
        .andOn('element.version', 'definition.version')
        .andOn('element.element_id', 'definition.process_key'),
    )
    .modify((query) => {
      if (processKey) query.where('definition.process_key', processKey);
      if (after)
        query.whereRaw('(definition.deployed_at, definition.definition_key) < (?, ?)', readCursor(after));
    })
    .orderBy([
      { column: 'definition.deployed_at', order: 'desc' },
      { column: 'definition.definition_key', order: 'desc' },
    ])
    .limit(PAGE + 1)
    .select('definition.*', 'element.name_fa', 'element.name_en')
    .select(db.raw('definition.deployed_at::text as place'))) as Row[];
  const shown = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  return {
    items: shown.map((row) => ({
      key: row.definition_key,
      processKey: row.process_key,
      version: row.version,
      name: row.name_fa === null ? null : { fa: row.name_fa, en: row.name_en ?? row.process_key },
      file: row.resource_name,
      sha256: row.sha256,
      deployedAt: row.deployed_at.toISOString(),
      deployedBy: row.deployed_by,
    })),
    next: last ? Buffer.from(JSON.stringify([last.place, last.definition_key])).toString('base64url') : null,
  };
}

/** The ready steps that run, as their files hold them. */
export const runningTemplates = async (db: Db): Promise<Record<string, unknown>[]> =>
  (await runningFiles(db, 'template')).map(({ content }) => JSON.parse(content) as Record<string, unknown>);

const TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?[+-]\d{2}(:\d{2})?$/;
const KEY = /^[0-9]{1,18}$/;

function readCursor(text: string): [string, string] {
  try {
    const [place, key] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, string];
    const isTime = TIME.test(place) && !Number.isNaN(Date.parse(place.replace(' ', 'T').slice(0, 19)));
    if (isTime && KEY.test(key)) return [place, key];
  } catch {
    // Falls through: whatever it was, it is no cursor of ours.
  }
  throw new InvalidInput(undefined, {
    errors: [{ path: '/query/after', rule: 'cursor', message: 'must be the `next` of a page' }],
  });
}
