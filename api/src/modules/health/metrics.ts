import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Gauge that is read when /metrics is requested; undefined when the value is not known. */
export type GaugeSource = {
  name: string;
  help: string;
  read: () => Promise<number | undefined> | number | undefined;
};

/** Metrics of this node, in a registry of its own. Times are in seconds. */
export function openMetrics(figures: readonly GaugeSource[]) {
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
  for (const { name, help, read } of figures) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set((await read()) ?? Number.NaN);
      },
    });
  }

  return {
    observe(operation: string, status: number, seconds: number): void {
      durations.observe({ operation }, seconds);
      answers.inc({ operation, status });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

export type Metrics = ReturnType<typeof openMetrics>;
