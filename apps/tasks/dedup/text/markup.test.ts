import { describe, expect, it } from 'vitest';
import { readMarkup } from './markup.ts';

const said = (html: string) => readMarkup(html).text;

describe('markup', () => {
  it.each([
    ['若 a<b 且 c>d，则', '若 a<b 且 c>d，则'],
    ['a<b c>d', 'a<b c>d'],
    ['<x> 与 <尖括号>', '<x> 与 <尖括号>'],
    ['a < b > c', 'a < b > c'],
    ['1 <', '1 <'],
  ])('leaves %j, which is no tag', (html, text) => {
    expect(said(html)).toBe(text);
  });

  it('parts words at blocks, not at inline tags', () => {
    expect(said('foo<br/>bar<p class="x">baz</p>')).toBe('foo bar baz ');
    expect(said('f<b>o</b>o<span style="color:red">!</span>')).toBe('foo!');
  });

  it('keeps what is raised and lowered apart', () => {
    expect(said('10<sup>2</sup> H<sub>2</sub>O')).toBe('10^{2} H_{2}O');
  });

  it('decodes entities once', () => {
    expect(said('a&nbsp;b &lt;p&gt; &amp;lt;')).toBe('a\u00A0b <p> &lt;');
  });

  it('skips comments, scripts and styles', () => {
    expect(said('甲<!-- <p>x</p> -->乙<style>p{}</style>丙<script>1<2</script>丁<!-- open')).toBe('甲乙丙丁');
  });

  it('tells pictures apart by their source', () => {
    const [one, same, other] = [
      '<img src="a.png" alt="x">',
      "<IMG alt='y' src='a.png'/>",
      '<img src=b.png>',
    ].map((html) => readMarkup(html));
    expect(one).toEqual(same);
    expect(one!.images).not.toEqual(other!.images);
    expect(one!.text).not.toBe(other!.text);
    expect(Array.from(one!.text)).toHaveLength(1);
  });

  it('reads hostile markup in one pass', () => {
    const attributes = `<p ${'a=1/b=2 '.repeat(20_000)}`;
    for (const html of [attributes, '<'.repeat(200_000), '<style>'.repeat(50_000), '<p a="'.repeat(50_000)]) {
      expect(said(html).length).toBeLessThanOrEqual(html.length);
    }
  });
});
