/** What `azure/` says of answers, beyond the errors that every layer knows. */
export const azureMessages = {
  'error.assignmentExists': 'This principal has the same role there already. Change that assignment instead of adding another.',
  'error.assignmentLimit':
    'The subscription has as many role assignments as it may. Delete some that nobody needs, or give the role to a group.',
  'error.azureBare': 'Azure answered {status} {code} and gave no reason.',
  'error.deniedByAssignment':
    'The deny assignment “{name}” at {scope} forbids {action}, whatever roles you have. Ask the owner of what made it, such as a deployment stack.',
  'error.deniedByAssignmentUnknown': 'A deny assignment forbids this, whatever roles you have. Azure answered: {message}',
  'error.forbiddenByCondition':
    'You may not do this: {action} is missing on {scope}, or you have it under a condition that this does not fulfil. Ask somebody whose role has no condition.',
  'error.forbiddenBare': 'You may not do this. Azure did not say which action is missing.',
  'error.foreignHost': 'The host {host} does not belong to this cloud, so nothing was sent to it.',
  'error.invalidResourceId': '“{id}” is not the id of a resource in a resource group.',
  'error.operationFailed': 'Azure began and then gave up with {code}: {message}',
  'error.operationFailedBare': 'Azure began and then gave up with {code}. It gave no reason.',
  'error.policies': 'Policies of your organization forbid this: {policies}. Change what is asked for, or ask their owner for an exemption.',
  'error.policy': 'The policy “{policy}” forbids this. Change what is asked for, or ask its owner for an exemption.',
  'error.policyAssigned':
    'The policy “{policy}”, assigned as “{assignment}”, forbids this. Change what is asked for, or ask its owner for an exemption.',
  'error.policyUnknown': 'A policy of your organization forbids this. Azure answered: {message}',
  'error.principalNotFound':
    'The directory does not know this principal yet. Try again in a minute, and check that the id is its object id and not that of its application.',
  'error.registryDenied': 'The registry’s network rules do not let you in from your address.',
  'error.registryUnauthorized':
    'The registry did not accept you: you have no role for this, or a role given minutes ago is not in effect yet.',
  'error.scopeLockedDelete': 'A lock forbids deleting this. Locked: {scopes}. Remove the lock, or ask whoever put it there.',
  'error.scopeLockedUnknown': 'A lock forbids this. Remove it, or ask whoever put it there. Azure answered: {message}',
  'error.scopeLockedWrite': 'A read-only lock forbids every change here. Locked: {scopes}. Remove the lock, or ask whoever put it there.',
  'error.signInNeeded': 'This tenant asks you to sign in again.',
  'error.signInTenantUnknown': 'There is no tenant “{tenantId}” in this cloud, or its sign-in could not be reached.',
  'error.signInFailed': 'Signing in did not work: {reason}',
  'error.throttledSoon': 'Azure asks to slow down. Try again in a moment.',
  'error.timeout': 'Azure did not answer within {seconds} seconds.',
  'error.unexplained': 'Something failed on the way to Azure, and nothing said what.',
} as const;
