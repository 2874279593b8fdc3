import { defineErrors, type Text } from '@posthouse/protocol';

/** Every "no" about questions, imports and what is kept. */
export const questionErrors = defineErrors({
  TASKS_QUESTION_UNKNOWN: {
    status: 404,
    text: { zh: '题目不存在或已被删除', en: 'There is no such question, or it is deleted' },
    remedy: { zh: '刷新题目列表', en: 'Look at the list of questions again' },
  },
  TASKS_QUERY: {
    status: 400,
    text: { zh: '参数无效：{at}', en: 'The parameter {at} is not valid' },
    remedy: { zh: '各参数见 /api/docs', en: 'See /api/docs for the parameters' },
  },
  TASKS_GROUP_UNKNOWN: {
    status: 404,
    text: { zh: '重复组不存在', en: 'There is no such group' },
    remedy: { zh: '刷新该任务的结果', en: "Look at the task's results again" },
  },
  TASKS_PAIR_UNKNOWN: {
    status: 404,
    text: { zh: '重复对不存在', en: 'There is no such pair' },
    remedy: { zh: '刷新该任务的结果', en: "Look at the task's results again" },
  },
  TASKS_CLUSTER_UNKNOWN: {
    status: 404,
    text: { zh: '重复簇不存在', en: 'There is no such cluster' },
    remedy: { zh: '刷新该任务的结果', en: "Look at the task's results again" },
  },
  TASKS_KEEP_UNKNOWN: {
    status: 404,
    text: { zh: '保留操作不存在', en: 'Nothing was kept under this id' },
    remedy: { zh: '刷新该任务的结果', en: "Look at the task's results again" },
  },
  TASKS_KEEP_TARGET: {
    status: 400,
    text: {
      zh: 'cluster_id 与 group_id 须且只须给出一个',
      en: 'Give exactly one of cluster_id and group_id',
    },
    remedy: { zh: '去掉其中一个，或补上缺少的', en: 'Leave one of them out, or add what is missing' },
  },
  TASKS_KEEP_MEMBER: {
    status: 400,
    text: {
      zh: '该题目不在其中或已被删除，无法保留',
      en: 'This question is not in it or is deleted: it cannot be the one that stays',
    },
    remedy: { zh: '从其中未删除的题目里选一题', en: 'Choose one of its questions that is not deleted' },
  },
  TASKS_KEEP_NOTHING: {
    status: 400,
    text: { zh: '没有可删除的重复题目', en: 'There is no duplicate left to delete' },
    remedy: { zh: '无需处理；刷新结果即可', en: 'Nothing is to be done; look at the results again' },
  },
  TASKS_KEEP_BUSY: {
    status: 409,
    text: { zh: '该任务已有正在进行的批量操作', en: 'Another deed on all of this task is under way' },
    remedy: { zh: '等它完成，或先撤销它', en: 'Wait for it to end, or undo it' },
  },
  TASKS_KEEP_UNDONE: {
    status: 400,
    text: { zh: '该操作已撤销', en: 'This has been undone already' },
    remedy: { zh: '无需处理；刷新结果即可', en: 'Nothing is to be done; look at the results again' },
  },
  TASKS_KEEP_UNFINISHED: {
    status: 400,
    text: {
      zh: '任务未完成（{status}），不能批量处理',
      en: 'The task is {status}: only a completed one can be tidied',
    },
    remedy: { zh: '等任务完成后再处理', en: 'Wait until the task is completed' },
  },
  TASKS_IMPORT_UNKNOWN: {
    status: 404,
    text: { zh: '导入不存在', en: 'There is no such import' },
    remedy: { zh: '刷新导入列表', en: 'Look at the list of imports again' },
  },
  TASKS_IMPORT_OVER: {
    status: 400,
    text: {
      zh: '导入已结束（{state}），无法取消',
      en: 'The import is over ({state}) and cannot be cancelled',
    },
    remedy: { zh: '不需要的题目可在题库中删除', en: 'Delete the questions that nobody needs instead' },
  },
  TASKS_IMPORT_BUSY: {
    status: 409,
    text: { zh: '正在进行的导入过多（{limit} 个）', en: 'Too many imports are under way ({limit})' },
    remedy: { zh: '等其中一个完成后再上传', en: 'Upload again when one of them has ended' },
  },
  TASKS_IMPORT_EMPTY: {
    status: 400,
    text: { zh: '文件为空', en: 'The file is empty' },
    remedy: { zh: '检查文件后重新上传', en: 'Check the file and upload it again' },
  },
  TASKS_IMPORT_TABLE: {
    status: 400,
    text: { zh: 'format=table 时须用 table 指明旧表名', en: 'With format=table, table names the old table' },
    remedy: { zh: '加上参数 table=旧表名', en: 'Add the parameter table=<name of the old table>' },
  },
  TASKS_IMPORT_HEADER: {
    status: 400,
    text: {
      zh: '第一行缺少必需的列 {column}',
      en: 'The first line lacks the column {column}, which is needed',
    },
    remedy: {
      zh: '题目文件须有 content（或 question、题干）一列；旧表须有 question_id 一列',
      en: 'A file of questions needs a column content (or question, or its Chinese name); an old table needs question_id',
    },
  },
  TASKS_IMPORT_COLUMN_TWICE: {
    status: 400,
    text: {
      zh: '第一行有两列都是 {column}',
      en: 'Two columns of the first line are {column}',
    },
    remedy: {
      zh: '删除或改名其中一列；同义的列名也算同一列',
      en: 'Delete or rename one of them; names of one meaning count as the same',
    },
  },
  TASKS_IMPORT_WORKBOOK: {
    status: 400,
    text: {
      zh: '这是 Excel 工作簿或压缩包，请另存为 CSV 后导入',
      en: 'This is an Excel workbook or an archive: save it as CSV and import that',
    },
    remedy: {
      zh: '在 Excel 中选“另存为”，类型选“CSV UTF-8（逗号分隔）”',
      en: 'In Excel choose "Save as" and the type "CSV UTF-8 (comma delimited)"',
    },
  },
  TASKS_IMPORT_UNREADABLE: {
    status: 400,
    text: {
      zh: '文件格式损坏，从第 {line} 行起无法读取',
      en: 'The file is damaged and cannot be read from line {line} on',
    },
    remedy: {
      zh: '常见原因是引号没有配对；已导入的行保留，修好后可重新导入',
      en: 'A quote that is never closed, most often. What was read stays; mend the file and import it again',
    },
  },
  TASKS_IMPORT_CUT: {
    status: 400,
    text: { zh: '上传中断，文件没有传完', en: 'The upload broke off before its end' },
    remedy: { zh: '重新上传', en: 'Send the file again' },
  },
  TASKS_ROW_COLUMNS: {
    status: 400,
    text: {
      zh: '应有 {columns} 列，实有 {cells} 列',
      en: '{columns} columns are expected, {cells} are there',
    },
    remedy: { zh: '检查该行的分隔符与引号', en: 'Check the separators and quotes of this line' },
  },
  TASKS_ROW_JSON: {
    status: 400,
    text: { zh: '不是有效的题目 JSON', en: 'This is no question in JSON' },
    remedy: {
      zh: '改为每行一个 JSON 对象后重新导入',
      en: 'Write one JSON object a line and import the file again',
    },
  },
  TASKS_ROW_LIST: {
    status: 400,
    text: {
      zh: '{column} 应为最多 200 项的列表',
      en: '{column} should be a list of at most 200 entries',
    },
    remedy: {
      zh: 'options 写为 ["甲","乙"] 或 [{"label":"A","content":"甲"}] 后重新导入',
      en: 'Write options as ["one","two"] or [{"label":"A","content":"one"}] and import the file again',
    },
  },
  TASKS_ROW_EMPTY: {
    status: 400,
    text: { zh: '{column} 不能为空', en: '{column} must not be empty' },
    remedy: { zh: '填上后重新导入', en: 'Fill it in and import the file again' },
  },
  TASKS_ROW_NUMBER: {
    status: 400,
    text: { zh: '{column} 不是有效的整数', en: '{column} is no whole number' },
    remedy: { zh: '改为整数后重新导入', en: 'Write a whole number and import the file again' },
  },
  TASKS_ROW_TEXT: {
    status: 400,
    text: { zh: '{column} 不是文本', en: '{column} is no text' },
    remedy: { zh: '改为文本后重新导入', en: 'Write a text and import the file again' },
  },
  TASKS_ROW_TOO_LONG: {
    status: 400,
    text: { zh: '{column} 超过 {limit} 个字符', en: '{column} has more than {limit} characters' },
    remedy: { zh: '缩短后重新导入', en: 'Make it shorter and import the file again' },
  },
  TASKS_ROW_TYPE: {
    status: 400,
    text: { zh: '题型无效，应为 1、2、3、4、8 等', en: 'The type is not valid: 1, 2, 3, 4, 8 and the like' },
    remedy: { zh: '改为题型编号后重新导入', en: 'Write the number of a type and import the file again' },
  },
  TASKS_ROW_ANSWER: {
    status: 400,
    text: { zh: '答案与题型不符', en: 'The answer does not fit the type' },
    remedy: {
      zh: '单选 A，多选 A,B，判断 1（对）或 2（错）',
      en: 'A for one choice, A,B for several, 1 (right) or 2 (wrong) for judgments',
    },
  },
  TASKS_ROW_ENCODING: {
    status: 400,
    text: { zh: '{column} 含有无法识别的字符', en: '{column} holds characters that cannot be read' },
    remedy: { zh: '另存为 UTF-8 后重新导入', en: 'Save the file as UTF-8 and import it again' },
  },
});

/** The words of a code of ours; undefined: it is none. */
export function questionErrorText(code: string): Text | undefined {
  return Object.hasOwn(questionErrors, code)
    ? questionErrors[code as keyof typeof questionErrors].text
    : undefined;
}
