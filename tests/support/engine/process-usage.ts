import { readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;
const KB = 1024;

/** Returns the CPU time a process has used so far, in milliseconds. Linux only. */
export function processorMs(pid: number): number {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const [user = 0, system = 0] = [afterName[11], afterName[12]].map(Number);
  return (user + system) * TICK_MS;
}

/** Returns a process's current and peak memory, in bytes. Linux only. */
export function memoryOf(pid: number): { now: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytesOf = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * KB;
  return { now: bytesOf('VmRSS'), most: bytesOf('VmHWM') };
}
