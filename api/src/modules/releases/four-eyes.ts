/** People who have taken part in a release so far. */
export type ReleaseParticipants = {
  authors: readonly string[];
  submittedBy: string;
  reviewedBy: string | null;
};

/** Tells whether a person may review a draft: nobody who changed one of its files, or submitted it, may. */
export const mayReview = (
  { authors, submittedBy }: Omit<ReleaseParticipants, 'reviewedBy'>,
  who: string,
): boolean => !authors.includes(who) && who !== submittedBy;

/** Tells whether a person may deploy a draft: the reviewer may not, because approval and deployment are two
 *  decisions by two people. An author who is an administrator may, because somebody else has approved. */
export const mayDeploy = ({ reviewedBy }: Pick<ReleaseParticipants, 'reviewedBy'>, who: string): boolean =>
  reviewedBy !== null && reviewedBy !== who;
