/** The most answers of one function that are kept, and the longest text of which one is: less than a megabyte in all. */
const most = 100;
const longest = 4000;

/**
 * Keeps the answers of a function of a text that is asked for the same ones again and again: documents of GraphQL, which
 * Apollo keeps too, and Accept headers. When there are 100 they are forgotten all at once; those of texts of more than
 * 4,000 characters are not kept.
 */
export function keepByText<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const kept = new Map<string, Answer>();
  return (text) => {
    if (text.length > longest) return answer(text);
    const known = kept.get(text);
    if (known !== undefined) return known;
    const given = answer(text);
    if (kept.size >= most) kept.clear();
    kept.set(text, given);
    return given;
  };
}
