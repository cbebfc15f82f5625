/** Text that came from elsewhere as one line of a certain width, without anything that could steer the terminal. */
export function plainText(text: string, width: number): string {
  const line = text.replace(/\p{C}+/gu, ' ');
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
