import { useCount } from './use-count.ts';

type Props = { of: number | null; confidential: boolean };

/** A count of instances, as it may be told. */
export const Count = ({ of, confidential }: Props) => useCount(confidential)(of);
