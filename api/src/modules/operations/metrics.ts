import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What /metrics shows besides the figures of the requests; read when it is asked for. */
export type Facts = {
  name: string;
  help: string;
  read(): Promise<{ labels?: Record<string, string>; value: number }[]>;
};

/** The figures of this node, in its own registry. Times are in seconds. */
export function openMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'shahrah_http_request_seconds',
    help: 'How long the api took to answer, by operation',
    labelNames: ['operation'],
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const answers = new Counter({
    name: 'shahrah_http_answers_total',
    help: 'Answers of the api, by operation and status',
    labelNames: ['operation', 'status'],
    registers: [registry],
  });

  return {
    observe(operation: string, status: number, seconds: number): void {
      durations.observe({ operation }, seconds);
      answers.inc({ operation, status });
    },
    /** Adds a figure that is read when /metrics is asked for. One that cannot be read is left out, not invented. */
    add({ name, help, read }: Facts): void {
      const gauge = new Gauge({
        name,
        help,
        labelNames: ['exporter', 'partition', 'state'],
        registers: [registry],
        async collect() {
          gauge.reset();
          for (const { labels = {}, value } of await read().catch(() => [])) gauge.set(labels, value);
        },
      });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

export type Metrics = ReturnType<typeof openMetrics>;
