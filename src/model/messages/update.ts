/** What a deployment does to a group that is there. */
export const updateMessages = {
  'update.nothing': 'The group is there and is so already: nothing changes.',
  'update.inPlace': 'The group is there and is changed in place: all its containers restart.',
  'update.secretsAlone': 'The group is there; whether its secrets are the same nobody can tell. If not, all its containers restart.',
  'update.anew': 'The group is there and has ended: Azure deploys it as new.',
  'update.stopped': 'The group is there: it is stopped first, and Azure deploys it as new.',
  'update.recreate': 'The group is there, and {properties} cannot be changed in place: it is deleted and created again.',
  'update.losesAddress': 'With it go its logs, and its address {address} until it is there again; the IP address will be another.',
  'update.losesLogs': 'With it go its logs.',
  'update.reverts': 'It has “{property}”, which the definition leaves out: that goes.',
  'update.revertsFrom': 'It has “{property}” {value}, which the definition leaves out: that goes back to Azure’s default.',
} as const;
