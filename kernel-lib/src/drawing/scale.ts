/** Device pixels per CSS pixel: sharp on the screens notebooks are read on. */
export const SCALE = 2;
