/** Tables that triggers keep in step with the samples. */
export const ROLL_UPS = [
  'quarter_totals',
  'quarter_sums',
  'hour_sums',
  'taken_sums',
  'day_sums',
  'quarter_qualities',
  'day_qualities',
  'source_qualities',
  'quarter_elapsed',
  'day_elapsed',
  'quarter_findings',
  'day_findings',
  'source_findings',
  'sample_findings'
] as const;
