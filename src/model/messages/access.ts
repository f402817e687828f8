export const accessMessages = {
  'access.missingRight': 'You may not run this plan: the action {action} is missing on {scope}. Its script is open, for somebody who may.',
} as const;
