import { openFaultProxy } from '../fault-proxy';

/** Stands between a gateway and the engine and hears every call. */
export interface Recorder {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Opens a recorder in front of the engine of the run. */
export async function openRecorder(heard: (operation: string, input: any) => void): Promise<Recorder> {
  return openFaultProxy({
    target: process.env.TEST_ENGINE!,
    heard: (operation, body) => heard(operation, JSON.parse(body.toString())),
  });
}
