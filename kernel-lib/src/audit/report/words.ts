import type { Language } from '../../types';

interface ReportWords {
  title: (name: string) => string;
  histogram: (reject: string, trust: string) => string;
  overTime: string;
  worst: string;
  thin: string;
  notAcquired: string;
  meaning: string;
}

export const REPORT_WORDS: Record<Language, ReportWords> = {
  en: {
    title: name => `${name}: audit`,
    histogram: (reject, trust) => `Pictures by quality from 0 to 1; rejected below ${reject}, trusted from ${trust}`,
    overTime: 'By the time pictures were taken',
    worst: 'Lowest quality',
    thin: 'People with fewer than two trusted pictures',
    notAcquired: 'No face detected',
    meaning:
      'Quality: the probability that a comparison of this picture with a good one of the same person is accepted at a false match rate of 1 in 1,000. A finding is what a person would see is wrong with the picture; a picture with a finding can be good enough all the same.'
  },
  zh: {
    title: name => `${name}：审核报告`,
    histogram: (reject, trust) => `照片质量分布（0 到 1）；低于 ${reject} 拒绝，${trust} 起可信`,
    overTime: '按拍摄时间',
    worst: '质量最低的照片',
    thin: '可信照片少于两张的身份',
    notAcquired: '未检测到人脸',
    meaning:
      '质量：该照片与同一人的优质照片比对时，在误识率千分之一下被接受的概率。“问题”是人眼能看到的拍摄缺陷；有问题的照片仍可能可用。'
  }
};
