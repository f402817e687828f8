/** What is found out about a pull. */
export const diagnosisMessages = {
  'diagnosis.canPull': '{puller} can pull {image}.',
  'diagnosis.cannotPull': '{puller} can’t pull {image}.',
  'diagnosis.cannotTell': 'Whether {puller} can pull {image} can’t be told: what can be read is open.',
  'diagnosis.canPull.anonymous': '{image} can be pulled without a credential.',
  'diagnosis.cannotPull.anonymous': '{image} can’t be pulled without a credential.',
  'diagnosis.cannotTell.anonymous': 'Whether {image} can be pulled without a credential can’t be told.',
  'diagnosis.cannotPull.systemAssigned': 'The system-assigned identity can’t pull {image}.',
  'diagnosis.unread': 'It couldn’t be read.',

  'diagnosis.reference.good': 'The reference {image} is well-formed.',
  'diagnosis.reference.scheme':
    'The reference “{image}” starts with a scheme; Azure wants registry/repository:tag and says InaccessibleImage otherwise.',
  'diagnosis.reference.upperCase': 'The repository of “{image}” has upper-case letters; repositories are lower-case.',
  'diagnosis.reference.malformed': 'The reference “{image}” is not registry/repository:tag.',

  'diagnosis.registry.found': '{server} is the registry {registry} in {group}.',
  'diagnosis.registry.upperCase':
    'The login server is written “{written}”; it must be all lower-case, and some clients are refused otherwise.',
  'diagnosis.registry.otherServer': 'The login server of {registry} is {server}, not {written}.',
  'diagnosis.registry.absent': 'There is no registry with the login server {server}.',
  'diagnosis.registry.unseen': 'There is a registry of this name, but {server} is none that you may see.',
  'diagnosis.registry.foreign': '{server} is no registry of Azure that can be asked about.',
  'diagnosis.registry.dockerHub': 'Docker Hub limits anonymous pulls from Azure’s addresses; an import into your registry is not limited.',

  'diagnosis.image.there': '{image} is there ({digest}).',
  'diagnosis.image.noRepository': '{registry} has no repository {repository}.',
  'diagnosis.image.noTag': '{repository} has no “{reference}”. Its newest tags: {tags}.',
  'diagnosis.image.notThere': '{repository} has no “{reference}”. Which tags it has couldn’t be read.',
  'diagnosis.image.noTags': '{repository} has no “{reference}”, and no tag at all.',
  'diagnosis.image.refused': 'You yourself may not read images in {registry}, which says nothing of who pulls.',
  'diagnosis.image.firewalled': 'The firewall of {registry} refuses your address, which says nothing of who pulls.',
  'diagnosis.image.pulledBefore': 'The group pulled it on {when}.',

  'diagnosis.platform.fits': 'It is built for {platform}.',
  'diagnosis.platform.other': 'It is built for {platforms} and not for {wanted}, which is all that Container Instances runs in this group.',
  'diagnosis.platform.neither': 'It is built for {platforms}; Container Instances runs linux/amd64 and windows/amd64 alone.',
  'diagnosis.platform.untoldOfAny': 'The registry doesn’t tell which platform it is built for; it must be linux/amd64 or windows/amd64.',
  'diagnosis.platform.untold': 'The registry doesn’t tell which platform it is built for; it must be {wanted}.',

  'diagnosis.credential.identity': 'The pull is made with the managed identity {identity}.',
  'diagnosis.credential.systemAssigned':
    'The pull is to be made with the system-assigned identity, which Container Instances can’t do on any OS.',
  'diagnosis.credential.none': 'The group has no credential for {server}, and the registry lets nobody pull without one.',
  'diagnosis.credential.anonymous': 'The registry lets anybody pull without a credential.',
  'diagnosis.credential.adminDisabled': 'The pull is made as the admin user {username}, and the registry’s admin user is disabled.',
  'diagnosis.credential.admin':
    'The pull is made with the admin user’s password. Whether it is still the right one can’t be read from Azure.',
  'diagnosis.credential.password': 'The pull is made as {username}. Whether its password is right can’t be read from Azure.',

  'diagnosis.identity.there': '{identity} is there, its principal is {principalId}.',
  'diagnosis.identity.gone': 'There is no identity {identity} in {group}: it was deleted, or never was.',

  'diagnosis.attached.yes': 'The group carries {identity}.',
  'diagnosis.attached.no':
    'The group pulls with {identity} and doesn’t carry it: it must also stand under identity.userAssignedIdentities.',

  'diagnosis.role.has': '{role} lets it pull from {registry}, assigned at {scope}.',
  'diagnosis.role.ignored':
    'It has {role}, which {registry} doesn’t honour: the registry is in the mode “{mode}”, which asks for {wanted}.',
  'diagnosis.role.none': 'No role lets it pull from {registry}. It takes {wanted}.',
  'diagnosis.role.clientId':
    '{role} was assigned to its client id, {clientId}, which opens nothing: roles go to its principal id, {principalId}. To pull from {registry} that takes {wanted}.',
  'diagnosis.role.group': 'A group has {role}. Whether the identity is in that group can’t be told here.',
  'diagnosis.role.unread': 'It has a role ({role}) whose definition couldn’t be read.',

  'diagnosis.condition.excludes': 'The condition on {role} leaves {repository} out.',
  'diagnosis.condition.untold': 'Whether the condition on {role} admits {repository} can’t be told.',
  'diagnosis.condition.anyRepository': 'A condition on {role} admits some repositories and others not.',

  'diagnosis.denied.no': 'No deny assignment stands in the way.',
  'diagnosis.denied.yes':
    'The deny assignment “{name}” at {scope} forbids it, whatever roles say. Only what made it (a deployment stack, a managed application) can take it away.',
  'diagnosis.denied.perhaps': 'The deny assignment “{name}” at {scope} forbids it to some; whether to this identity can’t be told.',

  'diagnosis.effective.long': 'The role was assigned long enough ago to be in effect.',
  'diagnosis.effective.group':
    'The role comes through a group. Azure keeps the groups of a managed identity for up to 24 hours: one that joined lately may have to wait.',
  'diagnosis.effective.recent':
    'The role was assigned or changed {minutes} minutes ago; it can take up to {limit} minutes to be in effect.',

  'diagnosis.network.open': 'The registry is reachable from all networks.',
  'diagnosis.network.trusted':
    'The registry’s network is restricted, and it lets trusted services in: Container Instances pulling with an identity is one.',
  'diagnosis.network.untrusted':
    'The registry’s network is restricted, and it doesn’t let trusted services in. Container Instances comes from addresses that nobody is told, so no rule can name them.',
  'diagnosis.network.password':
    'The registry’s network is restricted, and only a managed identity gets through as a trusted service. A password or no credential doesn’t.',

  'diagnosis.sku.fine': 'Premium is needed only for private endpoints and network rules; {sku} is fine for this pull.',

  'diagnosis.limits.region':
    'Microsoft’s article of November 2021 said that identities can’t pull in {location}. Newer editions no longer do.',
  'diagnosis.limits.windows':
    'Until January 2024 Azure answered IdentityNotSupportedOnWindows to Windows groups with an identity. Newer pages allow a user-assigned one.',
  'diagnosis.limits.government':
    'Microsoft’s documentation says that in Azure Government a group in a virtual network can’t have a managed identity.',

  'diagnosis.runs': '{container} runs, so it was pulled.',
  'diagnosis.exits': 'The pull isn’t what fails: {container} was pulled and started, and ended with exit code {code}.',
  'diagnosis.failed': 'Azure’s last word: {event}',

  'repair.grant': 'Grant {role} to {identity}',
  'repair.widen': 'Let {identity} pull {repository} too',
  'repair.trustServices': 'Let trusted services into {registry}',
  'repair.attach': 'Attach {identity} to the group',
  'repair.image': 'Deploy with {image}',
  'repair.useIdentity': 'Pull with {identity}',
  'repair.chooseIdentity': 'Pull with a managed identity…',
  'repair.wait': 'Wait, and start the group again',
} as const;
