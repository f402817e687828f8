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
  'preflight.subnet.absent':
    'There is no subnet {name} in the virtual network {network}, or you may not see it. This plan creates no subnets: Azure refuses the group until it is there.',
  'preflight.subnet.absentAmong': 'The virtual network {network} has no subnet {name}. It has: {others}.',
  'preflight.subnet.region': 'The subnet {name} is in {region}; a container group in {location} cannot be in it.',
  'preflight.subnet.taken': 'The subnet {name} is delegated to {service}; container groups cannot be in it.',
  'preflight.subnet.natGateway':
    'The subnet {name} has no NAT gateway: unless a firewall leads out, the containers do not reach the internet, and images of public registries may not be pulled.',
  'preflight.subnet.subscription':
    'The subnet {name} is in the subscription {subscriptionId}: a container group and its subnet have to be in the same one.',
  'preflight.subnet.full':
    'The subnet {name} has no address left. It can give away {size}; container groups in it: {count}, addresses of other resources: {used}. Azure lets the group wait, and gives up after 30 minutes.',
  'preflight.subnet.small':
    'The subnet {name} can give away {size} addresses; other container groups in it: {count}. Azure recommends a range of /24 or larger, since addresses come back late.',
  'preflight.subnet.occupied':
    'Other resources hold addresses in the subnet {name}: {count}. Container groups can only be in subnets that have no other resources.',
  'preflight.subnet.crowded': 'There are {count} container groups in the subnet {name}; Azure recommends no more than {limit}.',
  'preflight.subnet.ipv6': 'The subnet {name} has an IPv6 range; container groups have no IPv6 addresses.',
  'preflight.unread.identity': 'Whether the identities of the group are there could not be asked: {code}.',
  'preflight.identity.absent':
    'There is no identity {name} in {resourceGroup}, or you may not see it, and this plan does not create it. Azure refuses the group until it is there.',
  'preflight.identity.closed':
    'The identity {name} is in the subscription {subscriptionId}, which is not open here: whether it is there can’t be told, and this plan cannot create it.',
  'preflight.pull.planned': '{puller} can pull {image} once this plan has granted it the role.',
} as const;
