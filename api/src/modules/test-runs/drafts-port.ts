/** What test runs read of drafts. */
export type DraftReads = {
  /** @throws DraftNotFound */
  get(draftId: string): Promise<{ id: string; process_key: string }>;
  /** All files of the draft's application as they would be after deployment. */
  files(draftId: string): Promise<readonly { name: string; content: string }[]>;
};
