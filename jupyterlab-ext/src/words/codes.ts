/**
 * Names of findings, components and advice, and sentences for warnings. Those of advice and warnings are the library's own
 * (`kernel-lib/src/components`, `warning-words.ts`); a test holds that.
 */
export interface ICodes {
  findings: Record<string, string>;
  advice: Record<string, string>;
  components: Record<string, string>;
  /** Empty in English, which is what is recorded. */
  warnings: Record<string, IWarningWords>;
}

export interface IWarningWords {
  /** Without the full stop. */
  sentence: string;
  /** True where the recorded sentence says more than the code does. */
  particulars: boolean;
}

type Pair = readonly [en: string, zh: string];

const FINDINGS: Record<string, Pair> = {
  'not-a-face': ['Not a face', '不是人脸'],
  screen: ['Picture of a screen', '翻拍屏幕'],
  print: ['Picture of a print', '翻拍照片'],
  mask: ['Mask', '戴口罩'],
  sunglasses: ['Sunglasses', '戴墨镜'],
  'hand-or-object': ['Hand or object before the face', '手或物体遮挡'],
  cropped: ['Face cut off', '面部不完整'],
  profile: ['Profile', '侧脸'],
  dark: ['Dark', '过暗'],
  overexposed: ['Overexposed', '过曝'],
  backlight: ['Backlight', '逆光'],
  mosaic: ['Pixelated', '马赛克'],
  motion: ['Motion blur', '运动模糊'],
  defocus: ['Out of focus', '失焦'],
  noise: ['Noise', '噪点'],
  'low-resolution': ['Low resolution', '分辨率低'],
  'small-face': ['Small face', '人脸过小'],
  compression: ['Compression artefacts', '压缩失真'],
  'side-light': ['Side light', '侧光'],
  turned: ['Turned away', '头部转动'],
  tilted: ['Tilted', '头部倾斜'],
  'low-contrast': ['Low contrast', '对比度低'],
  'several-faces': ['Several faces', '多张人脸']
};

const ADVICE: Record<string, Pair> = {
  SHOW_ONE_FACE: [
    'Use a picture that shows one face: upright, evenly lit, not covered, and large enough.',
    '请使用只有一张人脸的图片：人脸端正、光线均匀、无遮挡且足够大。'
  ],
  PHOTOGRAPH_THE_PERSON: [
    'Photograph the person, not a picture of the person.',
    '请直接拍摄本人，不要翻拍照片或屏幕。'
  ],
  UNCOVER_FACE: ['Show the whole face: nothing before mouth, nose and eyes.', '请露出整张脸，不要遮挡口、鼻和眼睛。'],
  SHOW_EYES: ['Take the dark glasses off.', '请摘下墨镜。'],
  WHOLE_FACE_IN_PICTURE: ['Bring the whole face into the picture.', '请让整张脸都在画面内。'],
  TURN_TO_CAMERA: ['Turn the face straight to the camera.', '请正对镜头。'],
  HOLD_UPRIGHT: ['Hold the head and the camera upright, or turn the picture.', '请保持头部和相机端正，或将图片转正。'],
  MORE_LIGHT: ['Put more light on the face.', '请增加面部光照。'],
  LESS_LIGHT: ['Use less light or a shorter exposure.', '请减弱光照或缩短曝光时间。'],
  LIGHT_FROM_FRONT: ['Let the light come from the front, not from behind.', '请让光线从正面照来，避免逆光。'],
  EVEN_LIGHT: ['Light both sides of the face alike.', '请让面部两侧受光均匀。'],
  MORE_CONTRAST: ['Clean the lens, and avoid haze and flat light.', '请擦净镜头，避开雾气和过于平淡的光线。'],
  USE_ORIGINAL: ['Use the original picture, without a mosaic.', '请使用没有打码的原图。'],
  HOLD_STILL: ['Hold still, and use more light or a shorter exposure.', '请保持静止，并增加光照或缩短曝光时间。'],
  FOCUS: ['Focus on the face, clean the lens, and use the original picture.', '请对焦面部、擦净镜头，并使用原图。'],
  LESS_NOISE: ['Use more light and a lower ISO.', '请增加光照并降低感光度。'],
  COME_CLOSER: ['Come closer, or use a larger picture.', '请靠近拍摄，或使用更大的原图。'],
  LESS_COMPRESSION: ['Save the picture with less compression, or use the original.', '请降低压缩率保存，或使用原图。'],
  ONE_PERSON_ONLY: ['Have only one person in the picture.', '请确保画面中只有一人。'],
  UNEXPLAINED: [
    'Nothing measured says why: take another picture, facing the camera in even light with nothing before the face.',
    '未发现明显原因：请在均匀光线下正对镜头、面部无遮挡，重新拍摄。'
  ]
};

/** In English the standard's own names, as in code and columns. */
const COMPONENTS: Record<string, Pair> = {
  HeadPoseYaw: ['HeadPoseYaw', '头部左右转动'],
  HeadPosePitch: ['HeadPosePitch', '头部俯仰'],
  HeadPoseRoll: ['HeadPoseRoll', '头部倾斜'],
  InterEyeDistance: ['InterEyeDistance', '双眼间距'],
  HeadSize: ['HeadSize', '头部大小'],
  LeftwardCropOfTheFaceImage: ['LeftwardCropOfTheFaceImage', '左侧留边'],
  RightwardCropOfTheFaceImage: ['RightwardCropOfTheFaceImage', '右侧留边'],
  MarginAboveOfTheFaceImage: ['MarginAboveOfTheFaceImage', '上方留边'],
  MarginBelowOfTheFaceImage: ['MarginBelowOfTheFaceImage', '下方留边'],
  LuminanceMean: ['LuminanceMean', '平均亮度'],
  LuminanceVariance: ['LuminanceVariance', '亮度方差'],
  UnderExposurePrevention: ['UnderExposurePrevention', '无欠曝'],
  OverExposurePrevention: ['OverExposurePrevention', '无过曝'],
  DynamicRange: ['DynamicRange', '动态范围'],
  IlluminationUniformity: ['IlluminationUniformity', '光照均匀度'],
  NaturalColour: ['NaturalColour', '肤色自然'],
  Sharpness: ['Sharpness', '清晰度'],
  CompressionArtifacts: ['CompressionArtifacts', '压缩失真'],
  SingleFacePresent: ['SingleFacePresent', '仅一张人脸'],
  FaceOcclusionPrevention: ['FaceOcclusionPrevention', '面部无遮挡']
};

const said = (sentence: string, particulars = true): IWarningWords => ({ sentence, particulars });

const CHINESE_WARNINGS: Record<string, IWarningWords> = {
  ANIMATED_FIRST_FRAME: said('文件含有多帧或多页，只使用了第一帧（页）', false),
  FALLBACK_REGION: said('人脸检测的置信度低，使用了备用区域', false),
  SEVERAL_FACES: said('检测到多张人脸，只使用了其中一张'),
  RAW_ABOVE_ONE: said('原始分数大于 1 且该网络没有校准，质量显示为 1'),
  DEVICE_FALLBACK: said('所需的设备无法使用，已改用其他设备'),
  SMALLER_BATCHES: said('GPU 显存已满，此后每批处理的人脸或图片减少'),
  CUDA_OUT_OF_MEMORY: said('处理此图片时 GPU 显存已满，已改由其他设备完成', false),
  QUALITY_UNAVAILABLE: said('未使用该网络的质量分数'),
  THRESHOLDS_NOT_FOR_MODEL: said('相似度阈值不是为该网络制定的'),
  NOT_RECORDED: said('结果没有写入数据库'),
  RECORDING_DELAYED: said('结果延迟写入数据库'),
  STORE_REPLACED: said('数据库文件已被删除或替换'),
  POLICY_IGNORED: said('部分阈值设置未被采用'),
  OBSERVER_FAILED: said('图片已处理，但未能通知所有接收者'),
  NOT_LOGGED: said('日志没有写入'),
  WEBHOOK: said('Webhook 通知出现问题')
};

function pick(pairs: Record<string, Pair>, at: 0 | 1): Record<string, string> {
  return Object.fromEntries(Object.entries(pairs).map(([code, pair]) => [code, pair[at]]));
}

/** @param languageCode as JupyterLab's translator has it */
export function codesFor(languageCode: string): ICodes {
  const at = languageCode.toLowerCase().startsWith('zh') ? 1 : 0;
  return {
    findings: pick(FINDINGS, at),
    advice: pick(ADVICE, at),
    components: pick(COMPONENTS, at),
    warnings: at === 1 ? CHINESE_WARNINGS : {}
  };
}
