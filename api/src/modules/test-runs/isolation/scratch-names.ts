import { randomBytes } from 'node:crypto';

/** The job type of every piece of work in a scratch copy; its one worker notes what would have been done. */
export const CAPTURE_JOB_TYPE = 'scratch.capture';

/** The task header in which a scratch copy keeps the real job type. */
export const REAL_JOB_TYPE_HEADER = 'scratch.type';

/** The local variable of a user task that says for whom it would have been. */
export const INTENDED_GROUP_VARIABLE = 'scratchFor';

const SCRATCH = /^scratch-[0-9a-f]{16}-/;
const TIMER = /^scratch-[0-9a-f]{16}-timer-/;

/** A prefix that no other run has. */
export const newPrefix = (): string => `scratch-${randomBytes(8).toString('hex')}`;

/** The prefix of a process, decision or message of a test run; undefined for everything else. */
export const prefixIn = (name: string): string | undefined => SCRATCH.exec(name)?.[0].slice(0, -1);

/** What a process, decision or message of a test run is called in the draft. */
export const realName = (name: string): string => name.replace(SCRATCH, '');

export const isTimerMessage = (messageName: string): boolean => TIMER.test(messageName);

export const timerMessage = (prefix: string, elementId: string): string => `${prefix}-timer-${elementId}`;

/** The key by which the message of a timer finds its element: its end is the time as the engine evaluated it. */
export const timerKey = (prefix: string, elementId: string, expression: string): string => {
  const start = `${prefix}:${elementId}:`;
  if (!expression.startsWith('=')) return `="${start}${expression.trim()}"`;
  const feel = expression.slice(1).trim();
  return `=if (${feel}) = null then null else "${start}" + string(${feel})`;
};

/** The evaluated duration, date or cycle of a timer, read from its correlation key. */
export const timeIn = (correlationKey: string): string => correlationKey.split(':').slice(2).join(':');
