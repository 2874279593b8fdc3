import { parse } from 'vue/compiler-sfc';

/** What of Vue's syntax tree is read here; `type` as in `NodeTypes` of @vue/compiler-core. */
interface Node {
  readonly type: number;
  readonly tag?: string;
  readonly name?: string;
  /** Of a text the text, of an interpolation its expression. */
  readonly content?: string | { readonly content?: string };
  readonly value?: { readonly content: string } | undefined;
  readonly arg?: { readonly content?: string } | undefined;
  readonly exp?: { readonly content?: string } | undefined;
  readonly props?: readonly Node[];
  readonly children?: readonly Node[];
}
const TEXT = 2;
const INTERPOLATION = 5;
const ATTRIBUTE = 6;
const DIRECTIVE = 7;

/** Attributes and properties that a reader sees or hears. */
const READ =
  /^(title|label|alt|text|ask|placeholder|summary|aria-(label|description|roledescription|valuetext))$/;
const WORD = /\p{L}{2,}/u;
/** A literal in an expression is a sentence when it is Chinese or of several words; one word is a key or a value. */
const SENTENCE = /\p{Script=Han}|\p{L}[,.!?…:]? +(\p{L}|$)/u;

/** Sentences that stand in a component's template, not in the catalog: texts, attributes, literals of expressions. */
export function literalsOf(component: string): readonly string[] {
  const { descriptor } = parse(component, { sourceMap: false, ignoreEmpty: false });
  const found: string[] = [];
  const visit = (node: Node): void => {
    // Names of keys are the same in every language.
    if (node.tag === 'kbd') return;
    if (node.type === TEXT && typeof node.content === 'string' && WORD.test(node.content)) {
      found.push(node.content.trim());
    }
    if (node.type === INTERPOLATION && typeof node.content === 'object') {
      found.push(...sentencesIn(node.content.content));
    }
    for (const prop of node.props ?? []) {
      if (prop.type === ATTRIBUTE && READ.test(prop.name ?? '') && WORD.test(prop.value?.content ?? '')) {
        found.push(prop.value!.content);
      }
      if (prop.type === DIRECTIVE && prop.name === 'bind' && READ.test(prop.arg?.content ?? '')) {
        found.push(...sentencesIn(prop.exp?.content));
      }
    }
    for (const child of node.children ?? []) visit(child);
  };
  if (descriptor.template?.ast) visit(descriptor.template.ast as unknown as Node);
  return found;
}

/** String literals of an expression, of a template literal its fixed parts. */
function sentencesIn(expression = ''): readonly string[] {
  const literals = [...expression.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)];
  return literals
    .flatMap(([, single, double, template]) => single ?? double ?? template?.split(/\$\{[^}]*\}/) ?? [])
    .filter((literal) => SENTENCE.test(literal));
}
