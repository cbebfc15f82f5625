import { useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { RequestLine } from './api';
import { Heading, useShell } from './shell';
import { Table } from './table';
import type { Column } from './table';

const columns: readonly Column<RequestLine>[] = [
  { name: 'Time', holds: 'moment', cell: ({ at }) => at.toLocaleTimeString() },
  { name: 'Request', holds: 'words', cell: ({ method, path }) => <code>{`${method} ${decoded(path)}`}</code> },
  {
    name: 'Status',
    holds: 'number',
    cell: ({ status }) => (
      <span className={status === 0 || status >= 400 ? 'fault' : undefined}>{status === 0 ? 'none' : status}</span>
    ),
  },
  { name: 'Milliseconds', holds: 'number', cell: ({ milliseconds }) => milliseconds },
  { name: 'Units', holds: 'number', cell: ({ units }) => units ?? '–' },
  { name: 'Request id', holds: 'moment', cell: ({ requestId }) => <code>{requestId ?? '–'}</code> },
];

const traceColumn: Column<RequestLine> = {
  name: 'Trace id',
  holds: 'moment',
  cell: ({ traceId }) => <code>{traceId ?? '–'}</code>,
};

/** What this page has asked the gateway lately. */
export function RequestsPlace(): ReactNode {
  const { api } = useShell();
  const lines = useSyncExternalStore(api.subscribe, api.requests);
  const [withWaits, setWithWaits] = useState(false);
  const shown = lines.filter(({ isWaiting }) => withWaits || !isWaiting);
  const units = shown.reduce((sum, line) => sum + (line.units ?? 0), 0);
  return (
    <>
      <Heading>Last requests</Heading>
      <p className="soft">
        What this page has asked since it was opened. The request id finds a request in the log. Units are those of
        DynamoDB: the gateway tells an administrator what a list has cost. Of anything else its answers do not tell, and
        the log does.
      </p>
      <label className="switch">
        <input type="checkbox" checked={withWaits} onChange={(event) => setWithWaits(event.target.checked)} /> With
        those that wait for changes
      </label>
      <p className="soft">{`${shown.length} requests, ${Math.round(units * 100) / 100} units.`}</p>
      <Table
        label="Requests"
        columns={shown.some(({ traceId }) => traceId !== undefined) ? [...columns, traceColumn] : columns}
        rows={shown}
        keyOf={({ number }) => number}
      />
    </>
  );
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    return path;
  }
}
