import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** A shell into which somebody pastes one block of commands after the other. */
export interface Shell {
  /** Gives what the block prints. @throws Error with what it complains about, when a command of it fails */
  paste(block: string): Promise<string>;
  close(): void;
}

/** Opens a shell in a folder that keeps its variables and functions from block to block, and stops at the first failure. */
export function openShell(cwd: string, environment: Readonly<Record<string, string>>): Shell {
  const child = spawn('sh', ['-e'], { cwd, env: environment });
  let output = '';
  let complaints = '';
  let noticed: () => void = () => undefined;
  const notice = (): void => noticed();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    notice();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  child.stdin.on('error', () => undefined);
  child.on('close', notice);
  return {
    paste: async (block) => {
      const mark = randomUUID();
      [output, complaints] = ['', ''];
      // What a command reads is its own, and not the rest of what is pasted.
      child.stdin.write(`{\n${block}\n} </dev/null\necho ${mark}\n`);
      while (!output.includes(mark)) {
        if (child.exitCode !== null) throw new Error(`${block}\nended the shell: ${complaints}${output}`);
        await new Promise<void>((resolve) => (noticed = resolve));
      }
      return output.slice(0, output.indexOf(mark));
    },
    close: () => void child.stdin.end(),
  };
}
