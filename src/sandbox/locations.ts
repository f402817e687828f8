/** Regions that the sandbox has, by Azure's names. */
import type { Refusal } from './errors';
import { refuse } from './errors';

export const locations: Readonly<Record<string, string>> = {
  westeurope: 'West Europe',
  northeurope: 'North Europe',
  francecentral: 'France Central',
  germanywestcentral: 'Germany West Central',
  switzerlandnorth: 'Switzerland North',
  swedencentral: 'Sweden Central',
  norwayeast: 'Norway East',
  uksouth: 'UK South',
  eastus: 'East US',
  eastus2: 'East US 2',
  westus: 'West US',
  westus2: 'West US 2',
  westus3: 'West US 3',
  centralus: 'Central US',
  canadacentral: 'Canada Central',
  brazilsouth: 'Brazil South',
  japaneast: 'Japan East',
  southeastasia: 'Southeast Asia',
  australiaeast: 'Australia East',
};

/** `West Europe` and `westeurope` are one. */
export function locationName(text: string): string {
  return text.toLowerCase().replaceAll(' ', '');
}

/** The region's name, or Azure's refusal: missing, or not one for the type. */
export function requireLocation(text: string | undefined, type: string): string {
  if (!text) throw refuse(400, 'LocationRequired', 'The location property is required for this definition.');
  const name = locationName(text);
  if (!(name in locations)) throw unavailable(text, type);
  return name;
}

function unavailable(text: string, type: string): Refusal {
  const list = Object.keys(locations).join(',');
  if (type === 'Microsoft.Resources/resourceGroups') {
    return refuse(
      400,
      'LocationNotAvailableForResourceGroup',
      `The provided location '${text}' is not available for resource group. List of available regions is '${list}'.`,
    );
  }
  return refuse(
    400,
    'LocationNotAvailableForResourceType',
    `The provided location '${text}' is not available for resource type '${type}'. List of available regions for the resource type is '${list}'.`,
  );
}

/** Throws where an existing resource would move to another region. */
export function requireSameLocation(existing: { name: string; location: string }, location: string, resourceGroup: string): void {
  if (existing.location === location) return;
  const text =
    `The resource '${existing.name}' already exists in location '${existing.location}' in resource group '${resourceGroup}'. ` +
    `A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`;
  throw refuse(409, 'InvalidResourceLocation', text);
}
