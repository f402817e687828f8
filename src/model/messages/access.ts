export const accessMessages = {
  'access.missingRight': 'You may not do this here: the action {action} is missing on {scope}.',
} as const;
