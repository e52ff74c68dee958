import type { Child } from './supervise.ts';

/** One component of the stack, which may be stopped and started again. */
export interface Service {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** `kill -9`, for tests of what happens then. */
  kill(): Promise<void>;
}

/** Wraps the start of a component. `onCrash` hears when it ends although nobody asked it to. */
export function serviceOf(
  name: string,
  run: () => Promise<Child>,
  onCrash: (name: string, how: string, log: string) => void,
): Service {
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
        if (child === running) onCrash(name, how, running.logFile);
      });
    },
    stop: async () => release()?.stop(),
    kill: async () => release()?.kill(),
  };
}
