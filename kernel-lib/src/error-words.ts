/**
 * Errors in Chinese. An error is made in English, with code, sentence, what was found and what to do; here its code becomes a
 * Chinese sentence. Where code, path and what was found say all there is, what to do is Chinese as well; where only the English
 * sentence knows the particulars it stays, so that nothing gets lost.
 */
import type { ErrorCode, FacegaugeError } from './errors';
import { printable } from './printable';
import type { Language } from './types';

interface Words {
  title: string;
  /** What to do, where that is the same for every error of the code; null: the English sentence and what it advises are kept. */
  action: string | null;
}

const words = (title: string, action: string | null = null): Words => ({ title, action });

/** Every code has its words. */
export const CHINESE_ERRORS: Readonly<Record<ErrorCode, Words>> = {
  MISSING: words('文件不存在', '请检查拼写以及它所在的文件夹。'),
  NO_PERMISSION: words('没有访问权限', '请为当前用户授予该文件及其所在文件夹的权限。'),
  DIRECTORY: words('这是文件夹，不是图片', '请指定一张图片；命令行和批量审计可以处理文件夹。'),
  NOT_A_FILE: words('不是普通文件', '请指定普通文件，或读出内容后以字节传入。'),
  EMPTY_FILE: words('文件是空的', '请重新复制或下载该文件。'),
  NOT_AN_IMAGE: words('不是可以读取的图片', '请使用 JPEG、PNG、WebP、GIF、AVIF 或 TIFF 图片。'),
  TRUNCATED_IMAGE: words('图片不完整', '请重新复制或下载该图片。'),
  TOO_MANY_PIXELS: words('图片的像素过多', '请先缩小图片，或把人脸裁剪出来。'),
  EXTREME_SHAPE: words('图片过于狭长', '请把图片切成几段，或把人脸裁剪出来。'),
  UNREADABLE_IMAGE: words('无法读取'),
  NO_FACE: words('未检测到人脸', '请使用只有一张人脸、方向端正且人脸大于最小尺寸的图片。'),
  INVALID_ARGUMENT: words('参数无效'),
  CLOSED: words('会话已经关闭', '请重新打开会话。'),
  ABORTED: words('已经中止'),
  ENGINE_START_FAILED: words('推理进程无法启动'),
  ENGINE_CRASHED: words('推理进程意外退出'),
  PROCESSING_FAILED: words('处理图片时出错'),
  DEVICE_UNAVAILABLE: words('无法使用该设备'),
  MODEL_UNKNOWN: words('没有这个模型'),
  MODEL_MISSING: words('缺少模型文件'),
  MODEL_CORRUPT: words('模型文件已损坏'),
  MODEL_CONTRACT: words('模型不符合约定'),
  MODEL_SELF_TEST: words('模型没有通过自检'),
  CHECKPOINT_UNSAFE: words('检查点要求执行代码，已拒绝'),
  CHECKPOINT_TRUNCATED: words('检查点文件不完整'),
  CHECKPOINT_UNSUPPORTED: words('不支持这种检查点'),
  CHECKPOINT_MISMATCH: words('检查点与网络结构不符'),
  DOWNLOAD_FAILED: words('下载失败'),
  DOWNLOAD_HASH: words('下载的内容与校验值不符'),
  NO_SPACE: words('磁盘空间不足'),
  OUTPUT_FAILED: words('无法写入输出'),
  STORE_DAMAGED: words(
    '数据库文件已损坏',
    '文件保持原样。请移走该文件（连同 -wal 和 -shm 文件），或用 FACEGAUGE_STORE 指定另一个文件，随后会新建数据库。'
  ),
  STORE_FOREIGN: words(
    '该数据库属于其他程序',
    '文件保持原样。请为数据库指定另一个文件（FACEGAUGE_STORE 或 --store=FILE）。'
  ),
  STORE_NEWER: words(
    '该数据库由较新版本的 facegauge 创建',
    '数据库保持原样。请更新 facegauge，或用 FACEGAUGE_STORE 指定另一个文件。'
  ),
  STORE_OLDER: words('该数据库由较旧版本的 facegauge 创建', '请以可写方式打开一次，它会随之更新。'),
  STORE_BUSY: words('数据库正被其他进程占用'),
  STORE_UNREADABLE: words('无法读取数据库', '文件保持原样。请检查它所在的磁盘或网络驱动器。'),
  STORE_REPLACED: words('数据库文件已被删除或替换'),
  ROWS_LOST: words('部分结果未能写入数据库'),
  CONFIG_INVALID: words('配置无效')
};

/** What the code of an error says; the code itself where it is no code of ours. */
export function chineseTitle(code: string): string {
  return Object.hasOwn(CHINESE_ERRORS, code) ? CHINESE_ERRORS[code as ErrorCode].title : code;
}

/** An error for people, in one line without its code. */
export function errorText(error: FacegaugeError, language: Language): string {
  if (language === 'en') return error.message;
  const { title, particulars, action } = chineseError(error);
  return `${title}${particulars && `：${particulars}`}${/[.。]$/.test(particulars) ? '' : '。'}${action}`.trim();
}

/** The parts of an error in Chinese; what is not known is empty. */
export function chineseError(error: FacegaugeError): { title: string; particulars: string; action: string } {
  const { title, action } = CHINESE_ERRORS[error.code] ?? words(error.code);
  if (action === null) return { title, particulars: error.message, action: '' };
  const [path, found] = [error.path, error.found].map(text => (text === undefined ? '' : printable(text)));
  const particulars = path && found ? `${path}（${found}）` : path || found;
  return { title, particulars, action };
}
