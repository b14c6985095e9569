import { between, seen } from './evidence';
import { found, percent, severityOf, type Rule, type Words } from './rule';

/** Part of the face lies outside the picture: geometry where the picture is known, else what the network sees in the crop. */
const cropped: Rule = evidence => {
  const { outside } = evidence;
  const p = seen(evidence, 'cropped') ?? 0;
  if (outside < 0.04 && !(p > 0.9 && outside > 0.02)) return null;
  const share = percent(outside);
  return found('cropped', severityOf(between(outside, 0, 0.45)), Math.max(p, Math.min(1, 0.6 + 2 * outside)), null, [
    { en: 'The edge of the picture cuts into the face.', zh: '画面边缘切到了面部。' },
    { en: `Part of the face is outside the picture: about ${share}%.`, zh: `面部有一部分在画面之外：约 ${share}%。` },
    { en: `Much of the face is outside the picture: about ${share}%.`, zh: `面部大部分在画面之外：约 ${share}%。` }
  ]);
};

/** Seen from the side, one eye is gone; turned, both are still there. Embeddings hold up to some 30°. */
const turned: Rule = ({ components: { HeadPoseYaw, HeadPosePitch } }) => {
  if (!HeadPoseYaw || !HeadPosePitch) return null;
  const [yaw, pitch] = [Math.abs(HeadPoseYaw.value), HeadPosePitch.value];
  const degrees = Math.round(yaw);
  if (yaw >= 47)
    return found('profile', yaw >= 62 ? 3 : 2, between(yaw, 25, 60), 'HeadPoseYaw', {
      en: `The face is seen from the side: turned by about ${degrees}°.`,
      zh: `拍到的是侧脸：转角约 ${degrees}°。`
    });
  if (yaw >= 25)
    return found('turned', yaw >= 38 ? 2 : 1, between(yaw, 5, 45), 'HeadPoseYaw', {
      en: `The head is turned aside by about ${degrees}°.`,
      zh: `头部偏向一侧约 ${degrees}°。`
    });
  if (Math.abs(pitch) < 22) return null;
  const nod = Math.round(Math.abs(pitch));
  return found('turned', Math.abs(pitch) >= 30 ? 2 : 1, between(Math.abs(pitch), 5, 40), 'HeadPosePitch', {
    en: `The head is bent ${pitch > 0 ? 'back' : 'down'} by about ${nod}°.`,
    zh: `头部${pitch > 0 ? '上仰' : '下俯'}约 ${nod}°。`
  });
};

/** Alignment turns the face upright again, so a tilt costs little by itself. */
const tilted: Rule = ({ components: { HeadPoseRoll, HeadPoseYaw } }) => {
  if (!HeadPoseRoll || !HeadPoseYaw) return null;
  const angle = Math.round(Math.abs(HeadPoseRoll.value));
  // In profile the line between the eyes is too short to tell.
  if (angle < 16 || Math.abs(HeadPoseYaw.value) > 50) return null;
  return found('tilted', angle < 35 ? 1 : angle < 60 ? 2 : 3, between(angle, 5, 30), 'HeadPoseRoll', tiltWords(angle));
};

function tiltWords(angle: number): Words {
  if (angle > 135) return { en: 'The face is upside down in the picture.', zh: '画面中的面部上下颠倒。' };
  if (angle > 60)
    return { en: `The face lies on its side: turned by ${angle}°.`, zh: `面部在画面中横置：旋转了 ${angle}°。` };
  return { en: `The head is tilted by ${angle}°.`, zh: `头部倾斜约 ${angle}°。` };
}

/** Distance between the eyes in the networks' template: below it the crop is enlarged from less than it shows. */
const ENOUGH_PX = 35;

const smallFace: Rule = ({ components: { InterEyeDistance } }) => {
  const px = InterEyeDistance.value;
  if (px >= 0.72 * ENOUGH_PX) return null;
  return found('small-face', px < 11 ? 3 : px < 18 ? 2 : 1, 1, 'InterEyeDistance', {
    en: `The face is small: ${Math.round(px)} pixels between the eyes.`,
    zh: `面部过小：两眼间距仅 ${Math.round(px)} 像素。`
  });
};

const severalFaces: Rule = ({ components: { SingleFacePresent } }) => {
  if (!SingleFacePresent || SingleFacePresent.value <= 1) return null;
  const n = SingleFacePresent.value;
  return found('several-faces', 1, 0.9, 'SingleFacePresent', {
    en: `There are ${n} faces in the picture.`,
    zh: `画面中有 ${n} 张人脸。`
  });
};

export const FRAMING_RULES: readonly Rule[] = [cropped, turned, tilted, smallFace, severalFaces];
