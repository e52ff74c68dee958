import { useCount } from './use-count.ts';

type Props = { of: number | null; confidential: boolean };

/** Number of instances, as precise as may be disclosed. */
export const Count = ({ of, confidential }: Props) => useCount(confidential)(of);
