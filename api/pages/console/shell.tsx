import { createContext, useContext, useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { Api } from './api';
import type { GatewayFacts } from './facts';
import { required } from '../../../schema/required';

/** What every part of the console is given. */
export interface Shell {
  readonly facts: GatewayFacts;
  readonly api: Api;
  /** Whether the gateway tells the caller how lists are read and what they cost. */
  readonly mayExplain: boolean;
}

const ShellContext = createContext<Shell | undefined>(undefined);

/** Gives the shell to everything inside. */
export const ShellProvider = ShellContext.Provider;

/** The shell of the part that asks. */
export function useShell(): Shell {
  return required(useContext(ShellContext), 'the shell of the console');
}

/** The head of a place, or of a part of one. It is focused when it comes, so that a screen reader says where that is. */
export function Heading({
  children,
  beside,
  level: Level = 'h1',
}: {
  readonly children: ReactNode;
  readonly beside?: ReactNode;
  readonly level?: 'h1' | 'h2';
}): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className="heading">
      <Level ref={heading} tabIndex={-1}>
        {children}
      </Level>
      {beside}
    </div>
  );
}

/** Something that went wrong, said at once to who cannot see it. */
export function Alert({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className="alert" role="alert">
      {children}
    </div>
  );
}

/** Something that went well or on, said when there is a pause. */
export function Status({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <p className="status" role="status">
      {children}
    </p>
  );
}

/** A table that scrolls by itself where it is too wide, with the keyboard too. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="scroll" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
