import { Buffer } from 'node:buffer';
import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Api } from './api';
import { csvText } from './csv';
import { ownedNames } from './facts';
import type { DomainFacts } from './facts';
import { listPath, listQueryIn } from './list-query';
import { linkTo } from './places';
import type { DomainPlace } from './places';
import { Alert, Heading, Status, useShell } from './shell';
import { chunksOf } from './streams';
import { Table } from './table';
import type { Column } from './table';
import { contentIds, givenIds } from '../../../tools/transfer/content-id';
import { csvDecoder } from '../../../tools/transfer/csv-rows';
import { domainInput } from '../../../tools/transfer/domain-input';
import type { DomainInput } from '../../../tools/transfer/domain-input';
import { problemWords } from '../../../tools/transfer/gateway';
import type { Answer as TransferAnswer } from '../../../tools/transfer/gateway';
import { Halt } from '../../../tools/transfer/halt';
import { importRows } from '../../../tools/transfer/import-rows';
import type { Piece, Splitter } from '../../../tools/transfer/piece';
import { decodeJson, rowOf } from '../../../tools/transfer/row';
import type { Decode, Row } from '../../../tools/transfer/row';
import { CsvSplitter } from '../../../tools/transfer/split-csv';
import { JsonSplitter } from '../../../tools/transfer/split-json';
import { LineSplitter } from '../../../tools/transfer/split-lines';
import { Tally } from '../../../tools/transfer/tally';
import type { Trouble } from '../../../tools/transfer/tally';
import { usualPatience } from '../../../tools/transfer/backoff';
import { isRecord, listOf, numberOf, textOf } from '../../../schema/guards';

/** Batches that are under way at once, as with `npm run import`. */
const concurrency = 4;

/** The most items in a page of an export, as with `npm run export`. */
const exportPage = 100;

const count = new Intl.NumberFormat('en');

/** Puts the rows of a file into a domain, and takes its items out. */
export function TransferPlace({ domain, search }: DomainPlace): ReactNode {
  return (
    <>
      <p className="back">
        <a href={linkTo([domain.name])}>{`All ${domain.typeName} items`}</a>
      </p>
      <Heading>{`Import and export ${domain.typeName}`}</Heading>
      <div className="halves">
        {domain.operations.createMany && <Import domain={domain} />}
        {domain.operations.list && <Export domain={domain} search={search} />}
      </div>
    </>
  );
}

/** The present state of an import. */
interface Run {
  readonly size: number;
  readonly tally: Tally;
  readonly troubles: readonly Trouble[];
  /** Milliseconds since it began. */
  readonly since: number;
  readonly end?: string;
}

function Import({ domain }: { readonly domain: DomainFacts }): ReactNode {
  const { api } = useShell();
  const [file, setFile] = useState<File>();
  const [isDryRun, setIsDryRun] = useState(false);
  const [run, setRun] = useState<Run>();
  const [problem, setProblem] = useState('');
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  const begin = async (): Promise<void> => {
    if (!file) return setProblem('Choose a file first.');
    setProblem('');
    const troubles: Trouble[] = [];
    const tally = new Tally((found) => troubles.push(...found));
    const interrupted = new AbortController();
    stop.current = interrupted;
    const halt = new Halt(interrupted.signal);
    const began = performance.now();
    const show = (end?: string): void =>
      setRun({ size: file.size, tally, troubles: [...troubles], since: performance.now() - began, end });
    show();
    const ticking = setInterval(show, 150);
    try {
      const document = await api.send('GET', '/openapi.json');
      const rows = readRows(file, domainInput(document.body, domain.name));
      await importRows(
        rows,
        { gateway: gatewayOf(api), domain: domain.name, dryRun: isDryRun, tally, halt },
        concurrency,
      );
      if (halt.reason) setProblem(halt.reason.message);
      show(interrupted.signal.aborted ? 'Stopped.' : halt.reason ? 'It ended early.' : 'Done.');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setRun(undefined);
    } finally {
      clearInterval(ticking);
      stop.current = undefined;
    }
  };
  const isRunning = run !== undefined && run.end === undefined;
  return (
    <section className="sheet" aria-labelledby="import">
      <h2 id="import">Import</h2>
      <form onSubmit={(event) => (event.preventDefault(), void begin())}>
        <div className="field">
          <label htmlFor="import-file">A file of JSON lines, a JSON array, or CSV with a header</label>
          <input
            id="import-file"
            type="file"
            accept=".json,.jsonl,.ndjson,.csv"
            disabled={isRunning}
            onChange={(event) => setFile(event.target.files?.[0])}
          />
          <p className="soft">
            The same reading as <code>npm run import</code>: what is already there is skipped, so that a file can be
            sent again.
          </p>
        </div>
        <label className="switch">
          <input
            type="checkbox"
            checked={isDryRun}
            disabled={isRunning}
            onChange={(event) => setIsDryRun(event.target.checked)}
          />{' '}
          Only check, write nothing
        </label>
        <p className="actions">
          {isRunning ? (
            <button type="button" onClick={() => stop.current?.abort()}>
              Stop
            </button>
          ) : (
            <button type="submit" className="primary">
              Import
            </button>
          )}
        </p>
      </form>
      {problem !== '' && <Alert>{problem}</Alert>}
      {run && <ImportProgress run={run} isDryRun={isDryRun} />}
    </section>
  );
}

function ImportProgress({ run, isDryRun }: { readonly run: Run; readonly isDryRun: boolean }): ReactNode {
  const { tally, size, troubles, since, end } = run;
  const seconds = since / 1000;
  const words = [
    `${count.format(tally.rows)} rows`,
    `${count.format(tally.created)} ${isDryRun ? 'would be created' : 'created'}`,
    `${count.format(tally.alreadyThere)} already there`,
    `${count.format(tally.refused)} refused`,
    `${count.format(tally.failed)} failed`,
  ].join(', ');
  return (
    <Progress words={end ?? 'Importing…'} of={size} done={end === undefined ? tally.done : size}>
      {/* Said when it is over: a screen reader should not read every number on the way. */}
      <p role={end === undefined ? undefined : 'status'} data-rows={tally.rows}>
        {`${words} in ${seconds.toFixed(1)}\u00a0s`}
        {seconds > 0.5 && ` (${count.format(Math.round(tally.rows / seconds))} a second)`}
      </p>
      {troubles.length > 0 && (
        <>
          <Table
            label="Rows that were not taken"
            columns={troubleColumns}
            rows={tally.firstTroubles}
            keyOf={(_, index) => index}
          />
          {troubles.length > tally.firstTroubles.length && (
            <p className="soft">{`The first ${count.format(tally.firstTroubles.length)} of ${count.format(troubles.length)}.`}</p>
          )}
          {end !== undefined && (
            <p className="actions">
              <button
                type="button"
                onClick={() =>
                  download(
                    'refused.jsonl',
                    troubles.map((one) => `${JSON.stringify(one)}\n`),
                  )
                }
              >
                {`Save all ${count.format(troubles.length)} as JSON lines`}
              </button>
            </p>
          )}
        </>
      )}
    </Progress>
  );
}

/** How far something is, with what there is to say of it. */
function Progress({
  words,
  of,
  done,
  children,
}: {
  readonly words: string;
  /** How much there is to do; what is not known moves. */
  readonly of?: number;
  readonly done: number;
  readonly children?: ReactNode;
}): ReactNode {
  const id = useId();
  const max = Math.max(of ?? 1, 1);
  return (
    <div className="progress">
      <label htmlFor={id}>{words}</label>
      <progress id={id} max={max} value={of === undefined ? undefined : of === 0 ? max : done} />
      {children}
    </div>
  );
}

const troubleColumns: readonly Column<Trouble>[] = [
  {
    name: 'Place',
    holds: 'moment',
    cell: ({ line, element }) => (element === undefined ? `line ${line}` : `element ${element}, line ${line}`),
  },
  { name: 'Key', cell: ({ key }) => key ?? '–' },
  { name: 'Field', cell: ({ field }) => field || '–' },
  {
    name: 'What is wrong',
    holds: 'words',
    cell: ({ outcome, reason }) => (outcome === 'failed' ? `failed: ${reason}` : reason),
  },
];

/** The gateway as the import of the command line sees it. */
function gatewayOf(api: Api): Parameters<typeof importRows>[1]['gateway'] {
  return {
    patience: usualPatience,
    send: async (path, text): Promise<TransferAnswer> => {
      const { status, body, words, wait } = await api.send(text === undefined ? 'GET' : 'POST', path, { text });
      return { status, body, words: status === 0 ? words : problemWords(status, body), wait };
    },
    failure: (_, { words }) => new Error(`The gateway does not go on: ${words}.`),
  };
}

/** Reads the rows of a file one after the other. @throws Error when the file as a whole cannot be read */
async function* readRows(file: File, input: DomainInput): AsyncGenerator<Row> {
  const giveId = input.idField && input.idIsOptional ? contentIds(input.idField) : givenIds(input.idField);
  const ending = /\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase();
  const splitter = ending === 'csv' ? new CsvSplitter() : ending === 'json' ? new JsonSplitter() : new LineSplitter();
  let decode: Decode | undefined = ending === 'csv' ? undefined : decodeJson;
  const start = await markAt(file);
  for await (const pieces of split(file.slice(start).stream(), splitter)) {
    for (const piece of pieces) {
      if (decode) yield rowOf(piece, decode, giveId);
      else if (piece.flaw) throw new Error(`The header of the file cannot be read: ${piece.flaw}.`);
      else decode = csvDecoder(piece.bytes.toString('utf8'), input.fields);
    }
  }
}

/** Where the text of a file begins: behind the byte order mark of UTF-8, if there is one. */
async function markAt(file: File): Promise<number> {
  const head = new Uint8Array(await file.slice(0, 3).arrayBuffer());
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isWide) throw new Error('The file is in UTF-16: save it in UTF-8.');
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
}

async function* split(stream: ReadableStream<Uint8Array>, splitter: Splitter): AsyncGenerator<Piece[]> {
  for await (const { buffer, byteOffset, byteLength } of chunksOf(stream)) {
    yield splitter.push(Buffer.from(buffer, byteOffset, byteLength));
  }
  yield splitter.finish();
}

/** Gives the browser a file to save. */
function download(name: string, parts: readonly string[]): void {
  const link = document.createElement('a');
  const address = URL.createObjectURL(new Blob([...parts], { type: 'application/octet-stream' }));
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const forms = ['jsonl', 'json', 'csv'] as const;
type Form = (typeof forms)[number];
const formWords: Readonly<Record<Form, string>> = { jsonl: 'JSON lines', json: 'a JSON array', csv: 'CSV' };

function Export({ domain, search }: DomainPlace): ReactNode {
  const { api, facts, mayExplain } = useShell();
  const wanted = listQueryIn(search);
  const [form, setForm] = useState<Form>('jsonl');
  const [withOwned, setWithOwned] = useState(false);
  const [state, setState] = useState<{ readonly rows: number; readonly total?: number; readonly end?: string }>();
  const [problem, setProblem] = useState('');
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  const narrowed = wanted.filter !== undefined || wanted.by !== undefined;

  const begin = async (): Promise<void> => {
    setProblem('');
    const ending = new AbortController();
    stop.current = ending;
    const names = domain.fields.map(({ name }) => name).filter((name) => withOwned || !ownedNames.includes(name));
    const items: Readonly<Record<string, unknown>>[] = [];
    let cursor: string | undefined;
    let total: number | undefined;
    setState({ rows: 0 });
    do {
      const path = listPath(
        facts,
        domain,
        { ...wanted, cursor },
        {
          limit: String(exportPage),
          count: cursor === undefined ? 'true' : undefined,
          ...(mayExplain && { explain: 'true' }),
        },
      );
      const answer = await api.send('GET', path ?? '', { signal: ending.signal });
      if (answer.status !== 200) {
        if (!ending.signal.aborted) setProblem(answer.words);
        setState(undefined);
        stop.current = undefined;
        return;
      }
      items.push(
        ...listOf(answer.body.items)
          .filter(isRecord)
          .map((item) => chosen(item, names)),
      );
      total ??= numberOf(answer.body.totalCount);
      cursor = textOf(answer.body.nextCursor);
      setState({ rows: items.length, total });
    } while (cursor !== undefined);
    stop.current = undefined;
    download(`${domain.name}.${form}`, partsOf(form, names, items));
    setState({ rows: items.length, total, end: `${count.format(items.length)} rows in ${domain.name}.${form}` });
  };
  const isRunning = state !== undefined && state.end === undefined;
  return (
    <section className="sheet" aria-labelledby="export">
      <h2 id="export">Export</h2>
      <form onSubmit={(event) => (event.preventDefault(), void begin())}>
        <p className="soft">
          {narrowed ? 'What the list that you came from shows, all pages of it.' : 'All items that you may see.'}
        </p>
        <div className="field">
          <label htmlFor="export-form">As</label>
          <select
            id="export-form"
            value={form}
            onChange={(event) => setForm(forms.find((one) => one === event.target.value) ?? 'jsonl')}
          >
            {forms.map((one) => (
              <option key={one} value={one}>
                {formWords[one]}
              </option>
            ))}
          </select>
        </div>
        <label className="switch">
          <input type="checkbox" checked={withOwned} onChange={(event) => setWithOwned(event.target.checked)} /> With
          version and times, which an import does not take
        </label>
        <p className="actions">
          {isRunning ? (
            <button type="button" onClick={() => stop.current?.abort()}>
              Stop
            </button>
          ) : (
            <button type="submit" className="primary">
              Export
            </button>
          )}
        </p>
      </form>
      {problem !== '' && <Alert>{problem}</Alert>}
      {state && (
        <Progress
          words={state.end === undefined ? `${count.format(state.rows)} rows…` : 'Done.'}
          of={state.end === undefined ? state.total : state.rows}
          done={state.rows}
        >
          <Status>{state.end}</Status>
        </Progress>
      )}
    </section>
  );
}

function chosen(item: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]));
}

function partsOf(form: Form, names: readonly string[], items: readonly Readonly<Record<string, unknown>>[]): string[] {
  switch (form) {
    case 'jsonl':
      return items.map((item) => `${JSON.stringify(item)}\n`);
    case 'json':
      return [JSON.stringify(items, null, 2), '\n'];
    case 'csv':
      return [csvText(names, items)];
  }
}
