import { Rejection } from '../core/rejection.ts';
import type { Store } from '../store/store.ts';
import { type Address, type Body, type HttpReply, type HttpServer, listen, type Route } from './http.ts';
import { MAX_DURATION_MS } from './input.ts';

/** Serves readiness and, if it is controlled, the clock that tests move. Readiness is served from the start;
 *  the store exists once this engine is the writer. */
export function startManagement(
  address: Address,
  { controlledClock, store }: { controlledClock: boolean; store: () => Store | undefined },
): Promise<HttpServer> {
  const routes: Record<string, Route> = {
    'GET /ready': () =>
      store() ? { status: 200, body: { status: 'UP' } } : { status: 503, body: { status: 'DOWN' } },
    ...(controlledClock ? clockRoutes(store) : {}),
  };
  return listen(address, (method, path) => routes[`${method} ${path}`]);
}

function clockRoutes(store: () => Store | undefined): Record<string, Route> {
  const ready = (): Store => {
    const found = store();
    if (!found) throw new Error('the engine is not ready');
    return found;
  };
  const time = (): HttpReply => {
    const now = ready().now();
    return { status: 200, body: { epochMilli: now, instant: new Date(now).toISOString() } };
  };
  const numberIn = async (read: () => Promise<Body>, name: string): Promise<number> => {
    const ms = (await read())[name];
    if (typeof ms === 'number' && Math.abs(ms) <= MAX_DURATION_MS) return ms;
    throw new Rejection('INVALID_ARGUMENT', `Expected ${name} to be a number of milliseconds`);
  };
  return {
    'POST /actuator/clock/add': async (_, read) => {
      const ms = await numberIn(read, 'offsetMilli');
      await ready().moveClock(({ offsetMs, pinnedMs }) =>
        pinnedMs === undefined
          ? { offsetMs: offsetMs + ms, pinnedMs }
          : { offsetMs, pinnedMs: pinnedMs + ms },
      );
      return time();
    },
    'POST /actuator/clock/pin': async (_, read) => {
      const ms = await numberIn(read, 'epochMilli');
      await ready().moveClock(({ offsetMs }) => ({ offsetMs, pinnedMs: ms }));
      return time();
    },
    'DELETE /actuator/clock': async () => {
      await ready().moveClock(() => ({ offsetMs: 0, pinnedMs: undefined }));
      return time();
    },
  };
}
