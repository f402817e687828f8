export const accessMessages = {
  'access.missingRight': 'You may not run this plan: the action {action} is missing on {scope}. Its script is open, for somebody who may.',
  'access.onlyRepositories': 'Only these repositories: {names}',
  'access.onlyPrefixes': 'Only repositories whose names begin so: {prefixes}',
  'access.onlyRepositoriesAndPrefixes': 'Only these repositories: {names}, and those whose names begin so: {prefixes}',
  'access.onlyAssigns': 'Only for assigning these roles: {roles}',
  'access.condition': 'Only under this condition: {text}',
  'access.listNotNarrowable': 'Listing the catalog shows all repositories or none: it can’t be narrowed to some.',
  'access.classicNotNarrowable':
    'Only registries that use ABAC repository permissions can be narrowed to repositories. These use registry permissions: {registries}',
  'access.conditionTooLong':
    'The condition would be {length} bytes long, and Azure takes at most {limit}: choose fewer repositories, or a prefix that they share.',
  'access.alreadyLists': '{principal} can list the repositories of {scope} already, by {roles}.',
  'access.alreadyPulls': '{principal} can pull from {scope} already, by {roles}.',
  'access.alreadyPushes': '{principal} can push to {scope} already, by {roles}.',
  'access.alreadyDeletes': '{principal} can delete from {scope} already, by {roles}.',
  'access.alreadyButDenied':
    '{principal} has {roles} on {scope} already; what keeps it out is the deny assignment “{denial}”, which no role outdoes.',
  'access.alreadyButPerhapsDenied':
    '{principal} has {roles} on {scope} already. Whether the deny assignment “{denial}” keeps it out can’t be told here.',
  'access.clientIdRecognised':
    '{clientId} is the application (client) id of {name}. Roles go to its object id, {objectId}, and so does this one.',
  'access.delegationRefuses': 'Your role “{own}” lets you assign some roles; {role} to this principal is not one of them.',
  'access.delegationUnsure': 'Whether you may assign {role} on {scope} can’t be told here. Azure decides when the plan runs.',
  'access.eligible': 'You are eligible for {role} on {scope}: activate it first.',
  'access.conditionUnreadable': 'Only under a condition that can’t be read here: {text}',
  'revoke.stops': 'Container group {group} can no longer pull {image} when it starts again.',
  'revoke.mayStop':
    'Container group {group} may no longer pull {image} when it starts again: what else lets it in can’t be told for certain.',
  'revoke.unread': 'Container groups in {names} could not be read: whether one of them can no longer pull is not known.',
  'revoke.nothingStops': 'No container group that is listed here loses a pull.',
  'revoke.group': '{principal} is a group: all its members lose the role.',
  'revoke.own': 'It is a role of your own: without it you may not be able to give it back.',
  'revoke.reaches': 'It is assigned on {scope}, and ends there for everything: registries that it reaches are {count} ({names}).',
  'revoke.keeps': '{principal} can still pull from {registry}, by {role} on {scope}.',
  'revoke.others': 'Only container groups are looked at: what else {principal} does by this role is not known here.',
  'revoke.orphans':
    'The directory does not know {principal} any more, so nobody loses anything. It could not be brought back with its roles.',
  'deleteIdentity.unreadGroups': 'Container groups in {names} could not be read: one that uses the identity can get stuck when it is gone.',
  'deleteIdentity.unreadRoles': 'Role assignments in {names} could not be read: those of the identity stay behind there.',
  'deleteIdentity.left': '{role} on {scope} stays behind, assigned to nobody.',
  'deleteIdentity.others':
    'Only container groups are looked at: virtual machines, functions and whatever else uses {name} lose it as well.',
  'deleteIdentity.final': 'This cannot be undone: another identity named {name} would be another principal, without these roles.',
} as const;
