/** Sentences of the sidebar. Values in braces are filled in by {@link fill}. */
export interface IText {
  sidebar: string;
  showSidebar: string;
  today: string;
  refresh: string;
  pictures: string;
  meanQuality: string;
  lowRate: string;
  failures: string;
  threshold: string;
  updated: string;
  waiting: string;
  stale: string;
  missing: string;
  empty: string;
  tryThis: string;
  copy: string;
  copied: string;
  notEnabled: string;
  unreachable: string;
  refused: string;
  origins: Record<string, string>;
}

const en: IText = {
  sidebar: 'facegauge: quality of face pictures',
  showSidebar: 'Show Face Picture Quality',
  today: 'Today',
  refresh: 'Refresh',
  pictures: 'Pictures',
  meanQuality: 'Mean quality',
  lowRate: 'Below {reject}',
  failures: 'Failures',
  threshold: 'Rejection threshold {reject} ({origin})',
  updated: 'Updated {time}',
  waiting: 'Reading the store …',
  stale: 'These figures are of {time}.',
  missing: 'There is no store yet: {path}',
  empty: 'The store is empty.',
  tryThis: 'Run this in a TypeScript notebook:',
  copy: 'Copy',
  copied: 'Copied',
  notEnabled: 'The server half of this extension is not enabled. Run this and start JupyterLab again:',
  unreachable: 'The Jupyter server does not answer.',
  refused: 'The Jupyter server could not read the store: {message}',
  origins: {
    call: 'set by the session',
    environment: 'from the environment',
    config: 'from the config file',
    store: 'set for this store',
    manifest: 'of the network',
    'built-in': 'built in'
  }
};

const zh: IText = {
  sidebar: 'facegauge：人脸图像质量',
  showSidebar: '显示人脸图像质量',
  today: '今日',
  refresh: '刷新',
  pictures: '图像数',
  meanQuality: '平均质量',
  lowRate: '低于 {reject}',
  failures: '失败数',
  threshold: '拒绝阈值 {reject}（{origin}）',
  updated: '更新于 {time}',
  waiting: '正在读取数据库…',
  stale: '以下为 {time} 的数据。',
  missing: '尚无数据库：{path}',
  empty: '数据库为空。',
  tryThis: '请在 TypeScript 笔记本中运行：',
  copy: '复制',
  copied: '已复制',
  notEnabled: '扩展的服务器部分未启用。请运行以下命令并重新启动 JupyterLab：',
  unreachable: 'Jupyter 服务器没有响应。',
  refused: 'Jupyter 服务器无法读取数据库：{message}',
  origins: {
    call: '由会话设定',
    environment: '来自环境变量',
    config: '来自配置文件',
    store: '为此数据库设定',
    manifest: '来自模型',
    'built-in': '内置'
  }
};

/** @param language as JupyterLab's translator has it: `zh_CN`, `en`, … */
export function textFor(language: string): IText {
  return language.toLowerCase().startsWith('zh') ? zh : en;
}

export function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
