/** A picture this much later than its source's newest one is worth a word, seconds. */
export const LATE_SECONDS = 2;

/** Says that pictures go by unseen, or nothing. */
export const skipping = load => load && !load.keeps_up ? `skips ${Math.round(load.skipped * 100)} % of its pictures` : '';

const SIGNAL = {
  black: 'The picture is black. Is the lens covered, or is it dark?',
  frozen: 'The picture does not change at all. The camera may hang: switch it off and on.',
  silent: 'There is no sound. Is the microphone switched off?',
};

/** Says that a camera delivers nothing that can be seen or heard, as [words, since] each; mostly nothing. */
export const missing = signal => !signal ? [] : [[SIGNAL[signal.picture], signal.picture_since],
  [SIGNAL[signal.sound], signal.sound_since]].filter(([words]) => words);

/** How late a picture is, where that is worth a word. */
export const late = seconds => seconds > LATE_SECONDS ? `${Math.round(seconds)} s behind` : '';

/** Says that a stream cannot keep up with its source, or nothing. */
export const behind = load => [skipping(load), late(load?.lag_seconds)].filter(Boolean).join(', ');
