import type { Language } from '../types';

/** What a finding is called where there is no room for a sentence; the codes are those of `components/findings`. */
const NAMES: Record<string, Record<Language, string>> = {
  'not-a-face': { en: 'Not a face', zh: '不是人脸' },
  screen: { en: 'Picture of a screen', zh: '翻拍屏幕' },
  print: { en: 'Picture of a print', zh: '翻拍照片' },
  mask: { en: 'Mask', zh: '戴口罩' },
  sunglasses: { en: 'Sunglasses', zh: '戴墨镜' },
  'hand-or-object': { en: 'Hand or object before the face', zh: '手或物体遮挡' },
  cropped: { en: 'Face cut off', zh: '面部不完整' },
  profile: { en: 'Profile', zh: '侧脸' },
  dark: { en: 'Dark', zh: '过暗' },
  overexposed: { en: 'Overexposed', zh: '过曝' },
  backlight: { en: 'Backlight', zh: '逆光' },
  mosaic: { en: 'Pixelated', zh: '马赛克' },
  motion: { en: 'Motion blur', zh: '运动模糊' },
  defocus: { en: 'Out of focus', zh: '失焦' },
  noise: { en: 'Noise', zh: '噪点' },
  'low-resolution': { en: 'Low resolution', zh: '分辨率低' },
  'small-face': { en: 'Small face', zh: '人脸过小' },
  compression: { en: 'Compression artefacts', zh: '压缩失真' },
  'side-light': { en: 'Side light', zh: '侧光' },
  turned: { en: 'Turned away', zh: '头部转动' },
  tilted: { en: 'Tilted', zh: '头部倾斜' },
  'low-contrast': { en: 'Low contrast', zh: '对比度低' },
  'several-faces': { en: 'Several faces', zh: '多张人脸' }
};

/** A code that nobody has named stays as it is. */
export function findingName(code: string, language: Language): string {
  return NAMES[code]?.[language] ?? code;
}
