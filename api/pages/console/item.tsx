import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { ConflictForm } from './conflict-form';
import { draftAt, draftWords, useDraft } from './drafts';
import { keyIn, keyText } from './facts';
import type { DomainFacts } from './facts';
import { edited, fromForm, isSame, newForm, patchBetween, toForm } from './form-values';
import type { FormValues } from './form-values';
import { refusalWords, useGatewayWords } from './gateway-words';
import { ItemFields } from './item-form';
import { useChanges } from './live';
import { goTo, itemLink, linkTo } from './places';
import type { DomainPlace } from './places';
import { Related } from './related';
import { Alert, Heading, Status, useShell } from './shell';
import { momentFor } from './texts';
import { valueText } from './values';
import { recordOf, textOf, listOf } from '../../../schema/guards';

type Item = Readonly<Record<string, unknown>>;

/** An item as it was read, with the tag of its version. */
interface Read {
  readonly item: Item;
  readonly etag?: string;
}

/** What was written over an item, and the version that it was written over. */
interface Draft {
  readonly read: Read;
  readonly values: FormValues;
}

/** One item: to read, to change and to delete. */
export function ItemPlace({ domain, search }: DomainPlace): ReactNode {
  const shell = useShell();
  const { api, facts } = shell;
  const key = Object.fromEntries(domain.key.map((name) => [name, search.get(name) ?? '']));
  const { get } = domain.operations;
  const path = get && facts.pathOf(get, key);
  const [read, setRead] = useState<Read>();
  const [problem, setProblem] = useState('');

  const load = useCallback(async (): Promise<Read | undefined> => {
    if (path === undefined) return undefined;
    const answer = await api.send('GET', path);
    if (answer.status !== 200) {
      setProblem(answer.words);
      return undefined;
    }
    setProblem('');
    return { item: answer.body, etag: answer.etag };
  }, [api, path]);

  useEffect(() => {
    let isHere = true;
    // A draft goes on from the version that it began with, so that what others have written since is a conflict.
    void load().then(
      (fresh) => isHere && fresh && setRead(draftAt<Draft>(itemLink(domain, fresh.item))?.read ?? fresh),
    );
    return () => {
      isHere = false;
    };
  }, [load, domain]);

  return (
    <>
      <Back domain={domain} />
      <Heading>{`${domain.typeName} ${keyText(domain, key)}`}</Heading>
      {path === undefined && <Alert>These items cannot be read one by one.</Alert>}
      {problem !== '' && <Alert>{problem}</Alert>}
      {!read && problem === '' && path !== undefined && <Status>Reading…</Status>}
      {read && <Editor domain={domain} read={read} setRead={setRead} load={load} />}
    </>
  );
}

/** The way back to the list of a domain. */
export function Back({ domain }: { readonly domain: DomainFacts }): ReactNode {
  return (
    <p className="back">
      <a href={linkTo([domain.name])}>{`All ${domain.typeName} items`}</a>
    </p>
  );
}

function Editor({
  domain,
  read,
  setRead,
  load,
}: {
  readonly domain: DomainFacts;
  readonly read: Read;
  readonly setRead: (read: Read) => void;
  readonly load: () => Promise<Read | undefined>;
}): ReactNode {
  const shell = useShell();
  const { api, facts } = shell;
  const { update, delete: remove } = domain.operations;
  const { item } = read;
  // Not when a field is left: what is said then would move the button from under the pointer that has left for it.
  const place = itemLink(domain, item);
  const [draft] = useState(() => draftAt<Draft>(place));
  const form = useForm<FormValues>({ defaultValues: draft?.values ?? toForm(domain.patch, item), mode: 'onSubmit' });
  const words = useGatewayWords();
  const [problem, setProblem] = useState('');
  const [said, setSaid] = useState(draft ? draftWords : '');
  const [theirs, setTheirs] = useState<{ readonly read: Read; readonly mine: Item }>();
  const [news, setNews] = useState<number>();
  const [isSaving, setIsSaving] = useState(false);

  const show = useCallback(
    (fresh: Read): void => {
      setRead(fresh);
      form.reset(toForm(domain.patch, fresh.item));
      setNews(undefined);
      setTheirs(undefined);
    },
    [form, domain, setRead],
  );

  const mine = useCallback((): Item => edited(domain.patch, item, form.getValues()), [domain, item, form]);
  useDraft(place, () => (isSame(mine(), item) ? undefined : ({ read, values: form.getValues() } satisfies Draft)));

  /** Writes what is between two items, and what comes of it. */
  const save = useCallback(
    async (from: Read, to: Item): Promise<void> => {
      if (!update) return;
      const patch = patchBetween(from.item, to);
      setProblem('');
      setSaid('');
      words.clear();
      if (Object.keys(patch).length === 0) return setSaid('Nothing is changed.');
      setIsSaving(true);
      const answer = await api.send('PATCH', facts.pathOf(update, keyIn(domain, from.item)), {
        body: patch,
        headers: from.etag === undefined ? {} : { 'if-match': from.etag },
      });
      setIsSaving(false);
      if (answer.status === 200) {
        show({ item: answer.body, etag: answer.etag });
        setSaid(`Saved. This is version ${String(answer.body.version)}.`);
      } else if (answer.status === 412) {
        const fresh = answer.current ? { item: answer.current, etag: answer.etag } : await load();
        if (fresh) setTheirs({ read: fresh, mine: to });
        else setProblem('Somebody else has deleted this item. What you wrote is still in the form.');
      } else {
        setTheirs(undefined);
        setProblem(refusalWords(answer));
        // The form is there again only with the next turn.
        setTimeout(() => words.tell(answer));
      }
    },
    [api, facts, domain, update, load, show, words],
  );

  useChanges(
    shell,
    domain,
    true,
    useCallback(
      (changes) => {
        const own = changes.filter(({ key }) => isSame(key, keyIn(domain, item)));
        const newest = own.reduce((most, { version }) => Math.max(most, version), 0);
        if (newest <= Number(item.version ?? 0) && !own.some(({ change }) => change === 'Deleted')) return;
        if (own.some(({ change }) => change === 'Deleted')) return setProblem('Somebody else has deleted this item.');
        // What nobody has touched may follow; what somebody writes must not go away under their hands.
        if (isSame(mine(), item)) {
          void load().then((fresh) => {
            if (!fresh) return;
            show(fresh);
            setSaid(`Somebody else has written version ${String(fresh.item.version)}, which is shown now.`);
          });
        } else setNews(newest);
      },
      [domain, item, mine, load, show],
    ),
  );

  const warnings = listOf(item.warnings).map(recordOf);
  return (
    <>
      <p className="soft">
        {`Version ${String(item.version)}`}
        {textOf(item.updatedAt) !== undefined && `, written ${momentFor(String(item.updatedAt))}`}
        {textOf(item.createdAt) !== undefined && `, made ${momentFor(String(item.createdAt))}`}
      </p>
      <div className="beside">
        <div>
          {warnings.length > 0 && (
            <Alert>
              <p>What is stored does not fit the declaration. It is left alone unless you write it anew:</p>
              <ul>
                {warnings.map(({ pointer, detail }) => (
                  <li key={String(pointer)}>
                    <code>{String(pointer)}</code> {String(detail)}
                  </li>
                ))}
              </ul>
            </Alert>
          )}
          {news !== undefined && !theirs && (
            <div className="alert news" role="alert">
              <p>{`Somebody else has written version ${news} meanwhile.`}</p>
              <button
                type="button"
                onClick={() => void load().then((fresh) => fresh && setTheirs({ read: fresh, mine: mine() }))}
              >
                Compare
              </button>
            </div>
          )}
          {theirs ? (
            <ConflictForm
              names={domain.patch.map(({ name }) => name)}
              base={item}
              mine={theirs.mine}
              theirs={theirs.read.item}
              isSaving={isSaving}
              onCancel={() => setTheirs(undefined)}
              onResolved={(chosen) => {
                const of = theirs.read;
                if (!isSame(chosen, of.item)) return void save(of, chosen);
                show(of);
                setSaid('What the others wrote is kept.');
              }}
            />
          ) : (
            <FormProvider {...form}>
              <form
                className="sheet"
                noValidate
                aria-label={`${domain.typeName} ${keyText(domain, item)}`}
                onSubmit={(event) => void form.handleSubmit(async () => save(read, mine()))(event)}
              >
                <dl className="key">
                  {(update ? domain.fixed : domain.key).map((name) => (
                    <div key={name}>
                      <dt>{name}</dt>
                      <dd>{valueText(item[name])}</dd>
                    </div>
                  ))}
                </dl>
                {update ? (
                  <ItemFields domain={domain} fields={domain.patch} words={words} />
                ) : (
                  <ReadOnly domain={domain} item={item} />
                )}
                {problem !== '' && <Alert>{problem}</Alert>}
                <div className={update || remove ? 'foot' : undefined}>
                  <Status>{said}</Status>
                  <p className="actions">
                    {update && (
                      <button type="submit" className="primary" disabled={isSaving}>
                        {isSaving ? 'Saving…' : 'Save'}
                      </button>
                    )}
                    {update && (
                      <button
                        type="button"
                        onClick={() => (
                          form.reset(toForm(domain.patch, item)),
                          words.clear(),
                          setProblem(''),
                          setSaid('')
                        )}
                      >
                        Undo
                      </button>
                    )}
                    {remove && <Delete domain={domain} read={read} onRefused={setProblem} />}
                  </p>
                </div>
              </form>
            </FormProvider>
          )}
        </div>
        <Related domain={domain} item={item} />
      </div>
    </>
  );
}

/** The fields of an item that nobody changes here. */
function ReadOnly({ domain, item }: { readonly domain: DomainFacts; readonly item: Item }): ReactNode {
  return (
    <>
      <p className="soft">These items have no update of their own: the verbs of the application change them.</p>
      <dl>
        {domain.fields
          .filter(({ name }) => !domain.key.includes(name))
          .map(({ name }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {typeof item[name] === 'object' && item[name] !== null ? (
                  <pre>{JSON.stringify(item[name], null, 2)}</pre>
                ) : (
                  valueText(item[name]) || '–'
                )}
              </dd>
            </div>
          ))}
      </dl>
    </>
  );
}

function Delete({
  domain,
  read: { item, etag },
  onRefused,
}: {
  readonly domain: DomainFacts;
  readonly read: Read;
  readonly onRefused: (words: string) => void;
}): ReactNode {
  const { api, facts } = useShell();
  const dialog = useRef<HTMLDialogElement>(null);
  const { delete: operation } = domain.operations;
  if (!operation) return null;
  const remove = async (): Promise<void> => {
    const answer = await api.send('DELETE', facts.pathOf(operation, keyIn(domain, item)), {
      headers: etag === undefined ? {} : { 'if-match': etag },
    });
    dialog.current?.close();
    if (answer.status === 204) goTo(linkTo([domain.name]));
    else if (answer.status === 412)
      onRefused('Somebody else has written this item meanwhile: look at it before you delete it.');
    else onRefused(answer.words);
  };
  return (
    <>
      <button type="button" className="danger" onClick={() => dialog.current?.showModal()}>
        Delete
      </button>
      <dialog ref={dialog} aria-labelledby="delete-question">
        <p id="delete-question">{`Delete ${domain.typeName} ${keyText(domain, item)}? This cannot be taken back.`}</p>
        <p className="actions">
          <button type="button" className="danger" onClick={() => void remove()}>
            Delete it
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Keep it
          </button>
        </p>
      </dialog>
    </>
  );
}

/** A new item. */
export function NewPlace({ domain }: DomainPlace): ReactNode {
  const { api, facts } = useShell();
  const { create, replace } = domain.operations;
  const place = linkTo([domain.name, 'new']);
  const [draft, setDraft] = useState(() => draftAt<FormValues>(place));
  const form = useForm<FormValues>({ defaultValues: draft ?? newForm(domain.input), mode: 'onSubmit' });
  const isMade = useRef(false);
  useDraft(place, () =>
    isMade.current || isSame(form.getValues(), newForm(domain.input)) ? undefined : form.getValues(),
  );
  const words = useGatewayWords();
  const [problem, setProblem] = useState('');
  const [isSaving, setIsSaving] = useState(false);
  // The same body sent again, because no answer came, makes one item and not two.
  const sent = useRef<{ readonly text: string; readonly key: string }>(undefined);

  const save = async (): Promise<void> => {
    const item = fromForm(domain.input, form.getValues());
    const text = JSON.stringify(item);
    if (sent.current?.text !== text) sent.current = { text, key: crypto.randomUUID() };
    setProblem('');
    words.clear();
    setIsSaving(true);
    const headers = { 'idempotency-key': sent.current.key };
    const key = keyIn(domain, item);
    const body = Object.fromEntries(Object.entries(item).filter(([name]) => create || !domain.key.includes(name)));
    const answer = create
      ? await api.send('POST', facts.pathOf(create, key), { body, headers })
      : replace &&
        (await api.send('PUT', facts.pathOf(replace, key), { body, headers: { ...headers, 'if-none-match': '*' } }));
    setIsSaving(false);
    if (!answer) return;
    if (answer.status === 200 || answer.status === 201) {
      isMade.current = true;
      return goTo(itemLink(domain, answer.body));
    }
    if (answer.status !== 0) sent.current = undefined;
    setProblem(refusalWords(answer));
    words.tell(answer);
  };
  return (
    <>
      <Back domain={domain} />
      <Heading>{`New ${domain.typeName}`}</Heading>
      {domain.input.length === 0 ? (
        <Alert>These items are made by the verbs of the application.</Alert>
      ) : (
        <FormProvider {...form}>
          <form
            className="sheet"
            noValidate
            aria-label={`New ${domain.typeName}`}
            onSubmit={(event) => void form.handleSubmit(save)(event)}
          >
            <ItemFields domain={domain} fields={domain.input} words={words} />
            {problem !== '' && <Alert>{problem}</Alert>}
            <div className="foot">
              <Status>{draft ? draftWords : ''}</Status>
              <p className="actions">
                <button type="submit" className="primary" disabled={isSaving}>
                  {isSaving ? 'Saving…' : 'Create'}
                </button>
                {draft && (
                  <button type="button" onClick={() => (form.reset(newForm(domain.input)), setDraft(undefined))}>
                    Begin anew
                  </button>
                )}
              </p>
            </div>
          </form>
        </FormProvider>
      )}
    </>
  );
}
