import type { Severity } from '../../model/finding';
import type { FindingMessage } from '../../model/message';
import type { PropertyMessageKey } from '../../model/messages/properties';

export type ValueType = 'text' | 'integer' | 'number' | 'boolean' | 'object' | 'list' | 'map' | 'any';

/** A property of a container group: one row of the table, with the rows below it. */
export interface Property {
  /** As Azure spells it; names are matched without regard to case, as Azure does. */
  readonly name: string;
  readonly type: ValueType;
  /** The sentence that a hover shows. */
  readonly says: PropertyMessageKey;
  /** Values that Azure knows, matched without regard to case. */
  readonly values?: readonly string[];
  /** First api-version that carries it; undefined where it is older than all that are known. */
  readonly since?: string;
  /** First api-version that no longer does. */
  readonly until?: string;
  readonly min?: number;
  readonly max?: number;
  /** Of an object, or of each object in a list. */
  readonly members?: readonly Property[];
  /** Filled in by Azure, or said by the address that a definition is sent to. */
  readonly isReadOnly?: boolean;
  readonly rules?: readonly Rule[];
}

/** What a value must be, wherever it stands. */
export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  readonly source?: string;
  /** What is wrong with a value, or undefined. */
  readonly broken: (value: unknown) => FindingMessage | undefined;
  /** A value that keeps the rule and is as near as can be. */
  readonly mended?: (value: unknown) => unknown;
}
