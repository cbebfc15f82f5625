import { createHash } from 'node:crypto';
import { required } from '../../schema/required';

/** Bytes of one throw. */
const throwBytes = 6;

/** Chances that hang on a name alone: one name throws the same, in the same order, on every machine. */
export class Dice {
  private bytes = Buffer.alloc(0);
  private at = 0;
  private blocks = 0;

  constructor(private readonly name: string) {}

  /** A number from 0 up to 1, 1 left out. */
  share(): number {
    if (this.at + throwBytes > this.bytes.length) {
      this.bytes = createHash('sha256').update(`${this.name}/${this.blocks}`).digest();
      this.blocks += 1;
      this.at = 0;
    }
    const share = this.bytes.readUIntBE(this.at, throwBytes) / 2 ** (8 * throwBytes);
    this.at += throwBytes;
    return share;
  }

  /** A number between two. */
  between(min: number, max: number): number {
    return min + this.share() * (max - min);
  }

  /** A whole number from one to another, both of them possible. */
  whole(min: number, max: number): number {
    return Math.min(max, min + Math.floor(this.share() * (max - min + 1)));
  }

  /** One of a list that is not empty. */
  one<Value>(values: readonly Value[]): Value {
    return required(values.slice(this.whole(0, values.length - 1)).at(0), 'a value to choose');
  }

  /** Whether something happens that happens so often, from 0 for never to 1 for always. */
  chance(share: number): boolean {
    return this.share() < share;
  }
}
