export const deployMessages = {
  'deploy.noFile': 'Open a YAML or JSON file with a container group first.',
  'deploy.noGroup': 'There is no container group in {file}.',
  'deploy.noGroupYet': 'There is no container group in {file} that could be read; what is in the way is underlined.',
  'deploy.groupName':
    'The name “{name}” is invalid: 1 to 63 lowercase letters, numbers and hyphens, starting and ending with a letter or number.',
  'deploy.containerName':
    'The container name “{name}” is invalid: 1 to 63 lowercase letters, numbers and hyphens, starting and ending with a letter or number.',
  'deploy.dnsLabel':
    'The DNS name label “{label}” is invalid: 5 to 63 lowercase letters, numbers and hyphens; the first character must be a letter, the last a letter or number.',
  'deploy.identityName':
    'The identity name “{name}” is invalid: 3 to 128 letters, numbers, hyphens and underscores, starting with a letter or number.',
  'deploy.resourceGroupName':
    'The resource group name “{name}” is invalid: 1 to 90 letters, numbers, underscores, hyphens, periods and parentheses, not ending with a period.',
  'deploy.registryName': 'The registry name “{name}” is invalid: 5 to 50 letters and numbers.',
  'deploy.locationMissing': 'The property “location” is missing: Azure needs a region, such as westeurope.',
  'deploy.noContainers': 'The property “properties.containers” needs at least one container.',
  'deploy.tooManyContainers': 'The group has {count} containers; the documentation says at most {limit}.',
  'deploy.osType': 'The osType “{osType}” is invalid. The value must be one of “Windows, Linux”.',
  'deploy.restartPolicy': 'The restartPolicy “{value}” is invalid. The value must be one of “Always, OnFailure, Never”.',
  'deploy.duplicateName': 'The container name “{name}” is used twice; names are unique in a group.',
  'deploy.imageMissing': 'The container “{container}” names no image.',
  'deploy.imageScheme':
    'The image “{image}” starts with a scheme; Azure wants registry/repository:tag and answers InaccessibleImage otherwise.',
  'deploy.imageMalformed': 'The image “{image}” is not a well-formed reference: registry/repository:tag, the repository in lower case.',
  'deploy.resourcesMissing': 'The container “{container}” asks for no CPU and memory; both are required under resources.requests.',
  'deploy.resourceMissing': 'The request “{property}” is missing in container “{container}”; CPU and memory are both required.',
  'deploy.resourceNotPositive': 'The value {value} of “{property}” is invalid: it must be a number greater than 0.',
  'deploy.resourceLarge': 'The value {value} of “{property}” is more than {usual}: whether the region has room for so much is not certain.',
  'deploy.port': 'The port {port} is invalid: it must be a whole number from 1 to 65535.',
  'deploy.portReserved': 'Azure’s documentation lists port {port} as reserved for the service; the container may not be reachable there.',
  'deploy.portOfNoContainer': 'No container opens port {port}. There is no port mapping: the public port is a container’s own.',
  'deploy.variableName': 'The environment variable name “{name}” is against the documented rule: 1 to 63 letters, numbers and underscores.',
  'deploy.credentialServer': 'The registry credential names no server, such as myregistry.azurecr.io.',
  'deploy.credentialScheme': 'The registry server “{server}” starts with a scheme; Azure wants the login server alone.',
  'deploy.credentialAmbiguous': 'The registry credential has both an identity and a user name. Keep exactly one of them.',
  'deploy.credentialNeither': 'The registry credential has neither an identity nor a user name. Set exactly one of them.',
  'deploy.identityMade': 'The file names the identity {name}, which is not in {resourceGroup} yet: this plan creates it.',
  'deploy.credentialIdentityNotAttached': 'The identity “{identity}” must also stand under identity.userAssignedIdentities of the group.',
  'deploy.addressPorts': 'The IP address opens no port; Azure asks for at least one.',
  'deploy.tooManyPorts': 'The IP address opens {count} ports; the documentation says at most {limit}.',
} as const;
