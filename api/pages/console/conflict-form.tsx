import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { differencesOf, resolved } from './conflict';
import type { Choice } from './conflict';
import { Heading } from './shell';

type Item = Readonly<Record<string, unknown>>;

const shown = (value: unknown): string =>
  value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** What two have made of one item, side by side: for each field one chooses whose value is kept. */
export function ConflictForm({
  names,
  base,
  mine,
  theirs,
  isSaving,
  onCancel,
  onResolved,
}: {
  readonly names: readonly string[];
  readonly base: Item;
  readonly mine: Item;
  readonly theirs: Item;
  readonly isSaving: boolean;
  readonly onCancel: () => void;
  readonly onResolved: (item: Item) => void;
}): ReactNode {
  const id = useId();
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const differences = differencesOf(names, base, mine, theirs);
  const open = differences.filter(({ name, natural }) => (choices[name] ?? natural) === undefined);
  return (
    <form
      className="sheet conflict"
      aria-labelledby={`${id}title`}
      onSubmit={(event) => {
        event.preventDefault();
        onResolved(resolved(differences, choices, theirs));
      }}
    >
      <Heading level="h2">
        <span id={`${id}title`}>Somebody else was faster</span>
      </Heading>
      <p className="soft">
        {`You began with version ${String(base.version)}, and version ${String(theirs.version)} is there now. Choose for each field; nothing is written before you save.`}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">When you began</th>
            <th scope="col">Yours</th>
            <th scope="col">Theirs</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ name, natural, ...values }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-label="When you began">
                <pre>{shown(values.base)}</pre>
              </td>
              {(['mine', 'theirs'] as const).map((choice) => (
                <td key={choice} data-label={choice === 'mine' ? 'Yours' : 'Theirs'}>
                  <label>
                    <input
                      type="radio"
                      name={`${id}${name}`}
                      checked={(choices[name] ?? natural) === choice}
                      onChange={() => setChoices({ ...choices, [name]: choice })}
                      aria-label={`${name}: ${choice === 'mine' ? 'yours' : 'theirs'}`}
                    />
                    <pre>{shown(values[choice])}</pre>
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="status" role="status">
        {open.length > 0 && `Still to choose: ${open.map(({ name }) => name).join(', ')}.`}
      </p>
      <p className="actions">
        <button type="submit" className="primary" disabled={open.length > 0 || isSaving}>
          Save what I chose
        </button>
        <button type="button" onClick={onCancel}>
          Back to my form
        </button>
      </p>
    </form>
  );
}
