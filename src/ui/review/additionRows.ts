import * as vscode from 'vscode';
import { containersOf, isWindows } from '../../deploy/additions';
import { canonical } from '../../deploy/properties/canonical';
import type { Adding, AdditionRow } from './adding';
import { containerRows } from './containerAdditions';
import { groupRows } from './groupAdditions';
import { insideRows } from './insideAdditions';
import { volumeRows } from './volumeAdditions';

interface Section {
  readonly title: string;
  readonly rows: readonly AdditionRow[];
}

/** What a Windows group can't have is left out; nor does it take a second container. */
export function additionRows({ definition, container }: Adding): readonly Section[] {
  const containers = containersOf(canonical(definition));
  const name = containers[container]?.name ?? '';
  const isThere = containers.length > 0;
  const sections = [
    { title: vscode.l10n.t('containers'), rows: containerRows() },
    ...(isThere ? [{ title: vscode.l10n.t('to container {0}', name), rows: [...insideRows(), ...volumeRows()] }] : []),
    { title: vscode.l10n.t('to the group'), rows: groupRows() },
  ];
  if (!isWindows(definition)) return sections;
  return (isThere ? sections.slice(1) : sections).map(({ title, rows }) => ({ title, rows: rows.filter(({ linuxOnly }) => !linuxOnly) }));
}
