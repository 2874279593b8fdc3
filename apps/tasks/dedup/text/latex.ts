/** What a formula's commands look like on paper, where one character shows it. */
const SIGNS: ReadonlyMap<string, string> = new Map(
  `
    times ×  div ÷  pm ±  mp ∓  le ≤  leq ≤  leqslant ≤  ge ≥  geq ≥  geqslant ≥  ne ≠  neq ≠  approx ≈
    equiv ≡  sim ∼  cong ≅  propto ∝  infty ∞  in ∈  notin ∉  subset ⊂  subseteq ⊆  cup ∪  cap ∩
    emptyset ∅  varnothing ∅  forall ∀  exists ∃  angle ∠  triangle △  perp ⊥  parallel ∥  circ °
    degree °  prime ′  cdot ⋅  sqrt √  to →  rightarrow →  leftarrow ←  uparrow ↑  downarrow ↓
    because ∵  therefore ∴  alpha α  beta β  gamma γ  delta δ  epsilon ε  varepsilon ε  theta θ
    lambda λ  mu μ  pi π  rho ρ  sigma σ  tau τ  phi φ  varphi φ  omega ω  Delta Δ  Omega Ω  Sigma Σ
    lt <  gt >  % %  { {  } }  _ _  $ $
  `
    .trim()
    .split(/\s{2,}/)
    .map((pair) => pair.split(' ') as [string, string]),
);

/** They change how a formula looks or is spaced, not what it says. */
const STYLES =
  /\\(?:left|right|displaystyle|textstyle|limits|(?:mathrm|mathbf|mathit|mathsf|mathbb|boldsymbol|operatorname|textbf|text|rm|bf)(?![a-zA-Z]))/g;
const SPACES = /\\(?:[,;:!> ]|quad(?![a-zA-Z])|qquad(?![a-zA-Z]))/g;
const FORMULA = /\$\$?([^$]{1,2000})\$\$?|\\\(([\s\S]{1,2000}?)\\\)|\\\[([\s\S]{1,2000}?)\\\]/g;

/** LaTeX without its spacing and fonts: `$ y = x^{3} - 2 x $` and `$y=x^3-2x$` become `y=x^3-2x`. */
export function foldLatex(text: string): string {
  if (!/[\\$^_{]/.test(text)) return text;
  return text
    .replace(FORMULA, (whole, ...parts: (string | undefined)[]) => {
      const inner = parts[0] ?? parts[1] ?? parts[2] ?? whole;
      // A price and another price with prose between them are no formula.
      return /[\u4E00-\u9FFF]{8}/.test(inner) ? whole : inner.replace(SPACES, '').replace(/[\s~]+/g, '');
    })
    .replace(STYLES, '')
    .replace(SPACES, ' ')
    .replace(/\\([a-zA-Z]+|[%{}_$])/g, (whole, name: string) => SIGNS.get(name) ?? whole)
    .replace(/\{\s*\}/g, '')
    .replace(/([\^_])\{\s*([^{}\s])\s*\}/gu, '$1$2')
    .replace(/\^([′°])/g, '$1');
}
