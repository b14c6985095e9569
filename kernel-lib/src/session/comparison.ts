/** The result of comparing two pictures. */
import { inspect } from 'node:util';
import type { ComparisonCardData } from '../cards';
import type { MimeBundle } from '../drawing';
import { FacegaugeError } from '../errors';
import type { Advice, FalseMatchRates, Language, Policy, VerdictName, Warning } from '../types';
import {
  advisePair,
  cosine,
  judge,
  similarityOfCopies,
  thresholdMeaning,
  type SimilarityOfCopies
} from '../verification';
import { describeComparison } from './describe';
import { DISPLAY, drawCard } from './display';
import { shortest, type ComparisonJson } from './json';
import type { Sample } from './sample';

export class Comparison {
  /** Cosine of the two embeddings, −1..1. */
  readonly similarity: number;
  readonly verdict: VerdictName;
  /** Both qualities ≥ qualityTrust: the similarity can be believed, whatever the verdict. */
  readonly reliable: boolean;
  /** For the verdict `recapture`: which picture. */
  readonly recapture: 'a' | 'b' | null;
  /** Mean over the disturbed copies and its standard error; null where neither picture was copied. */
  readonly copies: (SimilarityOfCopies & { n: number }) | null;
  /** What the thresholds mean, in words; null where that is not known or has no part in the verdict. */
  readonly meaning: Record<Language, string> | null;
  readonly advice: Advice[];
  readonly #language: Language;

  /** @throws FacegaugeError INVALID_ARGUMENT where the embeddings come from different networks */
  constructor(
    readonly a: Sample,
    readonly b: Sample,
    /** The thresholds in force and where each comes from. */
    readonly thresholds: Policy,
    /** How often different people lie above those thresholds, as far as that is known. */
    readonly falseMatchRates: FalseMatchRates,
    readonly warnings: Warning[],
    language: Language
  ) {
    checkSameNetwork(a, b);
    this.similarity = cosine(a.embedding, b.embedding);
    const verdict = judge(this.similarity, a.quality, b.quality, thresholds);
    this.verdict = verdict.verdict;
    this.meaning = thresholdMeaning(thresholds, falseMatchRates, verdict);
    this.reliable = verdict.reliable;
    this.recapture = verdict.recapture;
    const [ofA, ofB] = [a, b].map(({ copies, embedding }) => copies?.embeddings ?? [embedding]);
    const n = Math.max(ofA.length, ofB.length);
    this.copies = n > 1 ? { n, ...similarityOfCopies(ofA, ofB) } : null;
    this.advice = advisePair(a, b, this.similarity, verdict, thresholds);
    this.#language = language;
  }

  toJSON(): ComparisonJson {
    const { verdict, reliable, recapture, a, b, thresholds, falseMatchRates, meaning, advice, copies, warnings } = this;
    return {
      similarity: shortest(this.similarity),
      verdict,
      reliable,
      a: a.toJSON(),
      b: b.toJSON(),
      thresholds,
      falseMatchRates,
      meaning,
      advice,
      ...(recapture === null ? {} : { recapture }),
      ...(copies === null ? {} : { copies }),
      ...(warnings.length === 0 ? {} : { warnings })
    };
  }

  [inspect.custom](): string {
    return describeComparison(this, this.#language);
  }

  /** What a comparison card shows. */
  toCard(): ComparisonCardData {
    const { similarity, verdict, reliable, recapture, meaning, advice, warnings, copies, thresholds: policy } = this;
    return {
      kind: 'comparison',
      a: this.a.toCard(),
      b: this.b.toCard(),
      similarity,
      ...(copies === null ? {} : { copies }),
      verdict,
      reliable,
      recapture,
      meaning,
      advice,
      warnings,
      policy
    };
  }

  [DISPLAY](): Promise<MimeBundle> {
    return drawCard(this.toCard(), this.#language);
  }
}

/** Embeddings of the same size may still come from different networks, and their cosine would mean nothing. */
function checkSameNetwork(a: Sample, b: Sample): void {
  const [first, second] = [a, b].map(({ model, recogniser }) => recogniser ?? model);
  if (first === second) return;
  throw new FacegaugeError('INVALID_ARGUMENT', `The embeddings come from different networks: ${first} and ${second}.`, {
    found: `${first}, ${second}`,
    action: 'Extract both pictures with the same network.'
  });
}
