import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from '../core/engine.ts';

/** A line of the journal: a command with its time, a move of the clock, or how far an exporter is. */
export type Entry =
  | { at: number; command: Command }
  | { clock: ClockState }
  | { exported: { exporter: string; partition: number; position: number } };

export type ClockState = { offsetMs: number; pinnedMs: number | undefined };

/** An append-only file. A line that was appended survives the death of the process, though not of the machine. */
export type Journal = { append(entry: Entry): void; close(): void };

/** Opens the file and gives back what it holds. A half line at the end was never acknowledged, and is cut off. */
export function openJournal(file: string): { journal: Journal; entries: Entry[] } {
  mkdirSync(dirname(file), { recursive: true });
  const fd = openSync(file, 'a+');
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) ftruncateSync(fd, whole);
  const entries = bytes
    .subarray(0, whole)
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry);
  return {
    entries,
    journal: {
      append: (entry) => void writeSync(fd, `${JSON.stringify(entry)}\n`),
      close: () => closeSync(fd),
    },
  };
}
