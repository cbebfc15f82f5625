import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { awsCommands } from './aws-commands';
import { Alert, Heading, Status, useShell } from './shell';
import { chunksOf } from './streams';
import { Table } from './table';
import type { Column } from './table';
import { momentFor } from './texts';
import { jsonLines } from '../../../local/messaging/json-lines';
import { localPaths } from '../../../local/messaging/local-paths';
import type { DeadLetter } from '../../../local/messaging/local-paths';
import { isRecord, listOf, recordOf, textOf } from '../../../schema/guards';

/** How many events are shown, and asked for when one comes. */
const shown = 100;

/** How often dead letters are looked for, in milliseconds. */
const lookEvery = 2000;

interface Event {
  readonly id: string;
  readonly time: string;
  readonly type: string;
  readonly source: string;
  readonly detail: string;
}

function eventOf(value: unknown): Event {
  const { id, time, source, detail, ...rest } = recordOf(value);
  return {
    id: textOf(id) ?? '',
    time: textOf(time) ?? '',
    type: textOf(rest['detail-type']) ?? '',
    source: textOf(source) ?? '',
    detail: JSON.stringify(detail, null, 2),
  };
}

/** A text of JSON with a line for each member; any other text as it is. */
function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const letterColumns: readonly Column<DeadLetter>[] = [
  { name: 'Consumer', cell: ({ consumer }) => consumer },
  { name: 'Tries', holds: 'number', cell: ({ receiveCount }) => receiveCount },
  { name: 'Sent', holds: 'moment', cell: ({ sentAt }) => momentFor(sentAt) },
  { name: 'Why', holds: 'words', cell: ({ reason }) => reason ?? '–' },
  {
    name: 'Message',
    holds: 'words',
    cell: ({ messageId, body }) => (
      <details>
        <summary>{messageId}</summary>
        <pre>{laidOut(body)}</pre>
      </details>
    ),
  },
];

const eventColumns: readonly Column<Event>[] = [
  { name: 'Time', holds: 'moment', cell: ({ time }) => momentFor(time) },
  { name: 'Event', cell: ({ type }) => type },
  { name: 'Source', cell: ({ source }) => source },
  {
    name: 'Detail',
    holds: 'words',
    cell: ({ detail }) => (
      <details>
        <summary>{detail.replace(/\s+/g, ' ').slice(0, 60)}…</summary>
        <pre>{detail}</pre>
      </details>
    ),
  },
];

/** What goes over the bus, and what its consumers could not take. */
export function EventsPlace(): ReactNode {
  const { api } = useShell();
  const [events, setEvents] = useState<readonly Event[]>([]);
  const [letters, setLetters] = useState<readonly DeadLetter[]>();
  const [isThere, setIsThere] = useState<boolean>();
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState('');

  const look = useCallback(async (): Promise<void> => {
    const answer = await api.send('GET', localPaths.deadLetters, { isWaiting: true });
    setIsThere(answer.status === 200);
    setLetters(listOf(answer.body.items).filter(isLetter));
  }, [api]);

  useEffect(() => {
    void look();
    const ending = new AbortController();
    const listen = async (): Promise<void> => {
      const body = await api.stream(`${localPaths.events}?last=${shown}`, ending.signal);
      for await (const line of jsonLines(chunksOf(body))) {
        setEvents((before) => [eventOf(line), ...before].slice(0, shown));
      }
    };
    listen().catch(() => undefined);
    // Nobody tells when a consumer gives a message up.
    const looking = setInterval(() => void (document.hidden || look()), lookEvery);
    return () => {
      ending.abort();
      clearInterval(looking);
    };
  }, [api, look]);

  const redrive = async (messageIds: readonly string[]): Promise<void> => {
    setProblem('');
    const query = new URLSearchParams(messageIds.map((id): [string, string] => ['messageId', id])).toString();
    const answer = await api.send('POST', `${localPaths.redrive}?${query}`, { text: '' });
    if (answer.status !== 200) return setProblem(answer.words);
    const moved = Number(answer.body.moved);
    setSaid(`${moved} dead ${moved === 1 ? 'letter is' : 'letters are'} in the queue again.`);
    await look();
  };

  if (isThere === false) return <NoEvents />;
  return (
    <>
      <Heading>Events</Heading>
      <section className="sheet" aria-labelledby="letters">
        <h2 id="letters">Dead letters</h2>
        {problem !== '' && <Alert>{problem}</Alert>}
        <Status>{said}</Status>
        {letters?.length === 0 && <p className="soft">There are none: every consumer has taken what it was given.</p>}
        {letters && letters.length > 0 && (
          <>
            <Table
              label="Dead letters"
              columns={[
                ...letterColumns,
                {
                  name: 'Redrive',
                  isNameUnseen: true,
                  cell: ({ messageId }) => (
                    <button type="button" aria-label={`Redrive ${messageId}`} onClick={() => void redrive([messageId])}>
                      Redrive
                    </button>
                  ),
                },
              ]}
              rows={letters}
              keyOf={({ messageId }) => messageId}
            />
            <p className="actions">
              <button type="button" className="primary" onClick={() => void redrive([])}>
                Redrive all
              </button>
            </p>
          </>
        )}
      </section>
      <section className="sheet" aria-labelledby="bus">
        <h2 id="bus">On the bus</h2>
        {events.length === 0 ? (
          <p className="soft">Nothing yet. What is written from now on shows up here.</p>
        ) : (
          <Table label="Events" columns={eventColumns} rows={events} keyOf={({ id }) => id} />
        )}
      </section>
    </>
  );
}

function isLetter(value: unknown): value is DeadLetter {
  return isRecord(value) && typeof value.messageId === 'string' && typeof value.body === 'string';
}

/** The names in the commands that are other ones in each stage. */
const [stagePrefix, anyConsumer] = ['<application>-<stage>-', '<consumer>'];

function NoEvents(): ReactNode {
  return (
    <>
      <Heading>Events</Heading>
      <div className="sheet">
        <p>
          This gateway does not show its bus: only one that runs on your own machine does. On AWS the bus and the queues
          are behind IAM, and the gateway itself may not read them. The dashboard of the stage counts the dead letters.
          With rights of your own in the account, these commands do what this page does elsewhere. In them,{' '}
          <code>{stagePrefix}</code> begins every name of your stage, and <code>{anyConsumer}</code> is whose dead
          letters they are.
        </p>
        {awsCommands(stagePrefix, anyConsumer).map(({ purpose, command }) => (
          <section key={purpose}>
            <p>{purpose}</p>
            <pre className="answer">{command}</pre>
          </section>
        ))}
      </div>
    </>
  );
}
