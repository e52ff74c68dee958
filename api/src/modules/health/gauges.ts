import type { DiskSpace } from '#api/platform/disk-space.ts';
import type { GaugeSource } from './metrics.ts';

/** Metrics of the engine side of this node; see engine/status.ts. */
export type EngineMetrics = {
  lagMs: number | null;
  quarantined: number;
  outbox: { waiting: number; oldestSeconds: number };
  openIncidents: number;
  routingUndecided: number;
  deployed: boolean;
};

/** Gauges that operators watch. They share one read of the database. */
export function healthGauges({
  engineStatus,
  liveStreams,
  stuckSteps,
  room,
}: {
  engineStatus: () => Promise<EngineMetrics | undefined>;
  liveStreams: () => number;
  stuckSteps: () => Promise<number | undefined>;
  room: () => Promise<DiskSpace | undefined>;
}): GaugeSource[] {
  const of = (read: (status: EngineMetrics) => number | undefined) => async () => {
    const status = await engineStatus();
    return status && read(status);
  };
  return [
    {
      name: 'shahrah_projection_lag_seconds',
      help: 'How old the newest record of the last bulk was when the read side had it, of the exporter that is furthest behind',
      read: of(({ lagMs }) => (lagMs === null ? undefined : lagMs / 1000)),
    },
    {
      name: 'shahrah_outbox_waiting',
      help: 'Messages that wait for the engine',
      read: of(({ outbox }) => outbox.waiting),
    },
    {
      name: 'shahrah_outbox_oldest_seconds',
      help: 'How long the oldest of them has waited',
      read: of(({ outbox }) => outbox.oldestSeconds),
    },
    {
      name: 'shahrah_quarantined_records',
      help: 'Records of the engine that could not be projected and wait for a person',
      read: of(({ quarantined }) => quarantined),
    },
    {
      name: 'shahrah_open_incidents',
      help: 'Process instances that stand still until a person helps',
      read: of(({ openIncidents }) => openIncidents),
    },
    {
      name: 'shahrah_routing_undecided',
      help: 'Requests that no rule of the routing table covers, which wait in triage',
      read: of(({ routingUndecided }) => routingUndecided),
    },
    {
      name: 'shahrah_stuck_sla_steps',
      help: 'Steps of the SLA clock that no process acknowledged; a person has to look',
      read: stuckSteps,
    },
    {
      name: 'shahrah_engine_reached',
      help: '1 when the diagrams are deployed, so the engine was reached since this node started',
      read: of(({ deployed }) => (deployed ? 1 : 0)),
    },
    {
      name: 'shahrah_live_streams',
      help: 'Screens that listen to changes on this node',
      read: liveStreams,
    },
    {
      name: 'shahrah_disk_free_bytes',
      help: 'Room on the fullest disk that the product depends on',
      read: async () => (await room())?.freeBytes,
    },
    {
      name: 'shahrah_disk_low',
      help: '1 when that is less than DISK_LOW_MB',
      read: async () => Number((await room())?.low ?? Number.NaN),
    },
  ];
}
