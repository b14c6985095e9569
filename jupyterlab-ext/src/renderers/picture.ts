/** An encoded picture in an output's data. */
export interface IPictureData {
  mime: string;
  base64: string;
}

const KNOWN = ['image/png', 'image/webp', 'image/jpeg'];

/** Its address; null for what is no picture that a browser may be given. */
export function urlOf(picture: IPictureData | null | undefined): string | null {
  if (!picture || !KNOWN.includes(picture.mime) || !/^[A-Za-z0-9+/=]*$/.test(picture.base64)) return null;
  return `data:${picture.mime};base64,${picture.base64}`;
}
