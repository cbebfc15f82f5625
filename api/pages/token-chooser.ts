// Browser source of both pages: where the gateway has tokens to give, a choice of whose to send along.
import { recordOf, textOf } from '../../schema/guards';

// Declared here instead of with lib "dom", which would let server code use browser names.
interface PageElement {
  textContent: string | null;
  value: string;
  className: string;
  append(...children: readonly PageElement[]): void;
  addEventListener(type: 'change', listener: () => void): void;
}
declare const document: {
  createElement(name: string): PageElement;
  querySelector(selector: string): PageElement | null;
};
declare const sessionStorage: {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
};

const names = ['', 'alice', 'bob', 'admin'];
const storageKey = 'tandem-user';

let token: Promise<string | undefined> | undefined;

/** The header to send along; none while nobody is chosen. */
export async function chosenHeader(): Promise<Record<string, string>> {
  const value = await token;
  return value === undefined ? {} : { authorization: `Bearer ${value}` };
}

/**
 * Puts a choice of users into an element, if the gateway says where tokens are to be had: `npm start -- --auth=jwt`.
 * @param root where the gateway answers, with a slash at its end
 */
export async function openTokenChooser(selector: string, root: string): Promise<void> {
  const health = await fetch(`${root}health`);
  const tokensFrom = textOf(recordOf(await health.json()).tokensFrom);
  const place = document.querySelector(selector);
  if (!tokensFrom || !place) return;
  const label = document.createElement('label');
  const select = document.createElement('select');
  for (const name of names) {
    const option = document.createElement('option');
    option.value = name;
    option.textContent = name === '' ? 'nobody' : name;
    select.append(option);
  }
  label.className = 'token-chooser';
  label.textContent = 'Signed in as ';
  label.append(select);
  place.append(label);
  const choose = (): void => {
    sessionStorage.setItem(storageKey, select.value);
    token = select.value === '' ? undefined : tokenFor(tokensFrom, select.value);
  };
  select.value = sessionStorage.getItem(storageKey) ?? '';
  select.addEventListener('change', choose);
  choose();
}

async function tokenFor(address: string, user: string): Promise<string | undefined> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user }),
  });
  return textOf(recordOf(await response.json()).token);
}
