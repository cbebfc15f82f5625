import { TandemError } from '@tandem/sdk';
import type { Product } from '@tandem/sdk';
import { useEffect, useReducer, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { learn, useProduct } from '../catalogue';
import { client } from '../client';
import { draftAfter, fields, patchOf } from '../draft';
import type { Conflict, Draft, FieldName } from '../draft';
import { Field } from '../parts/Field';
import { Empty, Failure, Notice, Skeleton } from '../parts/parts';
import { Link, pathOf } from '../route';
import { say } from '../say';
import { wordsOf } from '../text';
import { useTitle } from '../title';

const labelOf = (name: FieldName): string => fields.find((field) => field.name === name)!.label;

/** The form of one product. What others save meanwhile shows up in it at once. */
export function AdminProduct({ id }: { id: string }) {
  const { product, error, again } = useProduct(id);
  const [draft, tell] = useReducer(draftAfter, undefined);
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useTitle(product ? `Edit ${product.title}` : 'Edit a product');

  useEffect(() => {
    if (product) tell({ is: draft ? 'changed-elsewhere' : 'opened', product });
    // Only a new product is news; the draft itself is not.
  }, [product, draft === undefined]);

  const conflicts = draft?.conflicts.size ?? 0;
  useEffect(() => {
    if (conflicts > 0)
      say(
        `Somebody else has changed ${conflicts === 1 ? 'a field' : `${conflicts} fields`} that you have changed too.`,
      );
  }, [conflicts]);
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus(), [problem]);

  if (!draft || product === null) {
    return (
      <>
        <h1>Edit a product</h1>
        {product === null && (
          <Empty title="This product is no longer there">
            <Link to="/admin" className="button">
              All products
            </Link>
          </Empty>
        )}
        {product !== null && error === undefined && <Skeleton lines={8} label="Loading the product" />}
        {error !== undefined && <Failure error={error} again={again} />}
      </>
    );
  }

  const patch = patchOf(draft);
  const isOpen = [...draft.conflicts.values()].some(({ choice }) => choice === undefined);
  const wrong = new Map(
    problem instanceof TandemError && problem.code === 'validation'
      ? problem.errors.map(({ pointer, detail }) => [pointer.slice(1), detail])
      : [],
  );

  async function save(event: FormEvent, { base }: Draft): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setSaved(false);
    setProblem(undefined);
    try {
      const saved = await client.product.update(base, patch);
      learn([saved]);
      tell({ is: 'saved', product: saved });
      setSaved(true);
      say('Saved.');
    } catch (failure) {
      const current =
        failure instanceof TandemError && failure.code === 'precondition-failed'
          ? (failure.current as Product | undefined)
          : undefined;
      // Somebody else was faster: what they have saved is laid beside what is here.
      if (current) learn([current]);
      else setProblem(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="editor" ref={form} onSubmit={(event) => void save(event, draft)} noValidate>
      <p className="meta">
        <Link to="/admin">All products</Link> · <Link to={pathOf('product', id)}>In the shop</Link> · version{' '}
        {draft.base.version}
      </p>
      <h1>Edit {draft.base.title}</h1>
      {problem !== undefined && <Notice kind="error" title={wordsOf(problem)} />}
      {draft.conflicts.size > 0 && (
        <section className="conflicts" aria-labelledby="conflicts">
          <h2 id="conflicts">Somebody else has changed this too</h2>
          <p>Nothing of yours is lost. Choose what each field shall say, then save.</p>
          {[...draft.conflicts].map(([name, conflict]) => (
            <Choice
              key={name}
              name={name}
              conflict={conflict}
              choose={(choice) => tell({ is: 'chosen', field: name, choice })}
            />
          ))}
        </section>
      )}
      {draft.taken.length > 0 && (
        <Notice
          kind="hint"
          title={`Changed by somebody else just now, and taken over: ${draft.taken.map(labelOf).join(', ')}.`}
        />
      )}
      <div className="card">
        {fields.map(({ name, label, ...field }) => (
          <Field
            key={name}
            name={name}
            label={label}
            value={draft.texts[name]}
            required={'required' in field}
            inputMode={'isNumber' in field ? 'decimal' : undefined}
            rows={'rows' in field ? field.rows : undefined}
            hint={'hint' in field ? field.hint : undefined}
            problem={wrong.get(name)}
            readOnly={draft.conflicts.has(name) && draft.conflicts.get(name)?.choice === undefined}
            onText={(text) => {
              setSaved(false);
              tell({ is: 'typed', field: name, text });
            }}
          />
        ))}
      </div>
      <p className="actions">
        <button type="submit" disabled={isOpen || Object.keys(patch).length === 0} aria-disabled={isBusy}>
          {isBusy ? 'Saving…' : 'Save'}
        </button>
        {isSaved && Object.keys(patch).length === 0 && <span className="done">Saved</span>}
        {isOpen && <span className="meta">Choose above first.</span>}
      </p>
    </form>
  );
}

function Choice({
  name,
  conflict: { mine, theirs, choice },
  choose,
}: {
  name: FieldName;
  conflict: Conflict;
  choose: (choice: 'mine' | 'theirs') => void;
}) {
  const ways = [
    { way: 'mine', text: mine, label: 'Keep mine' },
    { way: 'theirs', text: theirs, label: 'Take theirs' },
  ] as const;
  return (
    <fieldset>
      <legend>{labelOf(name)}</legend>
      <div className="sides">
        {ways.map(({ way, text, label }) => (
          <label key={way} data-chosen={choice === way}>
            <span>
              <input type="radio" name={`choice-${name}`} checked={choice === way} onChange={() => choose(way)} />{' '}
              {label}
            </span>
            <span className="value">{text === '' ? '(empty)' : text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
