import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { storeOf, useStore } from './store';

/** The path of the page. */
const path = storeOf(location.pathname);
addEventListener('popstate', () => path.set(location.pathname));

/** The page before this one. */
let previous = '/';

/** Goes to another page of the shop. */
export function navigate(to: string): void {
  if (to !== location.pathname) {
    previous = location.pathname;
    history.pushState(null, '', to);
  }
  path.set(to);
  scrollTo(0, 0);
}

/** Goes to where the reader was before this page, which needs no visit of its own. */
export function goBack(): void {
  history.replaceState(null, '', previous);
  path.set(previous);
}

/** The parts of the path: /product/p-100 is ['product', 'p-100']. */
export function useRoute(): readonly string[] {
  return useStore(path).split('/').slice(1).map(decodeURIComponent);
}

/** A path from its parts. */
export const pathOf = (...parts: readonly string[]): string => `/${parts.map(encodeURIComponent).join('/')}`;

/** A link within the shop. A browser opens it in a new tab when asked to, as any other. */
export function Link({ to, ...rest }: { to: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const here = useStore(path);
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return <a href={to} onClick={follow} aria-current={here === to ? 'page' : undefined} {...rest} />;
}
