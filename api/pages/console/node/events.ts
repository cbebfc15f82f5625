/** As that of Node, which warns of many listeners; a browser does not. */
export function setMaxListeners(): void {}
