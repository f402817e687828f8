/** What the tests may ask of the driver extension. */
export type Operation =
  'runCommand' | 'commands' | 'setSetting' | 'activate' | 'isActive' | 'documents' | 'problems' | 'clipboard' | 'openText' | 'store';

export interface Question {
  readonly id: number;
  readonly operation: Operation;
  readonly args: readonly unknown[];
}

export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };
