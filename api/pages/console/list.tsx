import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Answer } from './api';
import { keyIn, keyText, ownedNames } from './facts';
import type { DomainFacts, GatewayFacts } from './facts';
import { FilterForm } from './filter-form';
import { planWords, waysOf } from './filters';
import { listPath, listQueryIn } from './list-query';
import type { ListQuery } from './list-query';
import { useChanges } from './live';
import { itemLink, linkTo } from './places';
import type { DomainPlace } from './places';
import type { Holds, Schema } from './schemas';
import { Alert, Heading, Scroll, Status, useShell } from './shell';
import { Cell } from './values';
import { isOfItem, verbLink } from './verbs';
import { isRecord, listOf, numberOf, recordOf, textOf } from '../../../schema/guards';

type Item = Readonly<Record<string, unknown>>;

const features = tableFeatures({ columnVisibilityFeature });
const helper = createColumnHelper<typeof features, Item>();

/** How long a row that somebody has written is marked. */
const markedFor = 4000;

/** The items of a domain, page by page. */
export function ListPlace({ domain, search }: DomainPlace): ReactNode {
  const shell = useShell();
  const { facts, mayExplain } = shell;
  const query = listQueryIn(search);
  const [isLive, setIsLive] = useState(true);
  const [answer, setAnswer] = useState<Answer>();
  const [reads, setReads] = useState(0);
  const [marked, setMarked] = useState<ReadonlyMap<string, string>>(new Map());
  const request = requestOf(facts, domain, query, mayExplain);
  const path = 'path' in request ? request.path : undefined;

  useEffect(() => {
    if (path === undefined) return;
    const ending = new AbortController();
    void shell.api.send('GET', path, { signal: ending.signal }).then((read) => {
      if (!ending.signal.aborted) setAnswer(read);
    });
    return () => ending.abort();
  }, [shell.api, path, reads]);

  const live = useChanges(
    shell,
    domain,
    isLive,
    useCallback(
      (changes) => {
        const fresh = changes.map(({ key, change }): [string, string] => [rowId(domain, key), change.toLowerCase()]);
        setMarked((before) => new Map([...before, ...fresh]));
        setTimeout(() => {
          setMarked((before) => new Map([...before].filter(([id]) => !fresh.some(([one]) => one === id))));
        }, markedFor);
        setReads((count) => count + 1);
      },
      [domain],
    ),
  );

  const isPath = path !== undefined;
  const isAnswered = isPath && answer?.status === 200;
  const items = useMemo(() => listOf(answer?.body.items).filter(isRecord), [answer]);
  const plan = answer?.body.plan;
  const { create, replace, createMany, changes } = domain.operations;
  return (
    <>
      <Heading
        beside={
          <p className="actions">
            {(create ?? replace) && (
              <a className="button primary" href={linkTo([domain.name, 'new'])}>
                New {domain.typeName}
              </a>
            )}
            <a
              className="button"
              href={linkTo([domain.name, 'transfer'], { ...query, cursor: undefined, before: undefined })}
            >
              {createMany ? 'Import, export' : 'Export'}
            </a>
            {domain.verbs
              .filter((verb) => !isOfItem(domain, verb))
              .map((verb) => (
                <a key={verb.id} className="button" href={verbLink(domain, verb)} title={verb.summary}>
                  {verb.id}
                </a>
              ))}
          </p>
        }
      >
        {domain.typeName}
      </Heading>
      {domain.doc !== '' && <p className="soft">{domain.doc}</p>}
      <FilterForm key={search.toString()} domain={domain} query={query} />
      <div className="bar">
        {changes ? (
          <label className="switch">
            <input type="checkbox" checked={isLive} onChange={(event) => setIsLive(event.target.checked)} /> Live
            <span className={`lamp ${live === 'on' ? 'lit' : ''}`} aria-hidden="true" />
          </label>
        ) : (
          <span className="soft">Its changes are not announced: read again to see what others write.</span>
        )}
        {typeof live === 'object' && <span className="soft">Not live: {live.refused}</span>}
        <button type="button" onClick={() => setReads((count) => count + 1)}>
          Read again
        </button>
        {isAnswered && isRecord(plan) && (
          <p className="plan">
            <span>{planWords(plan)}</span>{' '}
            <strong>{`${numberOf(plan.examined) ?? '?'} examined, ${numberOf(plan.returned) ?? '?'} returned, ${unitWords(numberOf(plan.capacityUnits))}`}</strong>
          </p>
        )}
      </div>
      {'words' in request && <Alert>{request.words}</Alert>}
      {'ask' in request && <Status>{request.ask}</Status>}
      {isPath && answer === undefined && <Status>Reading…</Status>}
      {isPath && answer && answer.status !== 200 && (
        <Alert>
          <p>{answer.words}</p>
          {answer.errors.length > 0 && (
            <ul>
              {answer.errors.map(({ pointer, detail }) => (
                <li key={pointer + detail}>
                  <code>{pointer}</code> {detail}
                </li>
              ))}
            </ul>
          )}
        </Alert>
      )}
      {isAnswered && (
        <>
          <Status>
            {items.length === 0 ? '' : `${items.length} ${items.length === 1 ? 'item' : 'items'} on this page.`}
            {textOf(answer.body.truncatedBy) !== undefined && ' The page ended early: its read budget was spent.'}
            {marked.size > 0 && ` ${marked.size} written by somebody just now.`}
          </Status>
          {items.length > 0 ? (
            <ItemTable domain={domain} items={items} marked={marked} />
          ) : (
            <Nothing domain={domain} query={query} />
          )}
          <Pages domain={domain} query={query} body={answer.body} />
        </>
      )}
    </>
  );
}

/** What there is to do where a list is empty. */
function Nothing({ domain, query }: { readonly domain: DomainFacts; readonly query: ListQuery }): ReactNode {
  const isNarrowed = (query.filter ?? query.by ?? query.cursor ?? query.before) !== undefined;
  const { create, replace } = domain.operations;
  return (
    <div className="nothing">
      <p role="status">
        {isNarrowed ? 'Nothing here is what you ask for.' : `There are no ${domain.typeName} items yet.`}
      </p>
      <p className="actions">
        {isNarrowed ? (
          <a className="button" href={linkTo([domain.name])}>
            Ask for all
          </a>
        ) : (
          (create ?? replace) && (
            <a className="button" href={linkTo([domain.name, 'new'])}>
              Make the first
            </a>
          )
        )}
      </p>
    </div>
  );
}

const unitWords = (units: number | undefined): string => `${units ?? '?'} ${units === 1 ? 'unit' : 'units'}`;

/** What to ask the gateway, or what has to be said first. */
function requestOf(
  facts: GatewayFacts,
  domain: DomainFacts,
  query: ListQuery,
  mayExplain: boolean,
): { readonly path: string } | { readonly ask: string } | { readonly words: string } {
  const way = waysOf(domain).find(({ name }) => name === query.by);
  if (way && (query.value ?? '') === '') return { ask: `Write the ${way.partition} to read by.` };
  if (!way && !domain.scan && query.filter === undefined) {
    return { ask: 'This list is never read as a whole. Choose what to read by, or write a filter.' };
  }
  try {
    const path = listPath(facts, domain, query, {
      limit: String(domain.pageSize),
      ...(mayExplain && { explain: 'true' }),
    });
    return path === undefined ? { words: 'There is no list of these items.' } : { path };
  } catch (error) {
    return { words: error instanceof Error ? error.message : String(error) };
  }
}

const rowId = (domain: DomainFacts, item: Item): string => JSON.stringify(keyIn(domain, item));

/** Columns that are there at first; the others are a click away. */
const shownFirst = 7;

function ItemTable({
  domain,
  items,
  marked,
}: {
  readonly domain: DomainFacts;
  readonly items: readonly Item[];
  readonly marked: ReadonlyMap<string, string>;
}): ReactNode {
  const { facts } = useShell();
  const columns = useMemo(
    () =>
      helper.columns(
        columnsOf(domain).map(({ name }) =>
          helper.accessor((item) => item[name], {
            id: name,
            header: name,
            enableHiding: name !== domain.key[0],
            cell: ({ getValue, row }) =>
              name === domain.key.at(-1) ? (
                <a
                  href={itemLink(domain, row.original)}
                  aria-label={`Open ${domain.typeName} ${keyText(domain, row.original)}`}
                >
                  {String(getValue())}
                </a>
              ) : (
                <Cell facts={facts} domain={domain} name={name} item={row.original} />
              ),
          }),
        ),
      ),
    [domain, facts],
  );
  const table = useTable({
    features,
    columns,
    data: items,
    getRowId: (item) => rowId(domain, item),
    initialState: {
      columnVisibility: Object.fromEntries(
        columnsOf(domain).flatMap(({ name }, index) =>
          index >= shownFirst || ['createdAt', 'updatedAt'].includes(name) ? [[name, false]] : [],
        ),
      ),
    },
  });
  const looks = useMemo(
    () => new Map(domain.fields.map(({ name, holds, schema }) => [name, lookOf(holds, schema)])),
    [domain],
  );
  const body = useRef<HTMLTableSectionElement>(null);
  useMoves(body, items);
  return (
    <>
      <details className="columns">
        <summary>Columns</summary>
        <fieldset>
          <legend className="unseen">Columns to show</legend>
          {table.getAllLeafColumns().map((column) => (
            <label key={column.id}>
              <input
                type="checkbox"
                checked={column.getIsVisible()}
                disabled={!column.getCanHide()}
                onChange={column.getToggleVisibilityHandler()}
              />{' '}
              {column.id}
            </label>
          ))}
        </fieldset>
      </details>
      <Scroll label={`Items of ${domain.typeName}`}>
        <table className="items stack">
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {group.headers.map((header) => (
                  <th key={header.id} scope="col" className={looks.get(header.column.id)}>
                    <table.FlexRender header={header} />
                  </th>
                ))}
              </tr>
            ))}
          </thead>
          <tbody ref={body}>
            {table.getRowModel().rows.map((row) => (
              <tr
                key={row.id}
                data-key={row.id}
                className={marked.has(row.id) ? `marked ${marked.get(row.id)}` : undefined}
              >
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id} data-label={cell.column.id} className={looks.get(cell.column.id)}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

/** How the column of a field looks: numbers stand at the right, and what is short stays in one line. */
function lookOf(holds: Holds, { format }: Schema): string | undefined {
  if (holds.as === 'number') return 'number';
  return format === 'date' || format === 'date-time' ? 'moment' : undefined;
}

/** The key first, what the service keeps last. */
function columnsOf({ key, fields }: DomainFacts): DomainFacts['fields'] {
  const place = ({ name }: { readonly name: string }): number =>
    key.includes(name) ? key.indexOf(name) : ownedNames.includes(name) ? 1000 : 100;
  return fields.toSorted((one, other) => place(one) - place(other));
}

/** Lets rows slide to where they are now, for those who like to see things move. */
function useMoves(body: { readonly current: HTMLTableSectionElement | null }, items: readonly Item[]): void {
  const places = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const before = places.current;
    places.current = new Map();
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const row of body.current?.rows ?? []) {
      const { key = '' } = row.dataset;
      const top = row.offsetTop;
      places.current.set(key, top);
      const distance = (before.get(key) ?? top) - top;
      if (distance === 0 || isCalm) continue;
      row.animate([{ transform: `translateY(${distance}px)` }, { transform: 'none' }], {
        duration: 350,
        easing: 'ease-out',
      });
    }
  }, [body, items]);
}

function Pages({
  domain,
  query,
  body,
}: {
  readonly domain: DomainFacts;
  readonly query: ListQuery;
  readonly body: Answer['body'];
}): ReactNode {
  const { nextCursor, previousCursor } = recordOf(body);
  const [next, previous] = [textOf(nextCursor), textOf(previousCursor)];
  const isFirst = query.cursor === undefined && query.before === undefined;
  if (next === undefined && previous === undefined && isFirst) return null;
  const link = (more: Partial<ListQuery>): string =>
    linkTo([domain.name], { ...query, cursor: undefined, before: undefined, ...more });
  return (
    <nav className="pages" aria-label="Pages">
      {!isFirst && <a href={link({})}>First page</a>}
      {previous !== undefined && <a href={link({ before: previous })}>Page before</a>}
      {next !== undefined && <a href={link({ cursor: next })}>Next page</a>}
    </nav>
  );
}
