import { useState } from 'react';
import type { FormEvent } from 'react';
import { signIn } from '../session';
import { Field } from './Field';

/** Asks who is there. */
export function SignIn({ why }: { why: string }) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!/^[\w.-]{1,64}$/.test(name)) return setProblem('Letters, digits, dots and hyphens, without spaces.');
    try {
      await signIn(name);
    } catch {
      setProblem('The shop cannot be reached at the moment.');
    }
  }

  return (
    <form className="card narrow" onSubmit={(event) => void submit(event)} noValidate>
      <h2>Who are you?</h2>
      <p>{why}</p>
      <Field
        label="User name"
        value={name}
        onText={setName}
        autoComplete="username"
        autoCapitalize="none"
        required
        problem={problem}
        hint="Any name does on this machine."
      />
      <button type="submit">Sign in</button>
    </form>
  );
}
