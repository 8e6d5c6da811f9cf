-- How an action is taken back: an edit by another edit, what settled an open question so that the question is asked again.
ALTER TABLE local_action ADD COLUMN kind TEXT NOT NULL DEFAULT 'edit';
