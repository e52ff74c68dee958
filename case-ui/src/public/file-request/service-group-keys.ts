/** Groups of the service catalogue, in display order. */
export const SERVICE_GROUP_KEYS = [
  'roads',
  'transport',
  'housing',
  'urban-development',
  'information',
  'staff',
] as const;

export type ServiceGroupKey = (typeof SERVICE_GROUP_KEYS)[number];
