import type { AccessRule } from '../../schema/access';

// What a program that shows any domain has to know beside the schemas of OpenAPI: how it can be listed, where its
// fields lead, and which of its operations does what. The console reads this and nothing else of the declarations.
// It stands here alone, so that a page in a browser takes the names without what writes them.

/** The name of the extension at the tag of a domain. */
export const domainExtension = 'x-tandem-domain';

/** The name of the extension at an operation that says who may. */
export const accessExtension = 'x-tandem-access';

/** A field by the names that lead to it; a list on the way has no name of its own. */
export type Path = readonly string[];

/** What the document says of a domain, at its tag. */
export interface DocumentedDomain {
  /** The first segment of its paths. */
  readonly name: string;
  readonly key: { readonly partition: string; readonly sort?: string };
  readonly indexes: Readonly<Record<string, { readonly partition: string; readonly sort?: string }>>;
  /** Whether a list that no key and no index serves may read the whole table. */
  readonly scan: boolean;
  /** The ids of the operations that follow from the declaration, by what they do. */
  readonly operations: Readonly<Partial<Record<StandardOperation, string>>>;
  /** Fields that hold the id of an item, with the name in `include=`, and the tag of the domain that it is of. */
  readonly references: readonly {
    readonly field: Path;
    /** The field that holds the partition, where the key has two fields; `field` holds the sort then. */
    readonly partition?: Path;
    readonly name: string;
    readonly to: string;
  }[];
  /** The domains whose items hold the key of an item of this one in their field `by`, or in two with a comma between. */
  readonly many: readonly { readonly name: string; readonly to: string; readonly by: string }[];
  /** What of an item is no field of it, and there only where `include=` asks for it. */
  readonly included: readonly Path[];
  /** Fields whose texts may hold several lines. */
  readonly multiline: readonly Path[];
  /** Fields that not everybody sees who may read the item, and who does. */
  readonly visible: readonly { readonly field: Path; readonly access: AccessRule }[];
}

/** What an operation does to a domain, whatever it is called. */
export type StandardOperation =
  | 'list'
  | 'partition'
  | 'get'
  | 'create'
  | 'replace'
  | 'update'
  | 'delete'
  | 'getMany'
  | 'createMany'
  | 'updateMany'
  | 'deleteMany'
  | 'changes';
