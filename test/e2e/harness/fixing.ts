import type { Workbench } from '../pages/workbench';
import { eventually } from './eventually';

/**
 * Goes to the next finding in the first editor and takes its fix, with the keyboard alone, until that has come to something: the extension knows of its
 * findings before the window shows them, and a key that is pressed in between meets what is no longer there.
 * @param settled throws as long as nothing has come of it.
 */
export async function takeNextFix<T>(workbench: Workbench, settled: () => Promise<T>): Promise<T> {
  return eventually(async () => {
    await workbench.run('workbench.action.focusFirstEditorGroup');
    await workbench.editor.waitUntilFocused();
    await workbench.run('editor.action.marker.next');
    await workbench.run('closeMarkersNavigation');
    await workbench.run('editor.action.autoFix');
    return eventually(settled, 5_000);
  });
}
