import type { Language } from '../types';

/** The words of an audit's card, galleries and report. */
export interface AuditWords {
  pictures: string;
  acquired: string;
  meanQuality: string;
  rejected: string;
  below: (threshold: string) => string;
  ofPictures: (share: string) => string;
  histogram: string;
  assessments: string;
  failed: string;
  /** The same where room is scarce. */
  failedShort: string;
  findings: string;
  noFindings: string;
  duplicates: string;
  exact: (groups: number, pictures: number) => string;
  noExact: string;
  near: (groups: number, pictures: number) => string;
  noNear: string;
  nearUnknown: string;
  labels: (n: number) => string;
  noLabels: string;
  labelsUnknown: string;
  labelsTooFew: string;
  nearHead: string;
  labelHead: string;
  splitHead: string;
  mergedHead: string;
  outlierHead: string;
  kinds: Record<'copy' | 'burst', string>;
  similarity: string;
  probability: string;
  moreLike: (identity: string, nearest: string) => string;
  noIdentities: string;
  people: (n: number) => string;
  sources: string;
  source: string;
  moreSources: (n: number) => string;
  state: Record<'running' | 'interrupted' | 'done' | 'aborted' | 'failed', string>;
  thresholds: (reject: string, trust: string) => string;
  run: (id: number) => string;
  passedOver: (n: number) => string;
  reasons: string;
  errors: Record<string, string>;
  page: (page: number, pages: number) => string;
  more: (n: number) => string;
  nothing: string;
  group: (n: number) => string;
  good: string;
  best: string;
  spread: string;
  identity: string;
  noThumbnail: string;
}

const en: AuditWords = {
  pictures: 'Pictures',
  acquired: 'With a face',
  meanQuality: 'Mean quality',
  rejected: 'Rejected',
  below: threshold => `below ${threshold}, of those with a face`,
  ofPictures: share => `${share} of the pictures`,
  histogram: 'Pictures by quality',
  assessments: 'What they can be used for',
  failed: 'Could not be processed',
  failedShort: 'Failed',
  findings: 'Commonest findings',
  noFindings: 'Nothing was found that is wrong with these pictures.',
  duplicates: 'Duplicates and labels',
  exact: (groups, pictures) =>
    `${pictures} pictures are the same pixel for pixel, in ${groups} ${groups === 1 ? 'group' : 'groups'}.`,
  noExact: 'No two pictures are the same pixel for pixel.',
  near: (groups, pictures) =>
    `${pictures} pictures are near duplicates, in ${groups} ${groups === 1 ? 'group' : 'groups'}.`,
  noNear: 'No near duplicates.',
  nearUnknown: 'Near duplicates were not looked for yet: await audit.nearDuplicates()',
  labels: n => `${n} ${n === 1 ? 'picture looks' : 'pictures look'} more like somebody else: suspected label errors.`,
  noLabels: 'No label is suspected to be wrong.',
  labelsUnknown: 'Label errors were not looked for yet: await audit.labelErrors()',
  labelsTooFew: 'Labels cannot be judged: too few people or pictures.',
  nearHead: 'Near duplicates',
  labelHead: 'Suspected label errors',
  splitHead: 'Names that are probably one person',
  mergedHead: 'Names that probably hold two people',
  outlierHead: 'Pictures like no other',
  kinds: { copy: 'Copies of one photograph', burst: 'One moment, several pictures' },
  similarity: 'similarity',
  probability: 'probability',
  moreLike: (identity, nearest) => `Labelled ${identity}, more like ${nearest}`,
  noIdentities: 'Nobody is named, so no label can be checked.',
  people: n => `${n} ${n === 1 ? 'person' : 'people'} named`,
  sources: 'By source',
  source: 'Source',
  moreSources: n => `and ${n} more`,
  state: {
    running: 'going on',
    interrupted: 'interrupted: the same call goes on',
    done: 'done',
    aborted: 'stopped: the same call goes on',
    failed: 'failed: the same call goes on'
  },
  thresholds: (reject, trust) => `Thresholds: rejected below ${reject}, trusted from ${trust}`,
  run: id => `run ${id}`,
  passedOver: n => `${n} other ${n === 1 ? 'file' : 'files'} passed over`,
  reasons: 'Without a face, or not processed',
  errors: {
    NO_FACE: 'No face detected',
    MISSING: 'File is not there',
    NO_PERMISSION: 'May not be read',
    DIRECTORY: 'Is a folder',
    NOT_A_FILE: 'Is no file',
    EMPTY_FILE: 'Empty file',
    NOT_AN_IMAGE: 'Not a picture',
    TRUNCATED_IMAGE: 'Cut off',
    TOO_MANY_PIXELS: 'Too large',
    EXTREME_SHAPE: 'Extreme shape',
    UNREADABLE_IMAGE: 'Cannot be decoded',
    INVALID_ARGUMENT: 'Row of a list without a picture',
    ENGINE_CRASHED: 'Process ended',
    PROCESSING_FAILED: 'Processing failed'
  },
  page: (page, pages) => `page ${page} of ${pages}`,
  more: n => `and ${n} more`,
  nothing: 'None.',
  group: n => `${n} pictures`,
  good: 'trusted',
  best: 'best',
  spread: 'spread',
  identity: 'People',
  noThumbnail: 'no face'
};

const zh: AuditWords = {
  pictures: '照片',
  acquired: '检出人脸',
  meanQuality: '平均质量',
  rejected: '拒绝',
  below: threshold => `低于 ${threshold}，占有人脸的图片`,
  ofPictures: share => `占照片的 ${share}`,
  histogram: '质量分布',
  assessments: '可用程度',
  failed: '无法处理',
  failedShort: '失败',
  findings: '最常见的问题',
  noFindings: '未发现问题。',
  duplicates: '重复与标签',
  exact: (groups, pictures) => `${pictures} 张照片像素完全相同，共 ${groups} 组。`,
  noExact: '没有像素完全相同的照片。',
  near: (groups, pictures) => `${pictures} 张照片近似重复，共 ${groups} 组。`,
  noNear: '没有近似重复的照片。',
  nearUnknown: '尚未查找近似重复：await audit.nearDuplicates()',
  labels: n => `${n} 张照片更像另一个人：标签可能有误。`,
  noLabels: '未发现可疑的标签。',
  labelsUnknown: '尚未检查标签：await audit.labelErrors()',
  labelsTooFew: '人员或照片太少，无法判断标签。',
  nearHead: '近似重复',
  labelHead: '可疑的标签',
  splitHead: '可能是同一人的不同身份',
  mergedHead: '可能混有两个人的身份',
  outlierHead: '与其他照片都不相似的照片',
  kinds: { copy: '同一照片的副本', burst: '同一时刻的连拍' },
  similarity: '相似度',
  probability: '概率',
  moreLike: (identity, nearest) => `标为 ${identity}，更像 ${nearest}`,
  noIdentities: '没有身份信息，无法检查标签。',
  people: n => `${n} 个身份`,
  sources: '按来源',
  source: '来源',
  moreSources: n => `另有 ${n} 个`,
  state: {
    running: '进行中',
    interrupted: '已中断：再次调用即可继续',
    done: '已完成',
    aborted: '已停止：再次调用即可继续',
    failed: '失败：再次调用即可继续'
  },
  thresholds: (reject, trust) => `阈值：低于 ${reject} 拒绝，${trust} 起可信`,
  run: id => `运行 ${id}`,
  passedOver: n => `另有 ${n} 个其他文件未查看`,
  reasons: '无人脸或无法处理',
  errors: {
    NO_FACE: '未检测到人脸',
    MISSING: '文件不存在',
    NO_PERMISSION: '无读取权限',
    DIRECTORY: '是文件夹',
    NOT_A_FILE: '不是文件',
    EMPTY_FILE: '空文件',
    NOT_AN_IMAGE: '不是图片',
    TRUNCATED_IMAGE: '文件不完整',
    TOO_MANY_PIXELS: '图片过大',
    EXTREME_SHAPE: '形状极端',
    UNREADABLE_IMAGE: '无法解码',
    INVALID_ARGUMENT: '列表行没有图片',
    ENGINE_CRASHED: '进程终止',
    PROCESSING_FAILED: '处理失败'
  },
  page: (page, pages) => `第 ${page} 页，共 ${pages} 页`,
  more: n => `另有 ${n} 项`,
  nothing: '无。',
  group: n => `${n} 张照片`,
  good: '可信',
  best: '最佳',
  spread: '离散度',
  identity: '人员',
  noThumbnail: '无人脸'
};

export const AUDIT_WORDS: Record<Language, AuditWords> = { en, zh };
