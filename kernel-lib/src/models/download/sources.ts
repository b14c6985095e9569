/** Where known networks are published: data, in one place. */
import type { Architecture } from '../convert';

/** Default address of the hub; FACEGAUGE_HUB or an option replaces it. */
export const HUB = 'https://modelscope.cn';

/** The hub's file interface. `{…}` is filled in, URL-encoded. */
export const HUB_ROUTES = {
  list: '{hub}/api/v1/models/{repository}/repo/files?Revision={revision}&Recursive=true',
  file: '{hub}/api/v1/models/{repository}/repo?Revision={revision}&FilePath={path}'
} as const;

/** Which files of a repository are wanted. */
export type Wanted =
  /** One file by each of these names, in any folder and with any of the endings; the first ending found is taken. */
  | { names: string[]; endings: string[] }
  /** The largest file with one of the endings: a repository of one checkpoint names it as it likes. */
  | { largest: string[] };

export interface Source {
  id: string;
  title: string;
  architecture: Architecture;
  repository: string;
  revision: string;
  wanted: Wanted;
  /** SHA-256 of files by path, where known; else the hub's own figure is checked and recorded. */
  sha256: Record<string, string>;
}

export const SOURCES: Record<string, Source> = {
  rts: {
    id: 'rts',
    title: 'RTS face recognition (IR-SE-64), 183 MB',
    architecture: 'ir-se-64-rts',
    repository: 'damo/cv_ir_face-recognition-ood_rts',
    revision: 'master',
    wanted: { largest: ['.pt', '.pth', '.bin'] },
    sha256: {}
  },
  mtcnn: {
    id: 'mtcnn',
    title: 'MTCNN face detection, 3 MB',
    architecture: 'mtcnn',
    repository: 'damo/cv_manual_face-detection_mtcnn',
    revision: 'master',
    wanted: { names: ['pnet', 'rnet', 'onet'], endings: ['.npy', '.pt'] },
    sha256: {}
  }
};
