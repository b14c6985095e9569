/** The same work without facegauge: the networks called directly with tensors made beforehand. */
import * as ort from 'onnxruntime-node';
import { chooseFace, detectFaces } from '../../kernel-lib/src/detection';
import { decodeImage, warpFace } from '../../kernel-lib/src/image';
import type { LoadedModels } from '../../kernel-lib/src/models';
import { recognise } from '../../kernel-lib/src/recognition';
import type { Network, Tensor } from '../../kernel-lib/src/types';

export interface BareRun {
  session: ort.InferenceSession;
  feeds: Record<string, ort.Tensor>;
}

export function bareSession(file: string): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(file, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: '0' } } }
  });
}

/** A network as the rooms are handed it, which also notes every run. */
export function recorded(session: ort.InferenceSession, runs: BareRun[]): Network {
  return {
    async run(inputs) {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, { data, dims }]) => [name, new ort.Tensor('float32', data.slice(), dims)])
      );
      runs.push({ session, feeds });
      return (await session.run(feeds)) as unknown as Record<string, Tensor>;
    }
  };
}

export interface BareSessions {
  face: ort.InferenceSession;
  pnet: ort.InferenceSession;
  rnet: ort.InferenceSession;
  onet: ort.InferenceSession;
}

export async function bareSessions({ face, detector }: LoadedModels): Promise<BareSessions> {
  if (detector.kind !== 'cascade') throw new Error(`${detector.id} is no cascade: these are the parts of one`);
  return {
    face: await bareSession(face.file),
    pnet: await bareSession(detector.pnet),
    rnet: await bareSession(detector.rnet),
    onet: await bareSession(detector.onet)
  };
}

/** Every run of a network that the pipeline makes for one picture, in its order. */
export async function runsFor(file: string, sessions: BareSessions, { face }: LoadedModels): Promise<BareRun[]> {
  const runs: BareRun[] = [];
  const networks = {
    pnet: recorded(sessions.pnet, runs),
    rnet: recorded(sessions.rnet, runs),
    onet: recorded(sessions.onet, runs)
  };
  const image = await decodeImage(file);
  const found = chooseFace(await detectFaces(image, networks), 'largest', image);
  if (found) await recognise([warpFace(image, found.landmarks)], recorded(sessions.face, runs), face.contract);
  return runs;
}
