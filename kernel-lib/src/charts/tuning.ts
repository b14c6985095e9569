/** The display to tune thresholds on: made as Vega-Lite, finished as Vega, whose sliders a preset can move. */
import { compileChart, vegaBundle, saveChart, type ChartSpec, type MimeBundle } from '../drawing';
import { asChart, settled } from './chart';
import type { ChartOptions } from './ground';
import type { TuningData } from './tuning-data';
import { matrix } from './tuning-matrix';
import { plane } from './tuning-plane';
import { facts, params, withPresets } from './tuning-sliders';
import { tuningWords } from './tuning-words';

/** A Vega 5 specification with its data inside. */
export interface TuningChart extends ChartSpec {
  description: string;
  /** Writes it as .html (with its sliders), .svg or .png. */
  save(file: string): Promise<void>;
}

const DISPLAY = Symbol.for('Jupyter.display');

export function tuningChart(data: TuningData, options: ChartOptions = {}): TuningChart {
  const { language, colours } = settled(options);
  const words = tuningWords(language);
  const lite = asChart(
    {
      title: words.title,
      summary: words.summary(data.totals),
      spacing: 18,
      params: params(data, words),
      vconcat: [
        facts(data, words, colours),
        data.plane.length > 0
          ? { spacing: 28, hconcat: [plane(data, 'mated', words, colours), plane(data, 'nonMated', words, colours)] }
          : null,
        matrix(data, words, colours)
      ].filter(part => part !== null),
      resolve: { scale: { color: 'independent', x: 'independent', y: 'independent' } }
    },
    options
  );
  const spec = withPresets(compileChart(lite), data, words) as unknown as TuningChart;
  spec.$schema = 'https://vega.github.io/schema/vega/v5.json';
  // Letters and figures as text, for screen readers and for every magnification.
  spec.usermeta = { ...(lite.usermeta as object | undefined), embedOptions: { renderer: 'svg' } };
  spec.description = `${words.title}. ${words.summary(data.totals)}. ${words.how}`;
  Object.defineProperties(spec, {
    save: { value: (file: string) => saveChart(spec, file), enumerable: false },
    [DISPLAY]: { value: (): Promise<MimeBundle> => vegaBundle(spec), enumerable: false }
  });
  return spec;
}
