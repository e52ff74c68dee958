/** Read access of test runs to drafts. */
export type DraftReads = {
  /** @throws DraftNotFound */
  get(draftId: string): Promise<{ id: string; process_key: string }>;
  /** Returns all files of the draft's application as they would be after deployment. */
  files(draftId: string): Promise<readonly { name: string; content: string }[]>;
  /** Returns the files that differ from the running ones; `content` is null for a removed file. */
  changes(
    draftId: string,
  ): Promise<readonly { name: string; content: string | null; running: string | null }[]>;
};
