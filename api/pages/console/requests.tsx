import { useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { Heading, Scroll, useShell } from './shell';

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
        What this page has asked since it was opened. Units are those of DynamoDB; the gateway tells them to
        administrators, of lists. The id finds a request in the log.
      </p>
      <label className="switch">
        <input type="checkbox" checked={withWaits} onChange={(event) => setWithWaits(event.target.checked)} /> With
        those that wait for changes
      </label>
      <p className="soft">{`${shown.length} requests, ${Math.round(units * 100) / 100} units.`}</p>
      <Scroll label="Requests">
        <table className="stack">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Request</th>
              <th scope="col">Status</th>
              <th scope="col">Milliseconds</th>
              <th scope="col">Units</th>
              <th scope="col">Request id</th>
              <th scope="col">Trace id</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ number, at, method, path, status, milliseconds, units: cost, requestId, traceId }) => (
              <tr key={number}>
                <td data-label="Time" className="when">
                  {at.toLocaleTimeString()}
                </td>
                <td data-label="Request" className="wide">
                  <code>{`${method} ${decoded(path)}`}</code>
                </td>
                <td data-label="Status" className={status === 0 || status >= 400 ? 'number fault' : 'number'}>
                  {status === 0 ? 'none' : status}
                </td>
                <td data-label="Milliseconds" className="number">
                  {milliseconds}
                </td>
                <td data-label="Units" className="number">
                  {cost ?? '–'}
                </td>
                <td data-label="Request id">
                  <code>{requestId ?? '–'}</code>
                </td>
                <td data-label="Trace id">
                  <code>{traceId ?? '–'}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
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
