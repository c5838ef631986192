import { styleText } from 'node:util';

const state = { scene: 0 };

/** What will be seen next, in one line; what follows is what really comes. */
export function scene(headline) {
  state.scene += 1;
  say(`${styleText('bold', `${state.scene}. ${headline}`)}\n`);
}

export function say(line = '') {
  console.log(line);
}

/** One line of what a process says or a file holds. */
export function showLine(line) {
  say(`   ${line}`.trimEnd());
}

/** Several lines, and an empty one below them. */
export function show(text) {
  for (const line of text.trimEnd().split('\n')) showLine(line);
  say();
}

/** What has been checked, after it has been. */
export function checked(sentence) {
  show(`${styleText('green', '✔')} ${sentence}`);
}
