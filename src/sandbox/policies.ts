import { isAtOrAbove } from '../model/resourceId';
import { json, Refusal } from './errors';
import { textAt } from './field';
import type { Call } from './route';
import type { SandboxPolicy } from './world';

/**
 * Throws `RequestDisallowedByPolicy` where policies deny what a PUT or PATCH would write.
 * Sources: https://learn.microsoft.com/azure/governance/policy/concepts/effect-deny,
 * https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-policy-requestdisallowedbypolicy; the shape of
 * `additionalInfo` is that of `PolicyViolation` in Azure's SDKs.
 */
export function requireCompliance(call: Pick<Call, 'world' | 'request' | 'body'>, resourceType: string, id: string): void {
  const violated = Object.values(call.world.policies).filter(
    (policy) => policy.resourceType.toLowerCase() === resourceType.toLowerCase() && isAtOrAbove(policy.scope, id) && denies(policy, call),
  );
  if (violated.length === 0) return;
  const name = id.slice(id.lastIndexOf('/') + 1);
  const identifiers = violated.map(({ displayName, definition, ...assignment }) => ({
    policyAssignment: { name: displayName, id: assignment.id },
    policyDefinition: { name: definition.displayName, id: definition.id },
  }));
  const message = `Resource '${name}' was disallowed by policy. Policy identifiers: '${JSON.stringify(identifiers)}'.`;
  const additionalInfo = violated.map((policy) => ({ type: 'PolicyViolation', info: info(policy, valueOf(policy, call.body)) }));
  const error = { code: 'RequestDisallowedByPolicy', target: name, message, additionalInfo };
  throw new Refusal(json(403, { error }, { 'x-ms-failure-cause': 'gateway' }), `${error.code}: ${message}`);
}

function valueOf(policy: SandboxPolicy, body: unknown): string | undefined {
  return textAt(body, ...policy.field.split('.'));
}

function denies(policy: SandboxPolicy, { request, body }: Pick<Call, 'request' | 'body'>): boolean {
  const value = valueOf(policy, body);
  // A PATCH leaves alone what it does not name, and that was let in before.
  if (value === undefined) return policy.denies === 'notIn' && request.method !== 'PATCH';
  return policy.values.some((other) => isValue(value, other)) === (policy.denies === 'in');
}

/** Regions are also written with spaces. */
function isValue(value: string, other: string): boolean {
  const [a, b] = [value, other].map((text) => text.replaceAll(' ', '').toLowerCase()) as [string, string];
  return a === b || a.endsWith(`/${b}`);
}

function info(policy: SandboxPolicy, value: string | undefined): object {
  return {
    evaluationDetails: {
      evaluatedExpressions: [
        { result: 'True', expressionKind: 'Field', expression: 'type', path: 'type', expressionValue: policy.resourceType },
        {
          result: 'True',
          expressionKind: 'Field',
          expression: policy.field,
          path: policy.field,
          ...(value === undefined ? {} : { expressionValue: value }),
          targetValue: policy.values,
          operator: policy.denies === 'in' ? 'In' : 'NotIn',
        },
      ],
    },
    policyDefinitionId: policy.definition.id,
    policyDefinitionName: policy.definition.name,
    policyDefinitionDisplayName: policy.definition.displayName,
    policyDefinitionEffect: 'deny',
    policyAssignmentId: policy.id,
    policyAssignmentName: policy.name,
    policyAssignmentDisplayName: policy.displayName,
    policyAssignmentScope: policy.scope,
    policyAssignmentParameters: {},
  };
}
