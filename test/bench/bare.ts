/** The same work without facegauge: the networks called directly with tensors made beforehand. */
import * as ort from 'onnxruntime-node';
import { detectFaces, rankFaces, type Detector } from '../../kernel-lib/src/detection';
import { decodeImage, Mipmap, warpFace } from '../../kernel-lib/src/image';
import type { LoadedModels } from '../../kernel-lib/src/models';
import { recognise, withoutDoubt } from '../../kernel-lib/src/recognition';
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

/** A network as the rooms are handed it, which also notes every run where `runs` are given. */
export function recorded(session: ort.InferenceSession, runs: BareRun[] | null): Network {
  return {
    async run(inputs) {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, { data, dims }]) => [name, new ort.Tensor('float32', data.slice(), dims)])
      );
      runs?.push({ session, feeds });
      return (await session.run(feeds)) as unknown as Record<string, Tensor>;
    }
  };
}

/** A network by its file, loaded once. */
export type Sessions = Map<string, ort.InferenceSession>;

/** A detector with its networks loaded; every run of them is noted in `runs`, where given. */
export async function loadDetector(
  detector: LoadedModels['detector'],
  sessions: Sessions,
  runs: BareRun[] | null
): Promise<Detector> {
  const load = async (file: string): Promise<Network> => {
    if (!sessions.has(file)) sessions.set(file, await bareSession(file));
    return recorded(sessions.get(file)!, runs);
  };
  if (detector.kind === 'one-pass') {
    const landmarks = detector.landmarks === null ? null : await load(detector.landmarks);
    return { kind: 'one-pass', network: await load(detector.file), landmarks };
  }
  const { convention, pnet, rnet, onet } = detector;
  return {
    kind: 'cascade',
    convention,
    networks: { pnet: await load(pnet), rnet: await load(rnet), onet: await load(onet) }
  };
}

/** Every run of a network that the pipeline makes for one picture, in its order. */
export async function runsFor(file: string, sessions: Sessions, { face, detector }: LoadedModels): Promise<BareRun[]> {
  const runs: BareRun[] = [];
  if (!sessions.has(face.file)) sessions.set(face.file, await bareSession(face.file));
  const image = await decodeImage(file);
  const picture = new Mipmap(image);
  const network = recorded(sessions.get(face.file)!, runs);
  const faces = await detectFaces(picture, await loadDetector(detector, sessions, runs));
  const [found] = rankFaces(await withoutDoubt(picture, faces, network, face.contract), 'largest', image);
  if (found) await recognise([warpFace(picture, found.landmarks)], network, face.contract);
  return runs;
}
