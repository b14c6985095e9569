import type { Advice } from '../types';
import type { FindingCode } from './findings';

type Remedy = Pick<Advice, 'code' | 'en' | 'zh'>;

const FOCUS: Remedy = {
  code: 'FOCUS',
  en: 'Focus on the face, clean the lens, and use the original picture.',
  zh: '请对焦面部、擦净镜头，并使用原图。'
};

const COME_CLOSER: Remedy = {
  code: 'COME_CLOSER',
  en: 'Come closer, or use a larger picture.',
  zh: '请靠近拍摄，或使用更大的原图。'
};

const UNCOVER_FACE: Remedy = {
  code: 'UNCOVER_FACE',
  en: 'Show the whole face: nothing before mouth, nose and eyes.',
  zh: '请露出整张脸，不要遮挡口、鼻和眼睛。'
};

const PHOTOGRAPH_THE_PERSON: Remedy = {
  code: 'PHOTOGRAPH_THE_PERSON',
  en: 'Photograph the person, not a picture of the person.',
  zh: '请直接拍摄本人，不要翻拍照片或屏幕。'
};

/** What a photographer can do about each finding. */
export const REMEDIES: Readonly<Record<FindingCode, Remedy>> = {
  'not-a-face': {
    code: 'SHOW_ONE_FACE',
    en: 'Use a picture that shows one real face, upright and not covered.',
    zh: '请使用包含一张真实人脸、端正且无遮挡的图片。'
  },
  screen: PHOTOGRAPH_THE_PERSON,
  print: PHOTOGRAPH_THE_PERSON,
  mask: UNCOVER_FACE,
  'hand-or-object': UNCOVER_FACE,
  sunglasses: { code: 'SHOW_EYES', en: 'Take the dark glasses off.', zh: '请摘下墨镜。' },
  cropped: {
    code: 'WHOLE_FACE_IN_PICTURE',
    en: 'Bring the whole face into the picture.',
    zh: '请让整张脸都在画面内。'
  },
  profile: { code: 'TURN_TO_CAMERA', en: 'Turn the face to the camera.', zh: '请将面部转向镜头。' },
  turned: { code: 'TURN_TO_CAMERA', en: 'Turn the face straight to the camera.', zh: '请正对镜头。' },
  tilted: {
    code: 'HOLD_UPRIGHT',
    en: 'Hold the head and the camera upright, or turn the picture.',
    zh: '请保持头部和相机端正，或将图片转正。'
  },
  dark: { code: 'MORE_LIGHT', en: 'Put more light on the face.', zh: '请增加面部光照。' },
  overexposed: {
    code: 'LESS_LIGHT',
    en: 'Use less light or a shorter exposure.',
    zh: '请减弱光照或缩短曝光时间。'
  },
  backlight: {
    code: 'LIGHT_FROM_FRONT',
    en: 'Let the light come from the front, not from behind.',
    zh: '请让光线从正面照来，避免逆光。'
  },
  'side-light': {
    code: 'EVEN_LIGHT',
    en: 'Light both sides of the face alike.',
    zh: '请让面部两侧受光均匀。'
  },
  'low-contrast': {
    code: 'MORE_CONTRAST',
    en: 'Clean the lens, and avoid haze and flat light.',
    zh: '请擦净镜头，避开雾气和过于平淡的光线。'
  },
  mosaic: {
    code: 'USE_ORIGINAL',
    en: 'Use the original picture, without a mosaic.',
    zh: '请使用没有打码的原图。'
  },
  motion: {
    code: 'HOLD_STILL',
    en: 'Hold still, and use more light or a shorter exposure.',
    zh: '请保持静止，并增加光照或缩短曝光时间。'
  },
  defocus: FOCUS,
  noise: {
    code: 'LESS_NOISE',
    en: 'Use more light and a lower ISO.',
    zh: '请增加光照并降低感光度。'
  },
  'low-resolution': COME_CLOSER,
  'small-face': COME_CLOSER,
  compression: {
    code: 'LESS_COMPRESSION',
    en: 'Save the picture with less compression, or use the original.',
    zh: '请降低压缩率保存，或使用原图。'
  },
  'several-faces': {
    code: 'ONE_PERSON_ONLY',
    en: 'Have only one person in the picture.',
    zh: '请确保画面中只有一人。'
  }
};
