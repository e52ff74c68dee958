/** Who did what with a release so far. */
export type ReleaseParticipants = {
  authors: readonly string[];
  submittedBy: string;
  reviewedBy: string | null;
};

/** Whoever changed a file of a draft, or handed it in, does not judge it. */
export const mayReview = (
  { authors, submittedBy }: Omit<ReleaseParticipants, 'reviewedBy'>,
  who: string,
): boolean => !authors.includes(who) && who !== submittedBy;

/** Whoever judged a draft does not bring it to the engine: approval and deployment are two decisions of two people. An author who
 *  is an administrator may, because somebody else has approved. */
export const mayDeploy = ({ reviewedBy }: Pick<ReleaseParticipants, 'reviewedBy'>, who: string): boolean =>
  reviewedBy !== null && reviewedBy !== who;
