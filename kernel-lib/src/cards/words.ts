import type { Assessment, ComponentName, Language, PolicyOrigin, VerdictName } from '../types';
import { COMPONENT_NAMES } from './component-names';

/** The words on the cards. Names of components in English are the standard's own, as in code and columns. */
export interface Words {
  language: Language;
  quality: string;
  qualityUnavailable: string;
  /** @param n of a hundred */
  acceptance: (n: number) => string;
  similarity: string;
  notInterpretable: string;
  assessment: Record<Assessment | 'failed', string>;
  /** The assessment where room is scarce. */
  short: Record<Assessment, string>;
  verdict: Record<Exclude<VerdictName, 'recapture'>, string>;
  retake: (which: 'A' | 'B') => string;
  reliable: (threshold: string) => string;
  notReliable: (poor: string, threshold: string) => string;
  picture: string;
  pictures: (n: number) => string;
  separator: string;
  zones: { rejected: string; review: string; trusted: string; noMatch: string; match: string };
  thresholds: string;
  qualityTrust: string;
  qualityReject: string;
  similarityMatch: string;
  similarityReview: string;
  origin: Record<PolicyOrigin, string>;
  wholePicture: string;
  aligned: string;
  contributionMap: string;
  raises: string;
  lowers: string;
  likeGood: string;
  occlusionMap: string;
  occlusionNote: string;
  carries: string;
  carriesNothing: string;
  components: string;
  advice: string;
  seen: string;
  severity: Record<1 | 2 | 3, string>;
  more: (n: number) => string;
  /** Where nothing was found: for a trusted picture, and for any other. */
  noFinding: string;
  unexplained: string;
  warnings: string;
  time: string;
  phases: { decode: string; detect: string; align: string; recognise: string; components: string };
  model: string;
  device: string;
  bytes: string;
  alreadyAligned: string;
  faces: (n: number) => string;
  detection: string;
  box: string;
  logQuality: string;
  bias: string;
  parts: string;
  rawQuality: string;
  copies: (n: number) => string;
  noFaceFound: string;
  couldNotProcess: string;
  component: Record<ComponentName, string>;
}

const en: Words = {
  language: 'en',
  quality: 'Quality',
  qualityUnavailable: 'not available for this model',
  acceptance: n =>
    n === 0
      ? 'Of 100 comparisons of this picture with a good one hardly any would be accepted.'
      : `Of 100 comparisons of this picture with a good one about ${n} would be accepted.`,
  similarity: 'Similarity',
  notInterpretable: 'not shown on a scale: both pictures are too poor for it to mean anything',
  assessment: {
    trusted: 'Trusted',
    review: 'Review recommended',
    rejected: 'Rejected: quality too low',
    'not-acquired': 'No face detected',
    failed: 'Could not be processed'
  },
  short: { trusted: 'Trusted', review: 'Review', rejected: 'Rejected', 'not-acquired': 'No face' },
  verdict: {
    match: 'High-confidence match',
    'no-match': 'No match',
    review: 'Needs review',
    unreliable: 'Unreliable: quality too low'
  },
  retake: which => `Retake picture ${which}`,
  reliable: threshold => `Reliable: both qualities reach the trust threshold ${threshold}`,
  notReliable: (poor, threshold) => `Not reliable: ${poor} below the trust threshold ${threshold}`,
  picture: 'Picture',
  pictures: n => `${n} ${n === 1 ? 'picture' : 'pictures'}`,
  separator: ', ',
  zones: { rejected: 'rejected', review: 'review', trusted: 'trusted', noMatch: 'no match', match: 'match' },
  thresholds: 'Thresholds',
  qualityTrust: 'trust',
  qualityReject: 'reject',
  similarityMatch: 'match',
  similarityReview: 'review',
  origin: {
    call: 'this call',
    environment: 'environment',
    config: 'config file',
    store: 'store',
    manifest: 'model manifest',
    'built-in': 'built-in'
  },
  wholePicture: 'Picture, face found',
  aligned: 'Aligned face',
  contributionMap: 'Contribution map, smoothed',
  raises: 'raises quality',
  lowers: 'lowers quality',
  likeGood: 'good face',
  occlusionMap: 'Where its quality lies',
  occlusionNote: 'How much the log-quality falls when a patch is covered: bright patches carry the quality.',
  carries: 'carries quality',
  carriesNothing: 'carries none',
  components: 'Components, score 0–100',
  advice: 'Advice',
  seen: 'Seen in the picture',
  severity: { 1: 'slight', 2: 'clear', 3: 'severe' },
  more: n => `and ${n} more`,
  noFinding: 'No fault was found.',
  unexplained: 'Nothing was found that explains this quality; see where the map is dark.',
  warnings: 'Warnings',
  time: 'Time',
  phases: { decode: 'decode', detect: 'detect', align: 'align', recognise: 'recognise', components: 'components' },
  model: 'model',
  device: 'device',
  bytes: 'picture from memory',
  alreadyAligned: 'already aligned',
  faces: n => (n === 1 ? '1 face' : `${n} faces`),
  detection: 'detection',
  box: 'face',
  logQuality: 'log-quality',
  bias: 'bias',
  parts: 'parts',
  rawQuality: 'raw',
  copies: n => `mean of ${n} disturbed copies`,
  noFaceFound: 'No face was found in this picture, so there is neither a quality nor an embedding.',
  couldNotProcess: 'This picture could not be processed.',
  component: COMPONENT_NAMES.en
};

const zh: Words = {
  language: 'zh',
  quality: '质量',
  qualityUnavailable: '此模型不提供',
  acceptance: n =>
    n === 0
      ? '这张照片与一张优质照片的 100 次比对中，几乎没有一次会被接受。'
      : `这张照片与一张优质照片的 100 次比对中，约有 ${n} 次会被接受。`,
  similarity: '相似度',
  notInterpretable: '两张照片质量都过低，数值无法解读，故不在刻度上显示',
  assessment: {
    trusted: '可信',
    review: '建议人工复核',
    rejected: '样本质量过低，拒绝处理',
    'not-acquired': '未检测到人脸',
    failed: '无法处理'
  },
  short: { trusted: '可信', review: '复核', rejected: '拒绝', 'not-acquired': '无人脸' },
  verdict: { match: '高置信匹配', 'no-match': '不匹配', review: '需人工复核', unreliable: '低质量拒识' },
  retake: which => `建议重拍 ${which}`,
  reliable: threshold => `可靠：两张照片的质量都达到可信阈值 ${threshold}`,
  notReliable: (poor, threshold) => `不可靠：${poor} 低于可信阈值 ${threshold}`,
  picture: '照片',
  pictures: n => `${n} 张照片`,
  separator: '，',
  zones: { rejected: '拒绝', review: '复核', trusted: '可信', noMatch: '不匹配', match: '匹配' },
  thresholds: '阈值',
  qualityTrust: '可信',
  qualityReject: '拒绝',
  similarityMatch: '匹配',
  similarityReview: '复核',
  origin: {
    call: '本次调用',
    environment: '环境变量',
    config: '配置文件',
    store: '数据库',
    manifest: '模型清单',
    'built-in': '内置'
  },
  wholePicture: '照片与人脸',
  aligned: '对齐后的人脸',
  contributionMap: '贡献图（平均）',
  raises: '提高质量',
  lowers: '降低质量',
  likeGood: '优质人脸',
  occlusionMap: '遮挡敏感度',
  occlusionNote: '遮住某一小块后对数质量的下降幅度：越亮的区域对质量越重要。',
  carries: '影响质量',
  carriesNothing: '不影响',
  components: '各项指标，得分 0–100',
  advice: '建议',
  seen: '图中发现',
  severity: { 1: '轻微', 2: '明显', 3: '严重' },
  more: n => `另有 ${n} 项`,
  noFinding: '未发现问题。',
  unexplained: '没有发现能解释这个质量的原因，请查看图中偏暗的区域。',
  warnings: '警告',
  time: '用时',
  phases: { decode: '解码', detect: '检测', align: '对齐', recognise: '识别', components: '指标' },
  model: '模型',
  device: '设备',
  bytes: '内存中的图片',
  alreadyAligned: '已对齐',
  faces: n => `${n} 张人脸`,
  detection: '检测得分',
  box: '人脸',
  logQuality: '对数质量',
  bias: '偏置',
  parts: '各区域之和',
  rawQuality: '原始值',
  copies: n => `${n} 份微扰副本的均值`,
  noFaceFound: '这张图片中没有找到人脸，因此没有质量分数，也没有特征向量。',
  couldNotProcess: '这张图片无法处理。',
  component: COMPONENT_NAMES.zh
};

export const WORDS: Record<Language, Words> = { en, zh };
