import type { FindingMessage } from './message';

export type Severity = 'error' | 'warning' | 'information';

/** Where in a definition: property names and indices from the top, the names as Azure spells them. */
export type Path = readonly (string | number)[];

/** One judgement. `error` only where the service itself is known to refuse; a rule found only in documentation is a warning. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: FindingMessage;
  readonly path: Path;
  /** The page that the rule comes from. */
  readonly source?: string;
  /** What puts it right, where that can be told. */
  readonly fix?: Fix;
  /** Whom to ask for what belongs there: it stands for something of one's own that only a person can choose. */
  readonly asks?: Asked;
}

export type Asked = 'identity' | 'subnet' | 'registry' | 'image';

export interface Fix {
  readonly title: FindingMessage;
  readonly edits: readonly Edit[];
}

/** A change of a definition, whatever it is written in. */
export type Edit =
  | { readonly kind: 'set'; readonly path: Path; readonly value: unknown }
  | { readonly kind: 'remove'; readonly path: Path }
  /** Gives the last property of the path another name. */
  | { readonly kind: 'rename'; readonly path: Path; readonly name: string }
  /** Makes a number, `true` or `false` a text: the very characters that are written there. */
  | { readonly kind: 'quote'; readonly path: Path };
