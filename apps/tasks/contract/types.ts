/** Question types by name (contract §7). */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  '1': '单选题',
  '2': '多选题',
  '3': '判断题',
  '4': '填空题',
  '8': '计算分析题',
};

export const typeName = (type: string): string => TYPE_NAMES[type] ?? '未知题型';
