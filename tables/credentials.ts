/** What signs a call. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Tells the credentials for the next call: those that are given, else what the SDK's chain of providers finds in the
 * environment, in files, or from a server. The chain is loaded with the first call. It asks once for all who wait, and
 * anew five minutes before its answer ends, while that one is still used.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 * @throws CredentialsProviderError when there are none
 */
export function credentialsFrom(given: Credentials | undefined): () => Promise<Credentials> {
  if (given) return async () => given;
  let chain: Promise<() => Promise<Credentials>> | undefined;
  return async () => {
    chain ??= import('@aws-sdk/credential-provider-node').then(({ defaultProvider }) => defaultProvider());
    return (await chain)();
  };
}
