export const accessMessages = {
  'access.missingRight': 'You may not run this plan: the action {action} is missing on {scope}. Its script is open, for somebody who may.',
  'access.onlyRepositories': 'Only these repositories: {names}',
  'access.onlyPrefixes': 'Only repositories whose names begin so: {prefixes}',
  'access.onlyRepositoriesAndPrefixes': 'Only these repositories: {names}, and those whose names begin so: {prefixes}',
  'access.onlyAssigns': 'Only for assigning these roles: {roles}',
  'access.condition': 'Only under this condition: {text}',
  'access.conditionUnreadable': 'Only under a condition that can’t be read here: {text}',
} as const;
