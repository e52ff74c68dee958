declare module 'autocannon' {
  type Call = { method: string; path: string; headers: Record<string, string>; body?: string };
  type Options = {
    url: string;
    connections: number;
    duration?: number;
    /** Calls a second over all connections. */
    overallRate?: number;
    amount?: number;
    requests?: { setupRequest: (call: Call) => Call }[];
  };
  type Result = {
    duration: number;
    errors: number;
    timeouts: number;
    non2xx: number;
    '2xx': number;
    latency: { p50: number; p97_5: number; p99: number };
  };
  export default function autocannon(options: Options): Promise<Result>;
}
