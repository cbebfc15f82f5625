// Browser source of the page at /console; build.ts bundles it, nothing else imports it.
import { useCallback, useEffect, useId, useMemo, useState } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { AccessPlace } from './access';
import { createApi } from './api';
import type { Api } from './api';
import { EventsPlace } from './events';
import { gatewayFacts } from './facts';
import type { DomainFacts, GatewayFacts } from './facts';
import { ItemPlace, NewPlace } from './item';
import { ListPlace } from './list';
import { linkTo, usePlace } from './places';
import type { DomainPlace } from './places';
import { RequestsPlace } from './requests';
import { SchemaPlace } from './schema-picture';
import { Alert, Heading, ShellProvider, Status } from './shell';
import { admissionOf, tokenFor, tokensFrom } from './sign-in';
import type { Admission } from './sign-in';
import { TransferPlace } from './transfer';
import { VerbPlace } from './verb';
import './console.css';
import { required } from '../../../schema/required';

/** The places beside those of the domains. No domain has such a name: they begin with a letter that no name begins with. */
const otherPlaces = [
  ['+events', 'Events'],
  ['+access', 'Who may do what'],
  ['+schema', 'Schema'],
  ['+requests', 'Last requests'],
] as const;

function Console({ api }: { readonly api: Api }): ReactNode {
  const [facts, setFacts] = useState<GatewayFacts>();
  const [problem, setProblem] = useState('');
  const [issuer, setIssuer] = useState<string>();
  const [admission, setAdmission] = useState<Admission>();
  const [user, setUser] = useState('');
  const [tenant, setTenant] = useState('');

  useEffect(() => {
    void Promise.all([api.send('GET', '/openapi.json'), tokensFrom(api)]).then(async ([answer, address]) => {
      if (answer.status !== 200) return setProblem(answer.words);
      const read = gatewayFacts(answer.body);
      setIssuer(address);
      setAdmission(await admissionOf(api, read));
      setFacts(read);
    });
  }, [api]);

  const signIn = useCallback(
    async (token: string | undefined, name: string): Promise<Admission | undefined> => {
      if (!facts) return undefined;
      api.setToken(token);
      const admitted = await admissionOf(api, facts);
      setUser(name);
      setAdmission(admitted);
      return admitted;
    },
    [api, facts],
  );
  const chooseTenant = useCallback(
    async (name: string): Promise<void> => {
      if (!facts) return;
      api.setTenant(name === '' ? undefined : name);
      setAdmission(await admissionOf(api, facts));
      setTenant(name);
    },
    [api, facts],
  );
  const shell = useMemo(
    () => facts && { facts, api, mayExplain: admission === 'administrator' },
    [facts, api, admission],
  );
  if (problem !== '') return <Alert>{problem}</Alert>;
  if (!shell || !facts) return <Status>Asking the gateway what there is…</Status>;
  // A local gateway lets everybody look: its users are there to be tried. Anywhere else it is for administrators.
  if (issuer === undefined && admission !== 'administrator')
    return <SignIn onToken={async (token) => signIn(token, 'token')} />;
  return (
    <ShellProvider value={shell}>
      <a
        className="skip"
        href="#main"
        onClick={(event) => (event.preventDefault(), document.getElementById('main')?.focus())}
      >
        To the content
      </a>
      <Header facts={facts}>
        {issuer !== undefined && (
          <UserChooser
            user={user}
            onChoose={async (name) => signIn(name === '' ? undefined : await tokenFor(api, issuer, name), name)}
          />
        )}
        {issuer === undefined && user !== '' && (
          <button type="button" onClick={() => void signIn(undefined, '')}>
            Sign out
          </button>
        )}
        {facts.hasTenants && <TenantField onName={chooseTenant} />}
      </Header>
      <main id="main" tabIndex={-1} key={`${user} ${admission} ${tenant}`}>
        <Here facts={facts} />
      </main>
    </ShellProvider>
  );
}

function Header({ facts, children }: { readonly facts: GatewayFacts; readonly children: ReactNode }): ReactNode {
  const { segments, hash } = usePlace();
  // The menu of a narrow screen closes when somebody has gone somewhere.
  const [openAt, setOpenAt] = useState<string>();
  const current = (name: string): 'page' | undefined => (segments[0] === name ? 'page' : undefined);
  const isOpen = openAt === hash;
  return (
    <header className="top">
      <p className="brand">
        <a href="./">Tandem</a>
        <span aria-hidden="true">/</span>
        <a href={linkTo([])}>Console</a>
      </p>
      <button
        type="button"
        className="menu"
        aria-expanded={isOpen}
        aria-controls="places"
        onClick={() => setOpenAt(isOpen ? undefined : hash)}
      >
        Menu
      </button>
      <nav id="places" aria-label="Places" className={isOpen ? 'open' : undefined}>
        <ul>
          {facts.domains.map(({ name, typeName }) => (
            <li key={name}>
              <a href={linkTo([name])} aria-current={current(name)}>
                {typeName}
              </a>
            </li>
          ))}
        </ul>
        <ul>
          {otherPlaces.map(([name, words]) => (
            <li key={name}>
              <a href={linkTo([name])} aria-current={current(name)}>
                {words}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="who">{children}</div>
    </header>
  );
}

const placesOfDomains: Readonly<Record<string, ComponentType<DomainPlace>>> = {
  list: ListPlace,
  new: NewPlace,
  transfer: TransferPlace,
  item: ItemPlace,
  verb: VerbPlace,
};

/** The places that are not the same with another query. */
const named: ReadonlySet<string | undefined> = new Set(['item', 'verb']);

/** What the address names. */
function Here({ facts }: { readonly facts: GatewayFacts }): ReactNode {
  const { segments, query } = usePlace();
  const [first, second, verb] = segments;
  if (first === undefined) return <Overview facts={facts} />;
  if (first === '+events') return <EventsPlace />;
  if (first === '+access') return <AccessPlace />;
  if (first === '+schema') return <SchemaPlace />;
  if (first === '+requests') return <RequestsPlace />;
  const domain = facts.domains.find(({ name }) => name === first);
  const Place = domain && placesOfDomains[second ?? 'list'];
  // Another item, or another verb, is another place with a form of its own.
  if (Place) {
    const key = named.has(second) ? `${segments.join('/')}?${query.toString()}` : first;
    return <Place key={key} domain={domain} search={query} verb={verb} />;
  }
  return (
    <>
      <Heading>There is nothing here</Heading>
      <p>
        <a href={linkTo([])}>All there is</a>
      </p>
    </>
  );
}

/** What can be done with the items of a domain, in words. */
function abilitiesOf({ operations, verbs }: DomainFacts): readonly string[] {
  const { list, partition, get, create, replace, update, delete: remove, createMany, changes } = operations;
  const words = [
    (list ?? partition) && 'find',
    get && 'open',
    (create ?? replace) && 'create',
    update && 'edit',
    remove && 'delete',
    createMany && 'import',
    list && 'export',
    changes && 'live',
    ...verbs.map(({ id }) => id),
  ];
  return words.filter((word) => typeof word === 'string');
}

function Overview({ facts }: { readonly facts: GatewayFacts }): ReactNode {
  return (
    <>
      <Heading>{facts.title}</Heading>
      <ul className="cards">
        {facts.domains.map((domain) => (
          <li key={domain.name} className="card">
            <a href={linkTo([domain.name])}>{domain.typeName}</a>
            <p className="soft">{domain.doc}</p>
            <p className="soft">{abilitiesOf(domain).join(' · ') || 'Nothing can be done with it here.'}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

const users = ['', 'alice', 'bob', 'admin'];

function UserChooser({
  user,
  onChoose,
}: {
  readonly user: string;
  readonly onChoose: (name: string) => Promise<unknown>;
}): ReactNode {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>Signed in as</label>
      <select id={id} value={user} onChange={(event) => void onChoose(event.target.value)}>
        {users.map((name) => (
          <option key={name} value={name}>
            {name === '' ? 'nobody' : name}
          </option>
        ))}
      </select>
    </>
  );
}

/** Where somebody of several tenants names one; left empty it is their own. */
function TenantField({ onName }: { readonly onName: (name: string) => Promise<void> }): ReactNode {
  const id = useId();
  const [name, setName] = useState('');
  const [sent, setSent] = useState('');
  const send = (): void => {
    const wanted = name.trim();
    if (wanted === sent) return;
    setSent(wanted);
    void onName(wanted);
  };
  return (
    <form className="tenant" onSubmit={(event) => (event.preventDefault(), send())}>
      <label htmlFor={id}>Tenant</label>
      <input
        id={id}
        value={name}
        placeholder="your own"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
        onBlur={send}
      />
    </form>
  );
}

function SignIn({ onToken }: { readonly onToken: (token: string) => Promise<Admission | undefined> }): ReactNode {
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState('');
  const enter = async (): Promise<void> => {
    const admitted = await onToken(token.trim().replace(/^Bearer\s+/i, ''));
    if (admitted === 'nobody') setProblem('The gateway does not know this token: it is expired, or of another issuer.');
    else if (admitted === 'somebody')
      setProblem('The gateway knows you, and this console is for administrators: your token has no role admin.');
  };
  return (
    <main className="gate">
      <Heading>Console</Heading>
      <form className="sheet" onSubmit={(event) => (event.preventDefault(), void enter())}>
        <p>
          This console is for administrators. Paste a token of yours; it stays in this tab, and is gone when you reload
          the page.
        </p>
        <div className="field">
          <label htmlFor="token">Token</label>
          <textarea
            id="token"
            className="code"
            rows={5}
            spellCheck={false}
            autoComplete="off"
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        </div>
        {problem !== '' && <Alert>{problem}</Alert>}
        <p className="actions">
          <button type="submit" className="primary" disabled={token.trim() === ''}>
            Come in
          </button>
        </p>
      </form>
    </main>
  );
}

// The page may stand behind a stage, as in /prod/console.
const root = location.pathname.replace(/\/+$/, '').replace(/\/[^/]*$/, '');
createRoot(required(document.getElementById('console'), 'the place of the console')).render(
  <Console api={createApi(root)} />,
);
