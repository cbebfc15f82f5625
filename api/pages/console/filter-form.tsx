import { useId, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { DomainFacts } from './facts';
import { conditionsOf, filterFields, filterOf, parseFilter, waysOf } from './filters';
import type { Condition } from './filters';
import type { ListQuery } from './list-query';
import { goTo, linkTo } from './places';
import { typeOf } from './schemas';
import type { Schema } from './schemas';
import { Alert, useShell } from './shell';
import { listOf } from '../../../schema/guards';

/** What the comparisons are called by people. */
const words: Readonly<Record<string, string>> = {
  eq: 'is',
  ne: 'is not',
  lt: 'is less than',
  le: 'is at most',
  gt: 'is more than',
  ge: 'is at least',
  between: 'is between (a, b)',
  in: 'is one of (a, b, …)',
  notIn: 'is none of (a, b, …)',
  beginsWith: 'begins with',
  endsWith: 'ends with',
  contains: 'contains',
  exists: 'is there (true, false)',
};

/** Asks for a list: what it is read by, in which order, and which items of it. */
export function FilterForm({ domain, query }: { readonly domain: DomainFacts; readonly query: ListQuery }): ReactNode {
  const { facts } = useShell();
  const id = useId();
  const fields = useMemo(
    () => (domain.filter ? filterFields(facts.schemas, domain.filter) : new Map<string, never>()),
    [facts, domain],
  );
  const given = useMemo(() => shownConditions(query.filter, fields), [query.filter, fields]);
  const [by, setBy] = useState(query.by ?? '');
  const [value, setValue] = useState(query.value ?? '');
  const [sort, setSort] = useState(query.sort ?? '');
  const [conditions, setConditions] = useState<readonly Condition[]>(given ?? []);
  const [text, setText] = useState(query.filter ?? '');
  const [isText, setIsText] = useState(given === undefined);
  const [problem, setProblem] = useState('');
  const ways = waysOf(domain);
  const way = ways.find(({ name }) => name === by);

  const apply = (): void => {
    setProblem('');
    try {
      const filter = isText ? parseFilter(text) : filterOf(conditions, fields);
      goTo(
        linkTo([domain.name], {
          by,
          value: way ? value : undefined,
          sort,
          filter: filter === undefined ? undefined : JSON.stringify(filter),
        }),
      );
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const change = (index: number, more: Partial<Condition>): void =>
    setConditions(conditions.map((condition, place) => (place === index ? { ...condition, ...more } : condition)));
  const names = [...fields.keys()];
  return (
    <form
      className="sheet ask"
      role="search"
      aria-label={`Find ${domain.typeName} items`}
      onSubmit={(event) => (event.preventDefault(), apply())}
    >
      <div className="row">
        <span className="pair">
          <label htmlFor={`${id}by`}>Read by</label>
          <select id={`${id}by`} value={by} onChange={(event) => setBy(event.target.value)}>
            <option value="">{domain.scan ? 'whatever is best, all items if need be' : 'whatever is best'}</option>
            {ways.map(({ name, partition, sort: sorted }) => (
              <option key={name} value={name}>
                {`${name === 'key' ? 'the key' : name}: ${[partition, sorted].filter(Boolean).join(', ')}`}
              </option>
            ))}
          </select>
        </span>
        {way && (
          <span className="pair">
            <label htmlFor={`${id}value`}>{way.partition}</label>
            <input id={`${id}value`} value={value} onChange={(event) => setValue(event.target.value)} />
          </span>
        )}
        {domain.orders.length > 0 && (
          <span className="pair">
            <label htmlFor={`${id}sort`}>Sort</label>
            <select id={`${id}sort`} value={sort} onChange={(event) => setSort(event.target.value)}>
              <option value="">as it is read</option>
              {domain.orders.map((order) => (
                <option key={order} value={order}>
                  {order.startsWith('-') ? `${order.slice(1)}, highest first` : `${order}, lowest first`}
                </option>
              ))}
            </select>
          </span>
        )}
      </div>
      {isText ? (
        <div className="field">
          <label htmlFor={`${id}text`}>Filter as JSON</label>
          <textarea
            id={`${id}text`}
            rows={3}
            className="code"
            spellCheck={false}
            value={text}
            aria-describedby={`${id}help`}
            onChange={(event) => setText(event.target.value)}
          />
          <p id={`${id}help`} className="soft">
            The grammar of the API, with <code>and</code>, <code>or</code> and <code>not</code>:{' '}
            <code>{exampleFilter(fields)}</code>
          </p>
        </div>
      ) : (
        conditions.map(({ field, comparison, value: operand }, index) => {
          const comparisons = [...(fields.get(field)?.keys() ?? [])];
          const choices = listOf(fields.get(field)?.get(comparison)?.enum).map(String);
          const label = `condition ${index + 1}`;
          return (
            <div className="row condition" key={index}>
              <select
                aria-label={`Field of ${label}`}
                value={field}
                onChange={(event) => {
                  const known = fields.get(event.target.value);
                  const kept = known?.has(comparison) ? comparison : ([...(known?.keys() ?? [])][0] ?? 'eq');
                  change(index, { field: event.target.value, comparison: kept });
                }}
              >
                {names.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
              <select
                aria-label={`Comparison of ${label}`}
                value={comparison}
                onChange={(event) => change(index, { comparison: event.target.value })}
              >
                {comparisons.map((name) => (
                  <option key={name} value={name}>
                    {words[name] ?? name}
                  </option>
                ))}
              </select>
              {choices.length > 0 ? (
                <select
                  aria-label={`Value of ${label}`}
                  value={operand}
                  onChange={(event) => change(index, { value: event.target.value })}
                >
                  <option value="">…</option>
                  {choices.map((choice) => (
                    <option key={choice}>{choice}</option>
                  ))}
                </select>
              ) : (
                <input
                  aria-label={`Value of ${label}`}
                  value={operand}
                  onChange={(event) => change(index, { value: event.target.value })}
                />
              )}
              <button
                type="button"
                aria-label={`Remove ${label}`}
                onClick={() => setConditions(conditions.filter((_, place) => place !== index))}
              >
                Remove
              </button>
            </div>
          );
        })
      )}
      {problem !== '' && <Alert>{problem}</Alert>}
      <p className="actions">
        <button type="submit" className="primary">
          Find
        </button>
        {!isText && names.length > 0 && (
          <button
            type="button"
            onClick={() => setConditions([...conditions, { field: names[0] ?? '', comparison: 'eq', value: '' }])}
          >
            Add a condition
          </button>
        )}
        <button
          type="button"
          onClick={() => {
            const read = isText ? shownConditions(text, fields) : undefined;
            if (!isText) setText(JSON.stringify(filterOf(conditions, fields) ?? {}, null, 2));
            if (isText && read === undefined)
              return setProblem(
                'This filter stays as JSON: conditions are for known fields and comparisons that all hold.',
              );
            setProblem('');
            setConditions(read ?? conditions);
            setIsText(!isText);
          }}
        >
          {isText ? 'Write it as conditions' : 'Write it as JSON'}
        </button>
        {(query.filter ?? query.by ?? query.sort) !== undefined && (
          <a className="button" href={linkTo([domain.name])}>
            Clear
          </a>
        )}
      </p>
    </form>
  );
}

/** A filter of the very domain that needs the grammar. */
function exampleFilter(fields: ReturnType<typeof filterFields>): string {
  const parts = [...fields]
    .filter(([name, comparisons]) => !name.includes('.') && comparisons.has('eq'))
    .slice(0, 2)
    .map(([name, comparisons]) => ({ [name]: { eq: exampleOperand(comparisons.get('eq') ?? {}) } }));
  return JSON.stringify({ or: parts });
}

function exampleOperand(schema: Schema): unknown {
  const [choice] = listOf(schema.enum);
  if (choice !== undefined) return choice;
  const type = typeOf(schema);
  return type === 'number' || type === 'integer' ? 1 : type === 'boolean' ? true : '…';
}

/** The conditions of a filter, where a form of them can show it all: no grammar, and nothing that the domain has not. */
function shownConditions(
  text: string | undefined,
  fields: ReturnType<typeof filterFields>,
): readonly Condition[] | undefined {
  try {
    const filter = parseFilter(text ?? '');
    const conditions = filter === undefined ? [] : conditionsOf(filter);
    return conditions?.every(({ field, comparison }) => fields.get(field)?.has(comparison)) ? conditions : undefined;
  } catch {
    return undefined;
  }
}
