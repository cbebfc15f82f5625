/** A declaration that cannot work; the text names the class, the field and the mend. */
export class DeclarationError extends Error {
  override readonly name = 'DeclarationError';
}
