// What the type checker needs to read the browser sources without @types/react; esbuild reads the packages themselves.

declare module '*.css';

declare module 'react-dom/client' {
  export function createRoot(container: unknown): { render(element: unknown): void };
}

declare module 'react/jsx-runtime' {
  export namespace JSX {
    interface IntrinsicElements {
      nav: { className?: string; 'aria-label'?: string; children?: unknown };
      a: { href: string; children?: unknown };
    }
  }
}
