import type { ReactNode } from 'react';
import { linkTo } from './places';
import { measures, pictureOf } from './picture';
import { Heading, Scroll, useShell } from './shell';

/** A name that fits its box; the list in words has it whole. */
const shortened = (name: string, longest: number): string =>
  name.length > longest ? `${name.slice(0, longest - 1)}…` : name;

/** The domains and what leads from one to another, as a picture and in words. */
export function SchemaPlace(): ReactNode {
  const { facts } = useShell();
  const { width, height, boxes, arrows } = pictureOf(facts.domains);
  return (
    <>
      <Heading>Schema</Heading>
      <div className="sheet">
        <Scroll label="Picture of the schema">
          <svg
            className="picture"
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label={`${boxes.length} domains and ${arrows.length} references between them; the list below has the same in words.`}
          >
            <defs>
              <marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8" orient="auto">
                <path d="M0 0 8 4 0 8z" className="tip" />
              </marker>
            </defs>
            {arrows.map(({ from, field, path }) => (
              <path key={`${from}.${field}`} d={path} className="arrow" markerEnd="url(#tip)" />
            ))}
            {boxes.map(({ typeName, x, y, height: tall, rows }) => (
              <g key={typeName} transform={`translate(${x} ${y})`}>
                <rect className="box" width={measures.width} height={tall} rx="8" />
                <text className="name" x="12" y={measures.head / 2 + 5}>
                  {shortened(typeName, 24)}
                </text>
                <line className="rule" x1="0" x2={measures.width} y1={measures.head} y2={measures.head} />
                {rows.map(({ name, kind, isKey }, index) => (
                  <g key={name} transform={`translate(0 ${measures.head + (index + 0.5) * measures.row + 5})`}>
                    <text x="12" className={isKey ? 'key' : undefined}>
                      {shortened(name, 18)}
                    </text>
                    <text x={measures.width - 10} textAnchor="end" className="kind">
                      {kind}
                    </text>
                  </g>
                ))}
              </g>
            ))}
          </svg>
        </Scroll>
      </div>
      <section className="sheet" aria-labelledby="words">
        <h2 id="words">In words</h2>
        {facts.domains.map(({ name, typeName, doc, key, indexes, references, many, scan }) => (
          <section key={typeName}>
            <h3>
              <a href={linkTo([name])}>{typeName}</a>
            </h3>
            {doc !== '' && <p>{doc}</p>}
            <ul>
              <li>{`Key: ${key.join(', ')}`}</li>
              {Object.entries(indexes).map(([index, { partition, sort }]) => (
                <li key={index}>{`Index ${index}: ${[partition, sort].filter(Boolean).join(', ')}`}</li>
              ))}
              {references.map(({ field, to }) => (
                <li key={field.join('.')}>{`${field.join('.')} refers to ${to}`}</li>
              ))}
              {many.map((relation) => (
                <li
                  key={relation.name}
                >{`${relation.name}: the ${relation.to} items whose ${relation.by} is its key`}</li>
              ))}
              <li>{scan ? 'A list may read the whole table.' : 'A list is read by a key or an index alone.'}</li>
            </ul>
          </section>
        ))}
      </section>
    </>
  );
}
