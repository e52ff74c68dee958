import { randomBytes } from 'node:crypto';
import { TEST_RUN_PREFIX } from '#common/process-files/model/test-run-processes.ts';

/** Job type of all work in a scratch copy; its one worker records what would have been done. */
export const CAPTURE_JOB_TYPE = 'scratch.capture';

/** Task header in which a scratch copy keeps the real job type. */
export const REAL_JOB_TYPE_HEADER = 'scratch.type';

/** Local variable of a user task with the group it would have been for. */
export const INTENDED_GROUP_VARIABLE = 'scratchFor';

const SCRATCH = new RegExp(`^${TEST_RUN_PREFIX}[0-9a-f]{16}-`);
const TIMER = new RegExp(`${SCRATCH.source}timer-`);

/** Generates a prefix that no other run has. */
export const newPrefix = (): string => `${TEST_RUN_PREFIX}${randomBytes(8).toString('hex')}`;

/** Returns the prefix of a process, decision or message of a test run; undefined for everything else. */
export const prefixIn = (name: string): string | undefined => SCRATCH.exec(name)?.[0].slice(0, -1);

/** Returns the name in the draft of a process, decision or message of a test run. */
export const realName = (name: string): string => name.replace(SCRATCH, '');

export const isTimerMessage = (messageName: string): boolean => TIMER.test(messageName);

export const timerMessage = (prefix: string, elementId: string): string => `${prefix}-timer-${elementId}`;

/** Correlation key by which the message of a timer finds its element; it ends with the time as the engine
 *  evaluated it. */
export const timerKey = (prefix: string, elementId: string, expression: string): string => {
  const start = `${prefix}:${elementId}:`;
  if (!expression.startsWith('=')) return `="${start}${expression.trim()}"`;
  const feel = expression.slice(1).trim();
  return `=if (${feel}) = null then null else "${start}" + string(${feel})`;
};

/** Reads the evaluated duration, date or cycle of a timer from its correlation key. */
export const timeIn = (correlationKey: string): string => correlationKey.split(':').slice(2).join(':');
