/**
 * Warnings in Chinese. A warning is made, recorded and logged in English; here its code becomes a Chinese sentence. Where only the
 * English one knows the particulars (which device, why) it follows in brackets, so that nothing gets lost.
 */
import type { Language, Warning, WarningCode } from './types';

interface Words {
  sentence: string;
  /** True where the English sentence says more than the code does. */
  particulars: boolean;
}

const words = (sentence: string, particulars = true): Words => ({ sentence, particulars });

/** Every code has its sentence, without the full stop. */
export const CHINESE_WARNINGS: Readonly<Record<WarningCode, Words>> = {
  ANIMATED_FIRST_FRAME: words('文件含有多帧或多页，只使用了第一帧（页）', false),
  FALLBACK_REGION: words('人脸检测的置信度低，使用了备用区域', false),
  SEVERAL_FACES: words('检测到多张人脸，只使用了其中一张'),
  RAW_ABOVE_ONE: words('原始分数大于 1 且该网络没有校准，质量显示为 1'),
  DEVICE_FALLBACK: words('所需的设备无法使用，已改用其他设备'),
  SMALLER_BATCHES: words('GPU 显存已满，此后每批处理的人脸或图片减少'),
  CUDA_OUT_OF_MEMORY: words('处理此图片时 GPU 显存已满，已改由其他设备完成', false),
  QUALITY_UNAVAILABLE: words('未使用该网络的质量分数'),
  THRESHOLDS_NOT_FOR_MODEL: words('相似度阈值不是为该网络制定的'),
  NOT_RECORDED: words('结果没有写入数据库'),
  RECORDING_DELAYED: words('结果延迟写入数据库'),
  STORE_REPLACED: words('数据库文件已被删除或替换'),
  POLICY_IGNORED: words('部分阈值设置未被采用'),
  OBSERVER_FAILED: words('图片已处理，但未能通知所有接收者'),
  NOT_LOGGED: words('日志没有写入'),
  WEBHOOK: words('Webhook 通知出现问题')
};

/** A warning for people, in one line without its code; that of an unknown code, from a newer facegauge, stays as it is. */
export function warningText({ code, message }: Warning, language: Language): string {
  if (language === 'en' || !Object.hasOwn(CHINESE_WARNINGS, code)) return message;
  const { sentence, particulars } = CHINESE_WARNINGS[code];
  return particulars ? `${sentence}（${message}）` : `${sentence}。`;
}
