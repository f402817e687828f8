import type { Addition } from '../../deploy/additions';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { App } from '../app';

/** What is added to. */
export interface Adding {
  readonly app: App;
  readonly definition: ContainerGroupDefinition;
  /** The container that the cursor is in, or the first. */
  readonly container: number;
}

/** Something that can be added: it asks at most two questions. */
export interface AdditionRow {
  readonly icon: string;
  readonly label: string;
  readonly detail: string;
  /** Not offered to a Windows group. */
  readonly linuxOnly?: true;
  readonly ask: (adding: Adding) => Promise<Addition | undefined>;
}
