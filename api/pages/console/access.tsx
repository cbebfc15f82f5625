import type { ReactNode } from 'react';
import type { OperationFact } from './facts';
import { Heading, useShell } from './shell';
import { Table } from './table';
import type { Column } from './table';
import { inWords } from '../../../schema/access';

const columns: readonly Column<OperationFact>[] = [
  { name: 'Operation', cell: ({ id }) => id },
  { name: 'REST', cell: ({ method, path }) => <code>{`${method} ${path}`}</code> },
  { name: 'What it does', cell: ({ summary }) => summary },
  {
    name: 'Who may',
    holds: 'words',
    cell: ({ access, path }) => (access ? inWords(access) : path.startsWith('/q/') ? 'as its fields say' : 'nobody'),
  },
];

/** Who may do what, as it is declared. */
export function AccessPlace(): ReactNode {
  const { facts } = useShell();
  const tags = [...new Set(facts.operations.map(({ tag }) => tag))];
  const hidden = facts.domains.flatMap(({ typeName, visible }) => visible.map((one) => ({ typeName, ...one })));
  return (
    <>
      <Heading>Who may do what</Heading>
      <p className="soft">
        As it is declared. An owner is the caller whose user name stands in that field; a role comes from the token.
      </p>
      {tags.map((tag) => (
        <section className="sheet" key={tag} aria-labelledby={`access-${tag}`}>
          <h2 id={`access-${tag}`}>{tag}</h2>
          <Table
            label={`Operations of ${tag}`}
            columns={columns}
            rows={facts.operations.filter((operation) => operation.tag === tag)}
            keyOf={({ id }) => id}
          />
        </section>
      ))}
      <section className="sheet" aria-labelledby="hidden">
        <h2 id="hidden">Fields that not everybody sees</h2>
        {hidden.length === 0 ? (
          <p className="soft">There are none: who may read an item sees all of it.</p>
        ) : (
          <ul>
            {hidden.map(({ typeName, field, access }) => (
              <li key={`${typeName}.${field.join('.')}`}>
                <code>{`${typeName}.${field.join('.')}`}</code> {inWords(access)}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
