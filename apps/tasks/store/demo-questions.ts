/** A question that was made up: its stem, its options and the right one, or the text of its answer. */
export interface DemoQuestion {
  readonly content: string;
  readonly options?: readonly string[];
  readonly answer: string;
  readonly analysis?: string;
}

const AREAS = ['12 平方厘米', '24 平方厘米', '36 平方厘米', '48 平方厘米'];
const POEM = ['床前明月光', '疑是地上霜', '举头望明月', '低头思故乡'];

/** Copies, one that is only alike, some that have nothing in common: what a bank looks like after some years. */
export const demoQuestions: readonly DemoQuestion[] = [
  { content: '<p>下列诗句中，哪一句是李白《静夜思》的第一句？</p>', options: POEM, answer: 'A' },
  {
    content: '下列诗句中，哪一句是李白《静夜思》的第一句？',
    options: POEM,
    answer: 'A',
    analysis: '全诗为“床前明月光，疑是地上霜。举头望明月，低头思故乡。”',
  },
  { content: '下列诗句中，&nbsp;哪一句是李白《静夜思》的第一句？', options: POEM, answer: 'A' },
  { content: '下列诗句中，哪一句不是李白《静夜思》的第一句？', options: POEM, answer: 'B' },
  {
    content: '一个长方形的长是 6 厘米，宽是 4 厘米，它的面积是多少平方厘米？',
    options: AREAS,
    answer: 'B',
  },
  {
    content: '<p>一个长方形的长是 6 厘米，宽是 4 厘米，它的面积是多少平方厘米？</p>',
    options: AREAS,
    answer: 'B',
  },
  {
    content: '一个长方形的长是 8 厘米，宽是 6 厘米，它的面积是多少平方厘米？',
    options: AREAS,
    answer: 'D',
  },
  { content: '水在标准大气压下的沸点是多少摄氏度？', answer: '100' },
  { content: '水在标准大气压下的沸点是多少摄氏度?', answer: '100' },
  { content: '中国的首都是哪座城市？', answer: '北京' },
];
