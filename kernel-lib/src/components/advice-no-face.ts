import type { Advice } from '../types';

/** All that can be said of a picture in which no face was found: nothing was measured. */
export const ADVICE_WITHOUT_FACE: readonly Advice[] = [
  {
    code: 'SHOW_ONE_FACE',
    component: 'SingleFacePresent',
    en: 'Use a picture that shows one face: upright, evenly lit, not covered, and large enough.',
    zh: '请使用只有一张人脸的图片：人脸端正、光线均匀、无遮挡且足够大。'
  }
];
