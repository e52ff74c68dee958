import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;
const KB = 1024;

/** What a process has used of the processor so far, in milliseconds. Only on Linux. */
export function processorMs(pid: number): number {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const [user = 0, system = 0] = [afterName[11], afterName[12]].map(Number);
  return (user + system) * TICK_MS;
}

/** The memory that a process holds now, and the most it ever held, in bytes. Only on Linux. */
export function memoryOf(pid: number): { now: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytesOf = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * KB;
  return { now: bytesOf('VmRSS'), most: bytesOf('VmHWM') };
}
