/** A Log Analytics workspace. */
export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  /** What a container group's diagnostics call the workspace's id: a GUID. */
  readonly customerId: string;
}
