/** A class that goes into a list, and where it is. */
export interface Listed {
  readonly className: string;
  /** As the file with the list names it: './schema/order-line'. */
  readonly place: string;
}

/**
 * A file with one more class in its list of domains: `domains: […]` of the only module, or `export const domains = […]`.
 * All else stays as it is, comments too.
 * @returns undefined when there is no such list, when there are several, or when its elements are more than names
 */
export function withDomain(text: string, { className, place }: Listed): string | undefined {
  const plain = withoutWords(text);
  const starts = [...plain.matchAll(/\bdomains\s*(?::\s*|(?::[^=;]*)?=\s*)\[/g)];
  const [start] = starts;
  if (!start || starts.length > 1) return undefined;
  const open = start.index + start[0].length;
  const close = plain.indexOf(']', open);
  const elements = close < 0 ? '[' : plain.slice(open, close);
  if (!/^\s*(?:[A-Za-z_$][\w$]*\s*(?:,\s*|$))*$/.test(elements)) return undefined;
  const listed = `${text.slice(0, open)}${longer(text, plain, open, close, className)}${text.slice(close)}`;
  return withImport(listed, className, place);
}

/** What stands between the brackets, with a name behind the last. */
function longer(text: string, plain: string, open: number, close: number, className: string): string {
  const [inside, names] = [text.slice(open, close), plain.slice(open, close)];
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lineStart = text.lastIndexOf('\n', open - 1) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const last = names.trimEnd().length;
  const isEmpty = last === 0;
  // Behind the last name and its comma comes what belongs to it, such as a comment on its line.
  const [before, after] = [inside.slice(0, last), inside.slice(last)];
  const comma = isEmpty || before.endsWith(',') ? '' : ',';
  if (inside.includes('\n')) {
    const elementIndentation = /\n([ \t]*)\S/.exec(inside)?.[1] ?? `${indentation}  `;
    const rest = after.replace(/\s*$/, '');
    return `${before}${comma}${rest}${newline}${elementIndentation}${className},${newline}${indentation}`;
  }
  const line = `${before}${comma}${after.trimEnd()}${isEmpty && after.trim() === '' ? '' : ' '}${className}`;
  const lineEnd = text.slice(close).split(/\r?\n/)[0] ?? '';
  if (open - lineStart + line.length + lineEnd.length <= 120 || after.trim() !== '') return line;
  const elements = line.split(',').map((element) => `${indentation}  ${element.trim()},${newline}`);
  return `${newline}${elements.join('')}${indentation}`;
}

/** A file with one more import, behind the last of its neighbours or else behind the last of all. */
function withImport(text: string, className: string, place: string): string {
  const line = `import { ${className} } from '${place}';`;
  const same = [...text.matchAll(/^import \{ ([^{}\n]+) \} from '([^'\n]+)';/gm)].find(([, , name]) => name === place);
  if (same) {
    const longer = `import { ${same[1]}, ${className} } from '${place}';`;
    return `${text.slice(0, same.index)}${longer}${text.slice(same.index + same[0].length)}`;
  }
  const imports = [...text.matchAll(/^import\s[^;]*?from\s*['"]([^'"]+)['"];?[^\n]*$/gm)];
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const folder = /'(.*\/)/.exec(line)?.[1] ?? '';
  const neighbour = imports.findLast(([, name = '']) => name.startsWith(folder)) ?? imports.at(-1);
  if (!neighbour) return `${line}${newline}${newline}${text}`;
  const end = neighbour.index + neighbour[0].replace(/\r$/, '').length;
  return `${text.slice(0, end)}${newline}${line}${text.slice(end)}`;
}

/** A text of the same length in which comments and the insides of strings are blank. */
function withoutWords(text: string): string {
  return text.replaceAll(
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g,
    (found) => found.replaceAll(/[^\n]/g, ' '),
  );
}
