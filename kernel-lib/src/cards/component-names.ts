import type { ComponentName, Language } from '../types';

/** What the components of quality are called; in English the standard's own names, as in code and columns. */
export const COMPONENT_NAMES: Record<Language, Record<ComponentName, string>> = {
  en: {
    HeadPoseYaw: 'HeadPoseYaw',
    HeadPosePitch: 'HeadPosePitch',
    HeadPoseRoll: 'HeadPoseRoll',
    InterEyeDistance: 'InterEyeDistance',
    HeadSize: 'HeadSize',
    LeftwardCropOfTheFaceImage: 'LeftwardCropOfTheFaceImage',
    RightwardCropOfTheFaceImage: 'RightwardCropOfTheFaceImage',
    MarginAboveOfTheFaceImage: 'MarginAboveOfTheFaceImage',
    MarginBelowOfTheFaceImage: 'MarginBelowOfTheFaceImage',
    LuminanceMean: 'LuminanceMean',
    LuminanceVariance: 'LuminanceVariance',
    UnderExposurePrevention: 'UnderExposurePrevention',
    OverExposurePrevention: 'OverExposurePrevention',
    DynamicRange: 'DynamicRange',
    IlluminationUniformity: 'IlluminationUniformity',
    NaturalColour: 'NaturalColour',
    Sharpness: 'Sharpness',
    CompressionArtifacts: 'CompressionArtifacts',
    SingleFacePresent: 'SingleFacePresent',
    FaceOcclusionPrevention: 'FaceOcclusionPrevention'
  },
  zh: {
    HeadPoseYaw: '头部左右转动',
    HeadPosePitch: '头部俯仰',
    HeadPoseRoll: '头部倾斜',
    InterEyeDistance: '双眼间距',
    HeadSize: '头部大小',
    LeftwardCropOfTheFaceImage: '左侧留边',
    RightwardCropOfTheFaceImage: '右侧留边',
    MarginAboveOfTheFaceImage: '上方留边',
    MarginBelowOfTheFaceImage: '下方留边',
    LuminanceMean: '平均亮度',
    LuminanceVariance: '亮度方差',
    UnderExposurePrevention: '无欠曝',
    OverExposurePrevention: '无过曝',
    DynamicRange: '动态范围',
    IlluminationUniformity: '光照均匀度',
    NaturalColour: '肤色自然',
    Sharpness: '清晰度',
    CompressionArtifacts: '压缩失真',
    SingleFacePresent: '仅一张人脸',
    FaceOcclusionPrevention: '面部无遮挡'
  }
};
