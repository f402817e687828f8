export const preflightMessages = {
  'preflight.notRegistered':
    'The subscription is not registered for {namespace}, and this plan does not register it. Azure refuses the group until it is.',
  'preflight.region': 'Azure names nothing that Container Instances offers in {location}.',
  'preflight.osType': 'Azure does not name {osType} among what Container Instances offers in {location}.',
  'preflight.publicAddress': 'Azure does not name {osType} with a public IP address among what Container Instances offers in {location}.',
  'preflight.privateAddress': 'Azure does not name {osType} in a virtual network among what Container Instances offers in {location}.',
  'preflight.cpu': 'The group needs {needed} cores; the largest that Azure names for {location} has {limit}.',
  'preflight.memory': 'The group needs {needed} GB of memory; the largest that Azure names for {location} has {limit}.',
  'preflight.cores': 'The group needs {needed} cores; of the subscription’s quota {left} are left in {location}.',
  'preflight.groups': 'The subscription’s quota of container groups in {location} is used up.',
  'preflight.exists': 'There is a container group {name} in {group} already. Deploying changes that one, and its containers restart.',
  'preflight.label': 'The DNS name label “{label}” is taken in {location}, by the container group {name}.',
  'preflight.unread.usages': 'How much of the quota is left could not be asked: {code}.',
  'preflight.unread.capabilities': 'What the region offers could not be asked: {code}.',
  'preflight.unread.registration': 'Whether the subscription is registered for Container Instances could not be asked: {code}.',
  'preflight.unread.groups': 'Whether the names are taken could not be asked: {code}.',
  'preflight.pull.planned': '{puller} can pull {image} once this plan has granted it the role.',
} as const;
