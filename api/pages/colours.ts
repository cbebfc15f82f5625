/** The colours of the pages that are drawn by hand, in the light and in the dark. Each is used by its name. */
export const colours = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f6;
  --sheet: #fff;
  --ink: #17211f;
  --soft: #56625f;
  --line: #dbe0de;
  --edge: #84918d;
  --accent: #0b6e69;
  --accent-ink: #fff;
  --code: #eef2f0;
  --wrong: #b3261e;
  --wrong-ground: #fdeceb;
  --news: #fff4d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101514;
    --sheet: #181f1d;
    --ink: #e6ecea;
    --soft: #9fadaa;
    --line: #2c3634;
    --edge: #6d7b77;
    --accent: #5fc9bf;
    --accent-ink: #06211f;
    --code: #0c100f;
    --wrong: #ff9d94;
    --wrong-ground: #3a1a18;
    --news: #3a3216;
  }
}
`;
