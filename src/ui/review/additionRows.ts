import * as vscode from 'vscode';
import { containersOf } from '../../deploy/additions';
import { canonical } from '../../deploy/properties/canonical';
import type { Adding, AdditionRow } from './adding';
import { containerRows } from './containerAdditions';
import { groupRows } from './groupAdditions';
import { insideRows } from './insideAdditions';
import { volumeRows } from './volumeAdditions';

export function additionRows({
  definition,
  container,
}: Adding): readonly { readonly title: string; readonly rows: readonly AdditionRow[] }[] {
  const name = containersOf(canonical(definition))[container]?.name ?? '';
  const isThere = containersOf(canonical(definition)).length > 0;
  return [
    { title: vscode.l10n.t('containers'), rows: containerRows() },
    ...(isThere ? [{ title: vscode.l10n.t('to container {0}', name), rows: [...insideRows(), ...volumeRows()] }] : []),
    { title: vscode.l10n.t('to the group'), rows: groupRows() },
  ];
}
