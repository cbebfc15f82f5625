/** A command of `tandem`: gets the words after its name and the folder of the application, gives the exit code. */
export type Command = (line: readonly string[], folder: string) => Promise<number>;
