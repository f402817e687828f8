import type { ContainerGroupDefinition } from '../model/containerGroup';
import type { Finding } from '../model/finding';
import { message } from '../model/message';
import { checkGroupName, mendedName } from './names';
import { apiVersions, assumedApiVersion, isApiVersion } from './properties/apiVersions';
import { canonical, isObject } from './properties/canonical';
import { sources } from './properties/sources';
import { checkAddress } from './rules/checkAddress';
import { checkContainers } from './rules/checkContainers';
import { checkCredentials, checkIdentity } from './rules/checkCredentials';
import { checkPlatform } from './rules/checkPlatform';
import { apiVersionFix, checkShape } from './rules/checkShape';
import { checkVolumes } from './rules/checkVolumes';
import { checkWindows } from './rules/checkWindows';
import { added, Findings, setTo } from './rules/findings';
import { checkGaps, isGap } from './rules/gaps';

export interface JudgedAs {
  /**
   * What the definition is: `plan`, which is deployed as it stands; or `file`, for which the name and the region are asked where they are
   * missing.
   */
  readonly kind?: 'plan' | 'file';
  /** Of a file without one: the name that is proposed. */
  readonly proposedName?: string;
  /** Names of the secrets whose values are known. */
  readonly secrets?: ReadonlySet<string>;
}

/**
 * Judges a container group definition as far as that goes without asking Azure: by the table of properties (`properties/groupRows.ts`), and by
 * rules that tie properties together (`rules/`). *Error* only where the service is known to refuse. Whatever is not known is passed over: the
 * definition may be any JSON. Property names count in any case, as for Azure; findings name them as Azure spells them.
 */
export function validate(given: ContainerGroupDefinition, { kind = 'plan', proposedName, secrets }: JudgedAs = {}): readonly Finding[] {
  const findings = new Findings();
  const definition = canonical(given);
  const version = versionOf(definition);
  checkShape(given, version, findings);
  checkVersion(version, findings);
  if (kind === 'file') checkFile(definition, proposedName, findings);
  else checkLocation(definition, findings);
  if (isObject(definition.properties)) {
    checkPlatform(definition, findings);
    checkWindows(definition, findings);
    checkContainers(definition, findings);
    checkIdentity(definition, version, findings);
    checkCredentials(definition, version, findings);
    checkAddress(definition, findings);
    checkVolumes(definition, findings);
  } else if (definition.properties === undefined || definition.properties === null) {
    findings.add('error', 'ContainersRequired', ['properties', 'containers'], message('deploy.noContainers'));
  }
  checkGaps(definition, secrets ?? new Set(), findings);
  return findings.all;
}

function versionOf({ apiVersion }: ContainerGroupDefinition): string {
  return typeof apiVersion === 'string' && isApiVersion(apiVersion) ? apiVersion : assumedApiVersion;
}

/** Previews come and go; of releases, one that is older than the newest and not among them is hardly one. */
function checkVersion(version: string, findings: Findings): void {
  const isKnown = version.endsWith('-preview') || version > (apiVersions.at(-1) ?? '') || apiVersions.some((each) => each === version);
  if (isKnown) return;
  const near = apiVersions.find((each) => each > version) ?? assumedApiVersion;
  findings.add('warning', 'UnknownApiVersion', ['apiVersion'], message('definition.unknownVersion', { version }), {
    source: sources.template,
    fix: apiVersionFix(near),
  });
}

function checkLocation({ location }: ContainerGroupDefinition, findings: Findings): void {
  // Anything else than a text is judged by the table.
  if (location !== undefined && location !== null && location !== '') return;
  findings.add('error', 'LocationRequired', ['location'], message('deploy.locationMissing'));
}

function checkFile({ name, location }: ContainerGroupDefinition, proposedName: string | undefined, findings: Findings): void {
  if (name === undefined || name === null || name === '') {
    const fix = proposedName === undefined ? undefined : added(['name'], proposedName);
    findings.add('information', 'NameAsked', ['name'], message('definition.nameMissing'), { fix });
  } else if (typeof name === 'string' && !isGap(name) && checkGroupName(name)) {
    const mended = mendedName(name);
    // Azure takes capitals, whatever its documentation says: Microsoft's own samples run as myContainerGroup.
    const isOnlyCapital = !checkGroupName(name.toLowerCase());
    findings.add(isOnlyCapital ? 'warning' : 'error', 'InvalidContainerGroupName', ['name'], message('definition.groupName', { name }), {
      source: sources.naming,
      fix: mended === undefined ? undefined : setTo(['name'], mended),
    });
  }
  if (location === undefined || location === null || location === '') {
    findings.add('information', 'LocationAsked', ['location'], message('definition.locationAsked'));
  }
}
