/** What is wrong with the settings that describe a cloud. */
export const signInMessages = {
  'cloud.missing': 'The setting keylessContainers.customCloud does not name “{field}”.',
  'cloud.notText': 'In the setting keylessContainers.customCloud, “{field}” is not a text.',
  'cloud.notHttps':
    'In the setting keylessContainers.customCloud, “{field}” is “{value}”, and not an address such as https://management.example.com.',
  'cloud.suffix':
    'In the setting keylessContainers.customCloud, “registrySuffix” is “{value}”; login servers end with something like .azurecr.io.',
} as const;
