import { takeUndeclared } from '../undeclared-problems';

// Over the whole test run: an operation answers with no problem that it does not list, on whichever face, so that
// OpenAPI names every status that a client meets.

afterEach(() => {
  // No expect(): a test that counts its assertions must not find ours among them.
  const undeclared = takeUndeclared();
  if (undeclared.length > 0) {
    throw new Error(`Answered, but not in \`problems\` of the operation: ${undeclared.join(', ')}.`);
  }
});
