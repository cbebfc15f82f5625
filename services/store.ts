/**
 * Where a context keeps what stores items. Only services/write.ts may take it from there, and tables/ puts it there:
 * the arrows say so, so that no operation can write without honouring versions and limits, or without announcing it.
 */
export const store = Symbol('store');
