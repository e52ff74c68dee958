import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from './machine.ts';

/** Target for the value itself, or for its ratio to the limit. */
export type Target = { of: 'value' | 'ratio'; atLeast: number } | { of: 'value' | 'ratio'; atMost: number };

export type Figure = {
  section: string;
  name: string;
  unit: string;
  /** Null if not measured; `note` says why. */
  value: number | null;
  /** Best that the same machine can do, measured in the same run. */
  limit?: { name: string; value: number };
  /** Ratio of value to limit; given only if it is not simply their quotient (the median of the rounds'
   *  ratios). */
  ratio?: number;
  aims?: readonly Target[];
  /** Reason why there is no value or no limit. */
  note?: string;
  /** Other measurements; only in the JSON. */
  details?: Record<string, unknown>;
};

export type Measured = Omit<Figure, 'ratio'> & { ratio: number | null; met: boolean | null };

/** Adds the ratio and whether all targets are met. */
export function evaluate(figure: Figure): Measured {
  const { value, limit, aims = [] } = figure;
  const ratio = figure.ratio ?? (value !== null && limit ? value / limit.value : null);
  const meets = (aim: Target): boolean => {
    const seen = aim.of === 'ratio' ? ratio : value;
    return seen !== null && ('atLeast' in aim ? seen >= aim.atLeast : seen <= aim.atMost);
  };
  return { ...figure, ratio, met: value === null || aims.length === 0 ? null : aims.every(meets) };
}

/** Formats a number; ratios of a few percent keep their decimals. */
const number = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? ''
    : value.toLocaleString(
        'en',
        value >= 10 ? { maximumFractionDigits: value >= 100 ? 0 : 1 } : { maximumSignificantDigits: 3 },
      );

const formatTarget = (aim: Target): string =>
  `${aim.of === 'ratio' ? '×' : ''}${'atLeast' in aim ? `>= ${aim.atLeast}` : `<= ${aim.atMost}`}`;

const verdict = ({ met }: Measured): string => (met === null ? '' : met ? 'met' : 'MISSED');

const withoutLimit = ({ value, note }: Measured): string => (value === null ? '' : (note ?? ''));

/** Formats the figures as a plain-text table. */
export function table(figures: readonly Measured[]): string {
  const head = ['figure', 'measured', 'limit in this run', 'ratio', 'aim', ''];
  const rows = figures.map((figure) => [
    `${figure.section}: ${figure.name}`,
    figure.value === null ? (figure.note ?? '') : `${number(figure.value)} ${figure.unit}`,
    figure.limit ? `${number(figure.limit.value)} ${figure.limit.name}` : withoutLimit(figure),
    number(figure.ratio),
    (figure.aims ?? []).map(formatTarget).join(', '),
    verdict(figure),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Writes the run as JSON.
 *  @returns the path of the file */
export async function save(
  folder: string,
  run: { machine: Machine; options: object; figures: readonly Measured[] },
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${run.machine.at.replaceAll(':', '-')}.json`);
  await writeFile(file, `${JSON.stringify(run, null, 2)}\n`);
  return file;
}
