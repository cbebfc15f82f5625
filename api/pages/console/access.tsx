import type { ReactNode } from 'react';
import { Heading, Scroll, useShell } from './shell';
import { inWords } from '../../../schema/access';

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
          <Scroll label={`Operations of ${tag}`}>
            <table className="stack">
              <thead>
                <tr>
                  <th scope="col">Operation</th>
                  <th scope="col">REST</th>
                  <th scope="col">What it does</th>
                  <th scope="col">Who may</th>
                </tr>
              </thead>
              <tbody>
                {facts.operations
                  .filter((operation) => operation.tag === tag)
                  .map(({ id, method, path, summary, access }) => (
                    <tr key={id}>
                      <td data-label="Operation">{id}</td>
                      <td data-label="REST">
                        <code>{`${method} ${path}`}</code>
                      </td>
                      <td data-label="What it does">{summary}</td>
                      <td data-label="Who may">
                        {access ? inWords(access) : path.startsWith('/q/') ? 'as its fields say' : 'nobody'}
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </Scroll>
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
