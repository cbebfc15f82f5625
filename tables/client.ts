import { openSender } from './sender';
import type { Destination, OpenSender, SendOptions, Sender } from './sender';
import { isDocumentCommand, operationOf } from './wire';
import type { Command } from './wire';

/** Where DynamoDB is and how to sign for it. */
export interface ClientOptions extends Omit<Destination, 'endpoint'> {
  /** Left out for AWS itself. */
  readonly endpoint?: string;
  /**
   * Told of each call before it is sent, such as `GetItem` with its input; the call fails with what it throws. A local
   * gateway has its rights from here; on AWS, IAM sees to them.
   */
  readonly authorize?: (operation: string, input: unknown) => void;
}

/** Other partitions than AWS and China name their endpoint. https://docs.aws.amazon.com/general/latest/gr/ddb.html */
export const publicEndpoint = (region: string): string =>
  `https://dynamodb.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

/**
 * All that is sent to DynamoDB goes through here. Commands of lib-dynamodb are sent by us, or by the SDK's client where
 * `DYNAMODB_CLIENT=sdk` says so; those of the SDK's client, such as `DescribeTableCommand`, by itself. It is loaded when
 * it is needed: no function needs it.
 */
export class Client implements Sender {
  readonly #sender: OpenSender | undefined;
  #sdkSender: Promise<OpenSender> | undefined;

  private constructor(
    private readonly destination: Destination,
    private readonly authorize: ClientOptions['authorize'],
    isOurs: boolean,
  ) {
    this.#sender = isOurs ? openSender(destination) : undefined;
  }

  /** @throws Error for a DYNAMODB_CLIENT that is not known */
  static open({ endpoint, authorize, ...options }: ClientOptions): Client {
    const { DYNAMODB_CLIENT: chosen } = process.env;
    if (chosen && chosen !== 'sdk') throw new Error(`DYNAMODB_CLIENT is "${chosen}"; it is sdk, or left out.`);
    return new Client({ endpoint: endpoint ?? publicEndpoint(options.region), ...options }, authorize, !chosen);
  }

  async send<Answer>(command: Command<Answer>, options?: SendOptions): Promise<Answer> {
    // Before the tries: what is denied once is denied always.
    this.authorize?.(operationOf(command), command.input);
    const sender = (isDocumentCommand(command) && this.#sender) || (await this.#sdk());
    return await sender.send(command, options);
  }

  destroy(): void {
    this.#sender?.destroy();
    void this.#sdkSender?.then((sender) => sender.destroy());
  }

  #sdk(): Promise<OpenSender> {
    this.#sdkSender ??= import('./sdk-sender').then(({ openSdkSender }) => openSdkSender(this.destination));
    return this.#sdkSender;
  }
}

/** Opens the way to DynamoDB. @throws Error for a DYNAMODB_CLIENT that is not known */
export const openClient = (options: ClientOptions): Client => Client.open(options);
