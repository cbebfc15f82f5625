import { useEffect, useRef } from 'react';

/** What was written into forms and not sent yet, by the address of its place, as long as the page is there. */
const drafts = new Map<string, unknown>();

/** What was written at a place before somebody went elsewhere; undefined when nothing was, or it was sent. */
export const draftAt = <Draft>(place: string): Draft | undefined => drafts.get(place) as Draft | undefined;

/**
 * Keeps what is written at a place when somebody goes elsewhere in the page, and lets the browser ask before the page
 * itself is left.
 * @param unsaved gives what is to be kept; undefined when there is nothing
 */
export function useDraft(place: string, unsaved: () => unknown): void {
  const current = useRef(unsaved);
  useEffect(() => {
    current.current = unsaved;
  });
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (current.current() !== undefined) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => {
      removeEventListener('beforeunload', ask);
      const draft = current.current();
      if (draft === undefined) drafts.delete(place);
      else drafts.set(place, draft);
    };
  }, [place]);
}

/** What a form says that holds a draft again. */
export const draftWords = 'What you wrote here before is here again, and not saved yet.';
