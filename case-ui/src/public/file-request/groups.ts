/** The groups of the service catalogue, in the order in which they are offered. */
export const GROUPS = ['roads', 'transport', 'housing', 'urban-development', 'information', 'staff'] as const;

export type Group = (typeof GROUPS)[number];
