/**
 * Problems of a text as an entity relationship diagram of Mermaid. The rules are those that every version since 10.5 has:
 * words of letters, digits and `_`; keys PK, FK and UK, which are found before words and in any case; texts in quotes
 * without quotes, backslashes or `%`; and `direction TB`, which is found anywhere outside a block.
 */
export function mermaidProblems(text: string): readonly string[] {
  const [head, ...lines] = text.split('\n');
  if (head !== 'erDiagram' || lines.at(-1) !== '') return ['It has no head, or no end'];
  let isInBlock = false;
  return lines.slice(0, -1).flatMap((line) => {
    const rules = isInBlock ? IN_BLOCK : OUTSIDE;
    if (isInBlock && line === '  }') isInBlock = false;
    else if (!isInBlock && HEAD.test(line)) isInBlock = true;
    else if (!rules.line.test(line)) return [`Not understood: ${line}`];
    return rules.never.filter((pattern) => pattern.test(line)).map((pattern) => `${pattern} in: ${line}`);
  });
}

const QUOTED = String.raw`"(?!")[^"%\\\r\n\v<>&;]*(?:#\d+;[^"%\\\r\n\v<>&;]*)*"`;
const CARDINALITY = String.raw`(?:\}o--\|\||\|\|\.\.\|\|)`;

const HEAD = new RegExp(`^  "\\w+"(?:\\[${QUOTED}\\])? \\{$`);

const OUTSIDE = {
  line: new RegExp(`^  "\\w+" ${CARDINALITY} "\\w+" : ${QUOTED}$`),
  never: [/direction\s+(?:TB|BT|LR|RL)/i, /%/, /accTitle\s*:|accDescr\s*[:{]/],
};

const IN_BLOCK = {
  line: new RegExp(
    `^    (?!(?:pk|fk|uk)\\b)[A-Za-z_][\\w()-]* (?!(?:pk|fk|uk)\\b)[A-Za-z_]\\w*(?: PK)?(?: ${QUOTED})?$`,
    'i',
  ),
  never: [/%/, /~/, /`/],
};
