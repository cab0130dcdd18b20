/** A picture this much later than its source's newest one is worth a word, seconds. */
const LATE_SECONDS = 2;

/** Says that frames go by unseen, or nothing. */
export const skipping = load => load && !load.keeps_up ? `skips ${Math.round(load.skipped * 100)} % of its frames` : '';

const SIGNAL = {
  black: 'The picture is black. Is the lens covered, or is it dark?',
  frozen: 'The picture does not change at all. The camera may hang: switch it off and on.',
  silent: 'There is no sound. Is the microphone switched off?',
};

/** Says that a camera delivers nothing that can be seen or heard, as [words, since] each; mostly nothing. */
export const missing = signal => !signal ? [] : [[SIGNAL[signal.picture], signal.picture_since],
  [SIGNAL[signal.sound], signal.sound_since]].filter(([words]) => words);

/** Says that a stream cannot keep up with its source, or nothing. */
export function behind(load) {
  const late = load?.lag_seconds > LATE_SECONDS ? `${Math.round(load.lag_seconds)} s behind` : '';
  return [skipping(load), late].filter(Boolean).join(', ');
}
