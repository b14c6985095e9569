import { LabIcon } from '@jupyterlab/ui-components';

/** A face inside the dial of a gauge. The theme colours strokes and fills; `style` keeps it from filling the outlines. */
export const faceGaugeIcon = new LabIcon({
  name: 'jupyterlab-facegauge:icon',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3 jp-icon-selectable" style="fill: none" stroke="#616161" stroke-width="2" stroke-linecap="round">
    <path d="M5.6 18.4a9 9 0 1 1 12.8 0"/>
    <path d="M8.6 15.2c1.9 2 4.9 2 6.8 0"/>
    <path d="M18.4 18.4l2.1 2.1M5.6 18.4l-2.1 2.1" stroke-width="1.6"/>
  </g>
  <g class="jp-icon3 jp-icon-selectable" fill="#616161"><circle cx="9" cy="10.5" r="1.4"/><circle cx="15" cy="10.5" r="1.4"/></g>
</svg>`
});
