import { describe, expect, it } from 'vitest';
import { lineOf, piecesOf } from './question-text.ts';

const line = (html: string) => lineOf(html, '[图]');

describe('a question as text', () => {
  it.each([
    ['<p>下列&nbsp;说法<b>正确</b>的是</p>', '下列\u00A0说法正确的是'],
    ['<p>一</p><p>二<br/>三</p>', '一 二 三'],
    ['看图<img src="x" onerror="alert(1)">回答', '看图[图]回答'],
    ['a &lt;b&gt; &amp;amp; &#20013;&#x56fd; &unknown; &#0;', 'a <b> &amp; 中国 &unknown; &#0;'],
    ['前<script>alert(1)</script><style>p{}</style><!-- no -->后', '前后'],
    ['坏的 <p 没有结束', '坏的 <p 没有结束'],
    ['1 < 2 且 3 > 2', '1 < 2 且 3 > 2'],
    ['<script>never ends', ''],
    ['', ''],
  ])('%s', (html, text) => {
    expect(line(html)).toBe(text);
  });

  it('keeps what is raised and lowered', () => {
    expect(piecesOf('x<sup>2</sup>+H<sub>2</sub>O')).toEqual([
      { kind: 'text', text: 'x' },
      { kind: 'text', text: '2', script: 'sup' },
      { kind: 'text', text: '+H' },
      { kind: 'text', text: '2', script: 'sub' },
      { kind: 'text', text: 'O' },
    ]);
  });

  it('makes no empty lines of empty paragraphs', () => {
    expect(piecesOf('<p></p><p>一</p>\n<p> </p><p>二</p><p></p>')).toEqual([
      { kind: 'text', text: '一' },
      { kind: 'break' },
      { kind: 'text', text: '二' },
    ]);
  });
});
