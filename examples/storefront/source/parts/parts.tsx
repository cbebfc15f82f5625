import type { ReactNode } from 'react';
import { wordsOf } from '../text';

/** Something to know, with what can be done about it. */
export function Notice({ kind, title, children }: { kind: 'error' | 'hint'; title: string; children?: ReactNode }) {
  return (
    <div className={`notice ${kind}`} {...(kind === 'error' && { role: 'alert', tabIndex: -1 })}>
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** A part of the page that could not be read. */
export function Failure({ error, again }: { error: unknown; again: () => void }) {
  return (
    <Notice kind="error" title={wordsOf(error)}>
      <button type="button" className="quiet" onClick={again}>
        Try again
      </button>
    </Notice>
  );
}

/** A place where nothing is yet. */
export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="empty">
      <svg viewBox="0 0 64 64" aria-hidden="true">
        <path d="M12 22h40l-4 30H16z M22 22a10 10 0 0 1 20 0" />
      </svg>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Grey bars in the place of text that is on its way. */
export function Skeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div className="skeleton" role="status">
      <span className="hidden">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="bar" />
      ))}
    </div>
  );
}
