import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { keyText } from './facts';
import type { DomainFacts } from './facts';
import { listPath } from './list-query';
import { itemLink, linkTo } from './places';
import { useShell } from './shell';
import { isOfItem, verbLink } from './verbs';
import { domainOfType, referenceLink, valueText } from './values';
import { isRecord, listOf, textOf } from '../../../schema/guards';

type Item = Readonly<Record<string, unknown>>;

/** How many of many are shown beside an item. */
const shown = 5;

/** Where one goes on from an item: to what can be done with it, to what it refers to, and to what refers to it. */
export function Related({ domain, item }: { readonly domain: DomainFacts; readonly item: Item }): ReactNode {
  const { facts } = useShell();
  const links = domain.references.flatMap(({ field }) =>
    [...new Set(holdersAt(item, field))].flatMap((holder) => {
      const link = referenceLink(facts, domain, field, (name) => holder[name]);
      return link ? [{ ...link, field: field.join('.') }] : [];
    }),
  );
  const verbs = domain.verbs.filter((verb) => isOfItem(domain, verb));
  if (links.length === 0 && domain.many.length === 0 && verbs.length === 0) return null;
  return (
    <aside className="sheet" aria-label="Related items">
      {verbs.length > 0 && (
        <section>
          <h2>Verbs</h2>
          <ul>
            {verbs.map((verb) => (
              <li key={verb.id}>
                <a href={verbLink(domain, verb, item)}>{verb.id}</a> <span className="soft">{verb.summary}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {links.length > 0 && (
        <section>
          <h2>Refers to</h2>
          <ul>
            {[...new Map(links.map((link) => [`${link.field} ${link.href}`, link]))].map(([key, link]) => (
              <li key={key}>
                <a href={link.href}>{`${link.to} ${link.text}`}</a> <span className="soft">{link.field}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {domain.many.map((relation) => {
        const target = domainOfType(facts, relation.to);
        return target && <Many key={relation.name} {...relation} target={target} values={keyValues(domain, item)} />;
      })}
    </aside>
  );
}

/** The objects that hold what a path leads to, through objects and lists of them: the item itself, or what is in it. */
function holdersAt(value: unknown, [name, ...rest]: readonly string[]): Item[] {
  if (Array.isArray(value))
    return value.flatMap((element) => holdersAt(element, name === undefined ? [] : [name, ...rest]));
  if (!isRecord(value) || name === undefined) return [];
  return rest.length === 0 ? [value] : holdersAt(value[name], rest);
}

const keyValues = ({ key }: DomainFacts, item: Item): readonly unknown[] => key.map((name) => item[name]);

function Many({
  name,
  by,
  target,
  values,
}: {
  readonly name: string;
  readonly by: string;
  readonly target: DomainFacts;
  readonly values: readonly unknown[];
}): ReactNode {
  const { api, facts, mayExplain } = useShell();
  const [items, setItems] = useState<readonly Item[]>();
  const [words, setWords] = useState('');
  const [hasMore, setHasMore] = useState(false);
  const filter = JSON.stringify(
    Object.fromEntries(by.split(',').map((field, index) => [field, { eq: values[index] }])),
  );
  const path = listPath(facts, target, { filter }, { limit: String(shown), ...(mayExplain && { explain: 'true' }) });
  useEffect(() => {
    if (path === undefined) return;
    const ending = new AbortController();
    void api.send('GET', path, { signal: ending.signal }).then((answer) => {
      if (ending.signal.aborted) return;
      setWords(answer.words);
      setItems(listOf(answer.body.items).filter(isRecord));
      setHasMore(textOf(answer.body.nextCursor) !== undefined);
    });
    return () => ending.abort();
  }, [api, path]);
  return (
    <section>
      <h2>{name}</h2>
      {words !== '' && <p className="soft">{words}</p>}
      {items?.length === 0 && words === '' && <p className="soft">There are none.</p>}
      <ul>
        {items?.map((one) => (
          <li key={keyText(target, one)}>
            <a href={itemLink(target, one)}>{keyText(target, one)}</a>{' '}
            <span className="soft">{labelOf(target, one)}</span>
          </li>
        ))}
      </ul>
      <p>
        <a href={linkTo([target.name], { filter })}>{hasMore ? `All ${name}, there are more` : `${name} as a list`}</a>
      </p>
    </section>
  );
}

/** The first text of an item that is no key: what people would call it. */
function labelOf({ fields, key }: DomainFacts, item: Item): string {
  const field = fields.find(({ name, holds }) => holds.as === 'text' && !key.includes(name) && !name.endsWith('Id'));
  return field ? valueText(item[field.name]).slice(0, 60) : '';
}
