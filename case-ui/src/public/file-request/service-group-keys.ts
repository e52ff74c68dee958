/** The groups of the service catalogue, in the order in which they are offered. */
export const SERVICE_GROUP_KEYS = [
  'roads',
  'transport',
  'housing',
  'urban-development',
  'information',
  'staff',
] as const;

export type ServiceGroupKey = (typeof SERVICE_GROUP_KEYS)[number];
