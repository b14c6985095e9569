/** What `facegauge store` says, in English and Chinese. */
import type { Removed, StoreInfo, Vacuumed } from '../store';
import type { TableFile } from '../tables';
import type { Language } from '../types';

export function infoLines(held: StoreInfo, language: Language): string[] {
  const zh = language === 'zh';
  const { file, schema, samples, scored, notAcquired, failed, embeddings, thumbnails, runs, sources } = held;
  const day = (ms: number | null): string => (ms === null ? '–' : new Date(ms).toISOString());
  const room = `${size(held.bytes)} (${zh ? '空闲' : 'free'} ${size(held.freeBytes)}, ${zh ? '预写日志' : 'write-ahead log'} ${size(held.logBytes)})`;
  const lines: [string, string, string | number][] = [
    ['store', '记录文件', file],
    ['schema', '结构版本', schema],
    ['room', '占用空间', room],
    ['samples', '样本', samples],
    ['  with a quality', '  有质量分', scored],
    ['  no face', '  无人脸', notAcquired],
    ['  failed', '  无法处理', failed],
    ['embeddings', '特征向量', embeddings],
    ['thumbnails', '缩略图', thumbnails],
    ['runs', '审核', runs],
    ['sources', '来源', sources],
    ['oldest', '最早', day(held.firstAt)],
    ['newest', '最新', day(held.lastAt)]
  ];
  return lines.map(([english, chinese, value]) => (zh ? `${chinese}：${value}` : `${english.padEnd(17)} ${value}`));
}

export function writtenLine({ file, rows, bytes }: TableFile, language: Language): string {
  return language === 'zh'
    ? `已将 ${rows} 行写入 ${file}（${size(bytes)}）`
    : `${rows} ${rows === 1 ? 'row' : 'rows'} written to ${file} (${size(bytes)})`;
}

export function vacuumedLine({ before, after }: Vacuumed, language: Language): string {
  return `${size(before)} → ${size(after)}${language === 'zh' ? '' : ` (${size(Math.max(before - after, 0))} given back)`}`;
}

export function removedLine(
  { samples, logCleared, dryRun }: Removed & { dryRun: boolean },
  file: string,
  language: Language
): string {
  const zh = language === 'zh';
  const what = zh ? `${samples} 个样本` : `${samples} ${samples === 1 ? 'sample' : 'samples'}`;
  if (dryRun) return zh ? `将删除 ${what}` : `${what} would be deleted`;
  const done = zh ? `已从 ${file} 删除 ${what}` : `${what} deleted from ${file}`;
  if (logCleared) return done;
  return zh
    ? `${done}；但另一进程正在读取，预写日志中可能仍有残留，请稍后运行 facegauge store vacuum`
    : `${done}; another process is reading, so that some of it may still be in the write-ahead log: run facegauge store vacuum later`;
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
