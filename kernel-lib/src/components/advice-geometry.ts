import { between, percent, type Rule } from './advice-rule';

/** The face is turned aside. Embeddings hold up to some 30°, then fall. */
const yaw: Rule = ({ HeadPoseYaw }) => {
  if (!HeadPoseYaw || Math.abs(HeadPoseYaw.value) <= 20) return null;
  const angle = Math.round(Math.abs(HeadPoseYaw.value));
  return {
    code: 'TURN_TO_CAMERA',
    component: 'HeadPoseYaw',
    severity: 0.3 + 0.7 * between(angle, 20, 60),
    en: `Turn the face to the camera: yaw ${angle}°, best within 15°.`,
    zh: `请将面部转正、朝向镜头：偏航角 ${angle}°，宜在 15° 以内。`
  };
};

/** Five points tell pitch only roughly, so only a strong nod is mentioned. */
const pitch: Rule = ({ HeadPosePitch }) => {
  if (!HeadPosePitch || Math.abs(HeadPosePitch.value) <= 22) return null;
  const angle = Math.round(Math.abs(HeadPosePitch.value));
  const up = HeadPosePitch.value > 0;
  return {
    code: up ? 'LOWER_CHIN' : 'RAISE_CHIN',
    component: 'HeadPosePitch',
    severity: 0.2 + 0.6 * between(angle, 22, 50),
    en: `${up ? 'Lower' : 'Raise'} the chin, or move the camera to eye level: pitch about ${angle}°, best within 15°.`,
    zh: `请${up ? '稍低头' : '稍抬头'}，或将镜头调至与眼睛同高：俯仰角约 ${angle}°，宜在 15° 以内。`
  };
};

/** Alignment turns the face upright, so a tilt costs little by itself. */
const roll: Rule = ({ HeadPoseRoll }) => {
  if (!HeadPoseRoll || Math.abs(HeadPoseRoll.value) <= 15) return null;
  const angle = Math.round(Math.abs(HeadPoseRoll.value));
  return {
    code: 'HOLD_UPRIGHT',
    component: 'HeadPoseRoll',
    severity: 0.15 + 0.5 * between(angle, 15, 60),
    en: `Hold the head and the camera upright: tilted by ${angle}°, best within 10°.`,
    zh: `请保持头部与相机端正：倾斜 ${angle}°，宜在 10° 以内。`
  };
};

/** Distance between the eyes in the networks' template: below it the crop is enlarged from less than it shows. */
const ENOUGH_PX = 35;

const small: Rule = ({ InterEyeDistance }) => {
  if (!InterEyeDistance || InterEyeDistance.value >= ENOUGH_PX) return null;
  const px = Math.round(InterEyeDistance.value);
  return {
    code: 'COME_CLOSER',
    component: 'InterEyeDistance',
    severity: 0.2 + 0.8 * between(px, ENOUGH_PX, 8),
    en: `Come closer or use a larger picture: ${px} px between the eyes, best above ${ENOUGH_PX}.`,
    zh: `请靠近拍摄或使用更大的图片：双眼间距 ${px} 像素，宜大于 ${ENOUGH_PX} 像素。`
  };
};

/** A head this large is usually cut off by the frame. */
const large: Rule = ({ HeadSize }) => {
  if (!HeadSize || HeadSize.value <= 0.7) return null;
  const share = percent(HeadSize.value);
  return {
    code: 'STEP_BACK',
    component: 'HeadSize',
    severity: 0.1 + 0.4 * between(HeadSize.value, 0.7, 1),
    en: `Step back so that the whole head is in the picture: eyes to chin take ${share}% of its height, best about 45%.`,
    zh: `请后退一些，让整个头部入镜：眼睛到下巴占画面高度的 ${share}%，以 45% 左右为宜。`
  };
};

const several: Rule = ({ SingleFacePresent }) => {
  if (!SingleFacePresent || SingleFacePresent.value <= 1) return null;
  const n = SingleFacePresent.value;
  return {
    code: 'ONE_PERSON_ONLY',
    component: 'SingleFacePresent',
    severity: 0.1,
    en: `Have only one person in the picture: ${n} faces were seen.`,
    zh: `请确保画面中只有一人：检测到 ${n} 张人脸。`
  };
};

export const GEOMETRY_RULES: readonly Rule[] = [yaw, pitch, roll, small, large, several];
