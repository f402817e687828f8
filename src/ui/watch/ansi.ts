/** Text for a terminal. */
const escape = '\u001b[';
export const plain = `${escape}0m`;
const dim = `${escape}2m`;

/** Of the terminal's own theme, so that they can be read in each: https://code.visualstudio.com/api/references/theme-color#integrated-terminal-colors */
const colours = [36, 33, 35, 32, 34, 96, 93, 95, 92, 94];

/** The name of a container as the beginning of its lines: in a colour of its own, as wide as the longest. */
export function prefix(name: string, place: number, width: number): string {
  return `${escape}${colours[place % colours.length]}m${name.padEnd(width)} │${plain} `;
}

/** What the extension says itself. */
export function aside(text: string): string {
  return `${dim}── ${harmless(text)}${plain}`;
}

// What a program writes may move the cursor, set the clipboard or the title: only its colours are let through.

const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])?|\u009b[0-?]*[ -/]*[@-~]/g;

const colour = /^\u001b\[[\d;:]*m$/;

const controls = /[\u0000-\u0008\u000a-\u001a\u001c-\u001f\u007f-\u009f]/g;

export function harmless(text: string): string {
  return text.replace(sequences, (sequence) => (colour.test(sequence) ? sequence : '')).replace(controls, '');
}
