export const preflightMessages = {
  'preflight.notRegistered':
    'The subscription is not registered for {namespace}, and this plan does not register it. Azure refuses the group until it is.',
  'preflight.region': 'Azure names nothing that Container Instances offers in {location}.',
  'preflight.osType': 'Azure does not name {osType} among what Container Instances offers in {location}.',
  'preflight.publicAddress': 'Azure does not name {osType} with a public IP address among what Container Instances offers in {location}.',
  'preflight.privateAddress': 'Azure does not name {osType} in a virtual network among what Container Instances offers in {location}.',
  'preflight.cpu': 'The group needs {needed} cores; the largest that Azure names for {location} has {limit}.',
  'preflight.memory': 'The group needs {needed} GB of memory; the largest that Azure names for {location} has {limit}.',
  'preflight.cores': 'Cores needed: {needed}. Left of the subscription’s quota in {location}: {left}.',
  'preflight.groups': 'The subscription’s quota of container groups in {location} is used up.',
  'preflight.label': 'The DNS name label “{label}” is taken in {location}, by the container group {name}.',
  'preflight.unread.usages': 'How much of the quota is left could not be asked: {code}.',
  'preflight.unread.capabilities': 'What the region offers could not be asked: {code}.',
  'preflight.unread.registration': 'Whether the subscription is registered for Container Instances could not be asked: {code}.',
  'preflight.unread.groups': 'Whether the names are taken could not be asked: {code}.',
  'preflight.unread.subnet': 'Whether the group can be in its subnet could not be asked: {code}.',
  'preflight.subnet.absent': 'There is no subnet {name}, or you may not see it.',
  'preflight.subnet.region': 'The subnet {name} is in {region}; a container group in {location} cannot be in it.',
  'preflight.subnet.taken': 'The subnet {name} is delegated to {service}; container groups cannot be in it.',
  'preflight.subnet.natGateway':
    'The subnet {name} has no NAT gateway: unless a firewall leads out, the containers do not reach the internet, and images of public registries may not be pulled.',
  'preflight.unread.identity': 'Whether the identities of the group are there could not be asked: {code}.',
  'preflight.identity.absent':
    'There is no identity {name} in {resourceGroup}, or you may not see it, and this plan does not create it. Azure refuses the group until it is there.',
  'preflight.identity.closed':
    'The identity {name} is in the subscription {subscriptionId}, which is not open here: whether it is there can’t be told, and this plan cannot create it.',
  'preflight.pull.planned': '{puller} can pull {image} once this plan has granted it the role.',
} as const;
