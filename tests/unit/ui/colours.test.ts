import { expect } from 'chai';
import { describe, it } from 'mocha';
import { COLOURS } from '#ui/theme/tokens.ts';

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const TEXT = ['primary', 'attention', 'good', 'bad', 'ink', 'inkSecondary'] as const;
const GROUNDS = ['ground', 'paper', 'selected'] as const;

describe('the colours', () => {
  for (const mode of ['light', 'dark'] as const) {
    it(`carry text on every ground at 4.5:1 or more (${mode})`, () => {
      for (const text of TEXT)
        for (const ground of GROUNDS)
          expect(contrast(COLOURS[mode][text], COLOURS[mode][ground]), `${text} on ${ground}`).to.be.at.least(
            4.5,
          );
      for (const filled of ['primary', 'attention', 'good', 'bad'] as const)
        expect(contrast(COLOURS[mode].onPrimary, COLOURS[mode][filled]), `on ${filled}`).to.be.at.least(4.5);
    });

    it(`draw the edges of fields at 3:1 or more (${mode})`, () => {
      expect(contrast(COLOURS[mode].field, COLOURS[mode].paper)).to.be.at.least(3);
      expect(contrast(COLOURS[mode].field, COLOURS[mode].ground)).to.be.at.least(3);
    });
  }
});
