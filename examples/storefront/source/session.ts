import { storeOf } from './store';

/** Who uses the page. */
export interface Session {
  readonly user?: string;
  /** A bearer token, where the gateway asks for one. */
  readonly token?: string;
}

const place = 'tandem-session';

/** The session of all tabs, kept over reloads. */
export const session = storeOf<Session>(kept());

// Who signs out in one tab is signed out in the others.
addEventListener('storage', ({ key }) => {
  if (key === place) session.set(kept());
});

/**
 * Signs somebody in. A shop of your own asks its identity provider here; the local gateway takes any name, and
 * `npm run storefront -- --auth=jwt` gives a token for it.
 */
export async function signIn(user: string): Promise<void> {
  const response = await fetch('/api/_local/issuer/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user }),
  });
  // An open gateway has no issuer, and so no such route.
  const { token } = (response.ok ? await response.json() : {}) as Session;
  keep({ user, token });
}

/** Signs out. */
export function signOut(): void {
  keep({});
}

function keep(next: Session): void {
  localStorage.setItem(place, JSON.stringify(next));
  session.set(next);
}

function kept(): Session {
  try {
    return (JSON.parse(localStorage.getItem(place) ?? '{}') ?? {}) as Session;
  } catch {
    return {};
  }
}
