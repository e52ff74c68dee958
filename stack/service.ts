import type { Child } from './supervise.ts';

/** A component of the stack, and how it is started. */
export interface Component {
  /** Name of its process in this home: of its log and its pid file. */
  readonly id: string;
  /** Display name, for the start of a sentence. */
  readonly name: string;
  /** Services it cannot start without. */
  readonly needs?: readonly Service[];
  /** Starts it and waits until it is ready. */
  readonly run: () => Promise<Child>;
}

/** A component that may be stopped and started again. */
export interface Service {
  readonly name: string;
  /** Resolves when it is ready. Harmless when it runs. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** `kill -9`, for tests of crashes. */
  kill(): Promise<void>;
  isRunning(): boolean;
}

/** Called when a component ended although nobody asked it to. */
export type OnCrash = (name: string, how: string, log: string) => void;

/** Creates a service of a component. If it ends on its own, it is reported to `onCrash` and stays ended. */
export function serviceOf({ name, run }: Component, onCrash: OnCrash): Service {
  let child: Child | undefined;
  const release = () => {
    const running = child;
    child = undefined;
    return running;
  };
  return {
    name,
    async start() {
      if (child) return;
      const running = await run();
      child = running;
      void running.exited.then((how) => {
        if (child !== running) return;
        child = undefined;
        onCrash(name, how, running.logFile);
      });
    },
    stop: async () => release()?.stop(),
    kill: async () => release()?.kill(),
    isRunning: () => child !== undefined,
  };
}
