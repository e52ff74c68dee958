import { BROKER_VERSION } from '../core/record-log.ts';

/** Topology of one engine that leads every partition, in the terms of the REST API. */
export const topology = (partitions: number) => ({
  brokers: [
    {
      nodeId: 0,
      host: '127.0.0.1',
      version: BROKER_VERSION,
      partitions: Array.from({ length: partitions }, (_, index) => ({
        partitionId: index + 1,
        role: 'leader',
        health: 'healthy',
      })),
    },
  ],
  clusterSize: 1,
  partitionsCount: partitions,
  replicationFactor: 1,
  gatewayVersion: BROKER_VERSION,
});
