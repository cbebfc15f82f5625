/** The script of the home page; without it the page is whole, only less handy. */
export const homeScript = `
(() => {
  // A stage's root may be opened as /prod, where the relative links would lose the stage.
  if (!location.pathname.endsWith('/')) history.replaceState(null, '', location.pathname + '/' + location.search + location.hash);
  const root = location.origin + location.pathname.replace(/\\/$/, '');
  for (const place of document.querySelectorAll('[data-root]')) place.textContent = root;
  if (!navigator.clipboard) return; // not offered over plain http but to this very machine
  const status = document.getElementById('status');
  for (const button of document.querySelectorAll('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = 'Copied';
      status.textContent = 'Copied to the clipboard';
      setTimeout(() => { button.textContent = 'Copy'; status.textContent = ''; }, 1500);
    });
  }
})();
`;
