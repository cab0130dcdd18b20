import { css } from 'lit';

export const appStyles = css`
  :host { display: flex; flex-direction: column; height: 100dvh; }
  header { display: flex; align-items: center; gap: 20px; padding: 12px 20px; min-width: 0; }
  h1 { display: flex; align-items: center; gap: 10px; margin: 0; font: 600 19px/1 var(--display); letter-spacing: -.01em; }
  h1 a { display: contents; color: inherit; text-decoration: none; }
  h1 a:focus-visible > * { outline: 2px solid var(--past); outline-offset: 2px; border-radius: 6px; }
  nav, .grow { flex: 1; min-width: 0; }
  nav { display: flex; align-items: center; gap: 10px; }
  stream-tiles { flex: 1; min-width: 0; }
  .all { flex: none; text-decoration: none; color: inherit; }
  .tools { display: flex; align-items: center; gap: 6px; }
  main { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr) clamp(340px, 29vw, 460px);
    gap: 20px; padding: 4px 20px 20px; }
  .see { display: flex; flex-direction: column; gap: 14px; min-width: 0; min-height: 0; }
  moment-viewer { flex: 1; min-height: 0; }
  main.empty { display: flex; }
  .narrow { display: none; }
  /* A phone, either way up, and a small window or one at 200 %: one column, which scrolls. */
  @media (max-width: 900px), (max-height: 480px) {
    :host { height: auto; min-height: 100dvh; }
    header { display: grid; grid-template-columns: 1fr auto; gap: 10px 12px; padding: 10px 14px; }
    nav { grid-row: 2; grid-column: 1 / -1; }
    main { display: flex; flex-direction: column; gap: 12px; padding: 0 0 0; }
    .see { display: contents; }
    scene-timeline { margin: 0 14px; }
    chat-panel { flex: 1; }
    .tools .wide { display: none; }
    .narrow { display: inline; }
    .tools .button { padding: 0; width: 38px; }
  }
  /* The picture stays in sight while the chat is scrolled. */
  @media (max-width: 900px) and (min-height: 481px) {
    moment-viewer { flex: none; position: sticky; top: 0; z-index: 4; }
  }
`;
