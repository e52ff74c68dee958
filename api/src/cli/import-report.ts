import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import {
  entryOf,
  type ImportMap,
  type ImportMode,
  type ImportReport,
  type ImportsView,
} from '../modules/imports/index.ts';
import { count, table } from './table.ts';

const PAGE = 500;
const SHOWN_REASONS = 15;

/** Renders the report of an import for people. */
export function reportText(
  report: ImportReport,
  {
    map,
    mode,
    file,
    seconds,
    rate,
  }: { map: ImportMap; mode: ImportMode; file: string; seconds: number; rate: number },
): string {
  const { results, reasons, owners, waiting } = report;
  const parts = [
    `\nImport of ${file} as ${mode === 'as-new' ? 'new requests' : 'history'} (${seconds.toFixed(1)} s, ${count(rate)} rows/s)\n`,
    table(
      ['rows', ''],
      [
        [report.read, 'read'],
        [results.created, 'taken in'],
        [results.known, 'already there'],
        [results.changed, 'already there, and different in the source now'],
        [results.refused, 'refused'],
      ],
    ),
  ];
  if (reasons.length > 0) {
    parts.push('\nWhy rows were refused\n');
    parts.push(
      table(
        ['rows', 'reason'],
        reasons.slice(0, SHOWN_REASONS).map(({ reason, rows }) => [rows, reason]),
      ),
    );
    if (reasons.length > SHOWN_REASONS)
      parts.push(`  and ${count(reasons.length - SHOWN_REASONS)} reasons more\n`);
  }
  if (owners.length > 0) {
    parts.push('\nWhere the requests of each owner stand\n');
    parts.push(
      table(
        ['owner', 'department', 'rows', 'expected'],
        owners.map(({ owner, department, rows }) => [
          owner ?? '–',
          department ?? '–',
          rows,
          expectation(entryOf(map.owners, owner ?? ''), department),
        ]),
      ),
    );
  }
  parts.push(`\n  ${count(report.history)} are history, ${count(report.notRouted)} wait for their process\n`);
  if (waiting.length > 0) {
    parts.push('\nOpen tasks by queue\n');
    parts.push(
      table(
        ['tasks', 'queue'],
        waiting.map(({ queue, rows }) => [rows, queue]),
      ),
    );
  }
  return parts.join('');
}

function expectation(expected: readonly string[] | undefined, department: string | null): string {
  if (department === null) return 'its process has not said yet';
  if (!expected) return 'not said';
  return expected.includes(department) ? 'yes' : `no: ${expected.join(', ')}`;
}

/** Writes the refused rows as they were in the file, with line and reasons. */
export async function writeRefused(view: ImportsView, importId: string, file: string): Promise<void> {
  const out = createWriteStream(file);
  const write = async (cells: readonly string[]) => {
    if (!out.write(`${cells.map(quoted).join()}\n`)) await once(out, 'drain');
  };
  let columns: string[] | undefined;
  for (let line = 0; ;) {
    const rows = await view.refused(importId, line, PAGE);
    for (const row of rows) {
      if (!columns) {
        columns = Object.keys(row.record);
        await write(['line', 'reasons', ...columns]);
      }
      const { record } = row;
      const cells = columns.some((column) => column in record)
        ? columns.map((column) => record[column] ?? '')
        : [record.raw ?? ''];
      await write([String(row.line), row.reasons.join('; '), ...cells]);
    }
    if (rows.length < PAGE) break;
    line = rows.at(-1)?.line ?? line;
  }
  out.end();
  await once(out, 'close');
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
