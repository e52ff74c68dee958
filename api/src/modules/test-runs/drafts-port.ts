/** What test runs read of drafts. */
export type DraftReads = {
  /** @throws DraftNotFound */
  get(draftId: string): Promise<{ id: string; process_key: string }>;
  /** All files of the draft's application as they would be after deployment. */
  files(draftId: string): Promise<readonly { name: string; content: string }[]>;
  /** The files that differ from what runs; `content` is null where one goes. */
  changes(
    draftId: string,
  ): Promise<readonly { name: string; content: string | null; running: string | null }[]>;
};
