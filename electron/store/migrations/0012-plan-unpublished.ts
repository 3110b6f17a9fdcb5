/** Courses of ours that were not published when a plan was made, though their first day is near, as JSON; '' in older plans. */
export const planUnpublished = `
  ALTER TABLE plan ADD COLUMN unpublished TEXT NOT NULL DEFAULT '';
`;
