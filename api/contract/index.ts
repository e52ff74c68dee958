export * from './common.ts';
export * from './forms.ts';
export * from './problem.ts';
export * from './requests.ts';
export * from './tasks.ts';
export * from './reference.ts';
export * from './events.ts';
export * from './calendar.ts';
