import { css } from 'lit';

export const timelineStyles = css`
  :host { position: relative; display: block; padding: 12px 16px 8px; background: var(--panel);
    border: 1px solid var(--line); border-radius: var(--round); }
  .head { display: flex; justify-content: space-between; align-items: center; margin-bottom: 10px; }
  h2 { margin: 0; font: 600 14px/1 var(--display); color: var(--soft); }
  .key { flex: 1; display: flex; align-items: center; gap: 7px; margin-left: 18px; font-size: 12.5px; color: var(--faint); }
  .key i { width: 18px; height: 6px; border-radius: 3px; background: var(--soft); opacity: .55; }
  .windows { display: flex; gap: 2px; }
  .windows button { padding: 4px 10px; border-radius: 999px; font-size: 12.5px; color: var(--faint); }
  .windows button:hover { color: var(--ink); }
  .windows button[aria-pressed="true"] { background: var(--hover); color: var(--ink); }
  .strip { position: relative; height: 74px; cursor: pointer; border-radius: 9px; touch-action: pan-y; user-select: none; }
  .film { position: absolute; inset: 0 0 12px; overflow: hidden; border-radius: 9px; background: var(--ground); }
  .scene { position: absolute; inset-block: 0; overflow: hidden; background: var(--hover); border-radius: 7px;
    box-shadow: inset 0 0 0 1px var(--line); border-right: 3px solid var(--panel); background-clip: padding-box; }
  .scene.open { border-right: 0; }
  .scene img { position: absolute; top: 0; height: 100%; object-fit: cover; opacity: .82; transition: opacity .2s; }
  .scene:hover img { opacity: 1; }
  .none { display: grid; place-items: center; height: 100%; margin: 0; color: var(--faint); font-size: 13px; }
  .presence { position: absolute; inset: auto 0 0; height: 6px; overflow: hidden; border-radius: 3px; background: var(--ground); }
  .presence i { position: absolute; inset-block: 0; border-radius: 3px; background: var(--soft); opacity: .55; }
  .gap { position: absolute; inset-block: 0; display: grid; place-items: center; overflow: hidden; border-radius: 7px;
    font-size: 12px; font-weight: 500; color: var(--ink); text-align: center;
    background: repeating-linear-gradient(135deg, var(--panel) 0 6px, var(--hover) 6px 12px);
    box-shadow: inset 0 0 0 1px var(--line-strong); }
  .gap span:not(.unseen) { background: var(--panel); padding: 1px 7px; border-radius: 6px; }
  .mark { position: absolute; top: -3px; bottom: -3px; border: 2px solid var(--past); border-radius: 8px;
    background: var(--past-soft); pointer-events: none; animation: arrive .5s var(--ease); min-width: 5px; }
  .mark span { position: absolute; top: -9px; left: 50%; translate: -50%; min-width: 18px; padding: 0 4px;
    border-radius: 9px; background: var(--past); color: var(--on-past); font: 700 11px/18px var(--text);
    text-align: center; }
  @keyframes arrive { from { opacity: 0; transform: scaleY(1.2); } }
  .now { position: absolute; top: -2px; bottom: -2px; width: 2px; margin-left: -2px; background: var(--live);
    border-radius: 1px; pointer-events: none; }
  .now::before { content: ''; position: absolute; top: -4px; left: -3px; width: 8px; height: 8px; border-radius: 50%;
    background: var(--live); }
  .head-line { position: absolute; top: -5px; bottom: -5px; width: 3px; margin-left: -1.5px; border-radius: 2px;
    background: var(--ink); box-shadow: 0 0 0 1.5px var(--panel); pointer-events: none; transition: left .25s linear; }
  .axis { position: relative; height: 18px; margin-top: 6px; font: 11.5px/18px var(--mono); color: var(--faint);
    font-variant-numeric: tabular-nums; overflow: hidden; }
  .axis span { position: absolute; transform: translateX(-50%); }
  .preview { position: absolute; bottom: calc(100% - 40px); width: 188px; transform: translateX(-50%); padding: 6px;
    border-radius: 12px; background: var(--raised); border: 1px solid var(--line-strong); box-shadow: var(--shadow);
    pointer-events: none; z-index: 6; }
  .preview img { display: block; width: 100%; aspect-ratio: 16 / 9; object-fit: cover; border-radius: 7px; background: var(--screen); }
  .preview p { display: flex; justify-content: space-between; margin: 6px 4px 0; font-size: 12.5px; }
  .preview b, .preview time { font-family: var(--mono); font-variant-numeric: tabular-nums; font-weight: 500; }
  .preview time { color: var(--faint); }
  .preview .note { color: var(--soft); margin-top: 2px; }
  @media (max-width: 900px) { :host { padding: 10px 12px 4px; } .strip { height: 62px; } .key { display: none; }
    .windows button { padding: 6px 9px; } }
`;
