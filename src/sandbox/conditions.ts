/** Whether a role assignment's condition holds for a request, as the services of the sandbox decide it. */

/** What a condition can ask about. Attribute names are compared without regard to case. */
export interface ConditionContext {
  readonly action: string;
  readonly subOperation?: string;
  readonly principalId: string;
  readonly attributes: Readonly<Record<'request' | 'resource' | 'principal' | 'environment', Readonly<Record<string, readonly string[]>>>>;
}

export function conditionHolds(_condition: string, _context: ConditionContext): boolean {
  return false;
}
