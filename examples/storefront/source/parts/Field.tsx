import { useId } from 'react';
import type { InputHTMLAttributes } from 'react';

/** What a field is given beside what any input has. */
type FieldProps = {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with it. */
  readonly problem?: string;
  readonly rows?: number;
  readonly onText: (text: string) => void;
} & Omit<InputHTMLAttributes<HTMLInputElement | HTMLTextAreaElement>, 'onChange' | 'id'>;

/** A labelled input whose problem is read out with it. */
export function Field({ label, hint, problem, rows, onText, ...rest }: FieldProps) {
  const id = useId();
  const shared = {
    ...rest,
    id,
    'aria-invalid': problem !== undefined || undefined,
    'aria-describedby': (problem ?? hint) === undefined ? undefined : `${id}-note`,
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {!rest.required && <span className="optional"> optional</span>}
      </label>
      {rows === undefined ? (
        <input {...shared} onChange={({ target }) => onText(target.value)} />
      ) : (
        <textarea {...shared} rows={rows} onChange={({ target }) => onText(target.value)} />
      )}
      {(problem ?? hint) !== undefined && (
        <p id={`${id}-note`} className={problem === undefined ? 'hint' : 'problem'}>
          {problem ?? hint}
        </p>
      )}
    </div>
  );
}
