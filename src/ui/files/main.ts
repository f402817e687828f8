/** Where the bundle of files begins: squiggles, fixes and buttons in files with container groups, loaded when one is first open. */
export { GroupFiles } from './groupFiles';
