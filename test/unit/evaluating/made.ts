import { TrialColumns } from '../../../kernel-lib/src/evaluation';
import { seededRandom } from '../../../kernel-lib/src/random';

/** People with a few pictures each; every pair of pictures is compared. */
export function made(people: number, pictures = 3, seed = 1): TrialColumns {
  const random = seededRandom(seed);
  const columns = new TrialColumns();
  const all = Array.from({ length: people * pictures }, (_, i) => ({
    subject: `p${Math.floor(i / pictures)}`,
    quality: Math.cbrt(random.uniform())
  }));
  all.forEach((a, i) =>
    all.slice(i + 1).forEach(b => {
      const mated = a.subject === b.subject;
      const worse = Math.min(a.quality, b.quality);
      const similarity = Math.max(-1, Math.min(1, (mated ? 0.2 + 0.5 * worse : 0) + 0.17 * random.normal()));
      columns.add({
        similarity,
        mated,
        qualityA: a.quality,
        qualityB: b.quality,
        subjectA: a.subject,
        subjectB: b.subject
      });
    })
  );
  return columns;
}
