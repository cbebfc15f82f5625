import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import type { Answer } from './api';
import { keyIn, keyText } from './facts';
import type { DomainFacts, GatewayFacts, OperationFact } from './facts';
import { newForm } from './form-values';
import type { FormValues } from './form-values';
import { refusalWords, useGatewayWords } from './gateway-words';
import { Back } from './item';
import { ItemFields } from './item-form';
import { itemLink } from './places';
import type { DomainPlace } from './places';
import { Alert, Heading, Status, useShell } from './shell';
import { domainOfType } from './values';
import { isOfItem, takesHeader, verbFields, verbRequest } from './verbs';
import { inWords } from '../../../schema/access';
import { numberOf } from '../../../schema/guards';

type Item = Readonly<Record<string, unknown>>;

/** What can be done beside reading and writing: a form of what a verb takes, and what it answers. */
export function VerbPlace({ domain, search, verb: wanted }: DomainPlace): ReactNode {
  const verb = domain.verbs.find(({ id }) => id === wanted);
  return (
    <>
      <Back domain={domain} />
      {verb ? (
        <Verb domain={domain} verb={verb} search={search} />
      ) : (
        <>
          <Heading>{domain.typeName}</Heading>
          <Alert>There is no such verb.</Alert>
        </>
      )}
    </>
  );
}

/** What somebody sees of the item that a verb is done to. */
interface Seen {
  readonly version?: number;
  readonly etag?: string;
}

function Verb({ domain, verb, search }: Omit<DomainPlace, 'verb'> & { readonly verb: OperationFact }): ReactNode {
  const { api, facts } = useShell();
  const fields = useMemo(() => verbFields(facts.schemas, domain, verb), [facts, domain, verb]);
  const key: Item = isOfItem(domain, verb)
    ? Object.fromEntries(domain.key.map((name) => [name, search.get(name) ?? '']))
    : {};
  const isDoneToItem = Object.keys(key).length > 0;
  const form = useForm<FormValues>({ defaultValues: newForm(fields), mode: 'onSubmit' });
  const words = useGatewayWords();
  const [answer, setAnswer] = useState<Answer>();
  const [problem, setProblem] = useState('');
  const [isRunning, setIsRunning] = useState(false);
  // The same request sent again, because no answer came, is done once and not twice.
  const sent = useRef<{ readonly text: string; readonly key: string }>(undefined);

  const { get } = domain.operations;
  const isConditional = isDoneToItem && takesHeader(verb, 'If-Match');
  const itemPath = get && isConditional ? facts.pathOf(get, key) : undefined;
  const [seen, setSeen] = useState<Seen>();
  const look = useCallback(async (): Promise<void> => {
    if (itemPath === undefined) return;
    const { status, body, etag } = await api.send('GET', itemPath);
    setSeen(status === 200 ? { version: numberOf(body.version), etag } : undefined);
  }, [api, itemPath]);
  useEffect(() => void look(), [look]);

  const run = async (): Promise<void> => {
    const { values, search: query, body } = verbRequest(facts.schemas, verb, fields, { key, form: form.getValues() });
    const path = facts.pathOf(verb, values) + query;
    const text = `${path} ${JSON.stringify(body)}`;
    if (sent.current?.text !== text) sent.current = { text, key: crypto.randomUUID() };
    setProblem('');
    setAnswer(undefined);
    words.clear();
    setIsRunning(true);
    const given = await api.send(verb.method, path, {
      body,
      headers: {
        ...(takesHeader(verb, 'Idempotency-Key') && { 'idempotency-key': sent.current.key }),
        ...(seen?.etag !== undefined && { 'if-match': seen.etag }),
      },
    });
    setIsRunning(false);
    if (given.status !== 0) sent.current = undefined;
    if (given.status !== 0) setAnswer(given);
    if (given.status === 412) setProblem('Somebody else has written this item meanwhile: look at it, and do it again.');
    else if (given.words !== '') setProblem(refusalWords(given));
    words.tell(given);
    await look();
  };

  return (
    <>
      <Heading>{isDoneToItem ? `${verb.id}: ${domain.typeName} ${keyText(domain, key)}` : verb.id}</Heading>
      <p>{verb.doc || verb.summary}</p>
      <p className="soft">
        <code>{`${verb.method} ${verb.path}`}</code>
        {!verb.access && ' Nobody may, unless the gateway is open.'}
        {verb.access && !verb.doc.includes('Who may') && ` Who may: ${inWords(verb.access)}.`}
      </p>
      {isDoneToItem && (
        <p className="soft">
          <a href={itemLink(domain, key)}>{`${domain.typeName} ${keyText(domain, key)}`}</a>
          {seen?.version !== undefined &&
            ` is at version ${seen.version}. The verb is refused if somebody writes it first.`}
        </p>
      )}
      <FormProvider {...form}>
        <form
          className="sheet"
          noValidate
          aria-label={verb.id}
          onSubmit={(event) => void form.handleSubmit(run)(event)}
        >
          {fields.length === 0 && <p className="soft">There is nothing to fill in.</p>}
          <ItemFields domain={knownOfFields(domain, verb)} fields={fields} words={words} />
          {problem !== '' && <Alert>{problem}</Alert>}
          <p className="actions">
            <button type="submit" className={verb.method === 'DELETE' ? 'danger' : 'primary'} disabled={isRunning}>
              {isRunning ? 'Running…' : `Run ${verb.id}`}
            </button>
          </p>
        </form>
      </FormProvider>
      {answer && <AnswerOf facts={facts} root={api.root} verb={verb} answer={answer} />}
    </>
  );
}

/** What the declaration of a domain tells of its own fields is true of a body only where that is of the same class. */
function knownOfFields(
  { typeName, references, multiline }: DomainFacts,
  { body }: OperationFact,
): Pick<DomainFacts, 'references' | 'multiline'> {
  const isOwn = new RegExp(`/${typeName}(?:Input|Replacement|Upsert|Patch)$`).test(String(body?.$ref));
  return isOwn ? { references, multiline } : { references: [], multiline: [] };
}

function AnswerOf({
  facts,
  root,
  verb,
  answer,
}: {
  readonly facts: GatewayFacts;
  readonly root: string;
  readonly verb: OperationFact;
  readonly answer: Answer;
}): ReactNode {
  const { status, body } = answer;
  const isDone = status < 400;
  const links = isDone ? linksOf(facts, root, verb, answer) : [];
  return (
    <section className="sheet" aria-labelledby="answer">
      <h2 id="answer">Answer</h2>
      <Status>{isDone ? `Done, with status ${status}.` : `Refused, with status ${status}.`}</Status>
      {links.length > 0 && (
        <p className="actions">
          {links.map(({ href, words }) => (
            <a key={href} className="button" href={href}>
              {words}
            </a>
          ))}
        </p>
      )}
      {Object.keys(body).length > 0 && <pre className="answer">{JSON.stringify(body, null, 2)}</pre>}
    </section>
  );
}

/** The items that an answer leads to: the one that it is, and the one that was made. */
function linksOf(
  facts: GatewayFacts,
  root: string,
  { gives }: OperationFact,
  { body, location: where }: Answer,
): readonly { readonly href: string; readonly words: string }[] {
  const given = domainOfType(facts, gives?.replace(/Selection$/, '') ?? '');
  const path = where === undefined ? '' : new URL(where, location.href).pathname.slice(root.length);
  const made = facts.itemAt(path);
  const found = [
    ...(given?.key.every((name) => body[name] !== undefined) ? [{ domain: given, key: keyIn(given, body) }] : []),
    ...(made ? [made] : []),
  ];
  return found
    .map(({ domain, key }) => ({
      href: itemLink(domain, key),
      words: `Open ${domain.typeName} ${keyText(domain, key)}`,
    }))
    .filter(({ href }, index, all) => all.findIndex((one) => one.href === href) === index);
}
