// cspell:words cmdline lstart

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../schema/guards';

/** A process and the moment it started: a bare number may have passed to another program since. */
export interface ProcessMark {
  readonly pid: number;
  readonly started: string;
}

/** The mark of a running process; undefined when there is none of that number. */
export function markOf(pid: number): ProcessMark | undefined {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedElsewhere(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether the very process that was marked still runs. */
export function isRunning(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.started === mark.started;
}

/** The command line of a running process; undefined when it cannot be seen. */
export function commandOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return columnsOf(pid, 'args=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Asks a process to end, makes it end if it does not within two seconds, and says whether it is gone. */
export async function endProcess(mark: ProcessMark): Promise<boolean> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isRunning(mark)) return true;
    try {
      process.kill(mark.pid, signal);
    } catch (error) {
      // ESRCH: it ended between the look and the signal. EPERM: it belongs to another user.
      return errorCode(error) === 'ESRCH';
    }
    for (let waited = 0; waited < 2_000 && isRunning(mark); waited += 20) await sleep(20);
  }
  return !isRunning(mark);
}

function startedOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie (Z) has ended; only its parent has not asked for the exit code yet.
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    // Field 22 of proc(5), counted from the third: start time in ticks since boot.
    return fields[19];
  } catch {
    return undefined;
  }
}

function startedElsewhere(pid: number): string | undefined {
  const line = columnsOf(pid, 'stat=,lstart=');
  if (line !== undefined) {
    const [, ...started] = line.split(/\s+/);
    return line.startsWith('Z') ? undefined : started.join(' ');
  }
  // Windows has no `ps`: the number alone must do there.
  if (process.platform !== 'win32') return undefined;
  try {
    process.kill(pid, 0);
    return '';
  } catch {
    return undefined;
  }
}

function columnsOf(pid: number, columns: string): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', columns, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.trim() || undefined;
  } catch {
    return undefined;
  }
}
