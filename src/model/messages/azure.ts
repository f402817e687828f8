/** What `azure/` says of answers, beyond the errors that every layer knows. */
export const azureMessages = {
  'error.azureBare': 'Azure answered {status} {code} and gave no reason.',
  'error.forbiddenBare': 'You may not do this. Azure did not say which action is missing.',
  'error.foreignHost': 'The host {host} does not belong to this cloud, so nothing was sent to it.',
  'error.invalidResourceId': '“{id}” is not the id of a resource in a resource group.',
  'error.operationFailed': 'Azure began and then gave up with {code}: {message}',
  'error.operationFailedBare': 'Azure began and then gave up with {code}. It gave no reason.',
  'error.registryDenied': 'The registry’s network rules do not let you in from your address.',
  'error.registryUnauthorized':
    'The registry did not accept you: you have no role for this, or a role given minutes ago is not in effect yet.',
  'error.signInNeeded': 'This tenant asks you to sign in again.',
  'error.signInTenantUnknown': 'There is no tenant “{tenantId}” in this cloud, or its sign-in could not be reached.',
  'error.signInFailed': 'Signing in did not work: {reason}',
  'error.throttledSoon': 'Azure asks to slow down. Try again in a moment.',
  'error.timeout': 'Azure did not answer within {seconds} seconds.',
  'error.unexplained': 'Something failed on the way to Azure, and nothing said what.',
} as const;
