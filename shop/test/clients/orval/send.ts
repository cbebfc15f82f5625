const [origin = ''] = process.argv.slice(2);

/** Sends a request of the generated client to the gateway that the program is told. */
export async function send<Answer>(path: string, options: RequestInit): Promise<Answer> {
  const response = await fetch(origin + path, options);
  const text = await response.text();
  const data: unknown = text === '' ? undefined : JSON.parse(text);
  return { data, status: response.status, headers: response.headers } as Answer;
}
