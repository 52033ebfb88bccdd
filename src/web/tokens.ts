import type { ThemeConfig } from 'antd'

/** One place for how things look; the portal's stylesheet states the same values. */
export const tokens = {
  paper: '#ffffff',
  ground: '#f6f7f9',
  ink: '#1f2328',
  ink2: '#57606a',
  line: '#e3e6ea',
  accent: '#0b5cab',
  done: '#1a7f4b',
  warn: '#b25e09',
  no: '#b42318',
} as const
export const theme = (elder: boolean): ThemeConfig => ({
  token: {
    colorPrimary: tokens.accent,
    colorLink: tokens.accent,
    colorSuccess: tokens.done,
    colorWarning: tokens.warn,
    colorError: tokens.no,
    colorText: tokens.ink,
    colorTextSecondary: tokens.ink2,
    colorTextDescription: tokens.ink2,
    colorTextPlaceholder: '#6b7480',
    colorTextDisabled: '#6b7480',
    colorBorder: '#8c959f',
    colorBorderSecondary: tokens.line,
    colorBgLayout: tokens.ground,
    borderRadius: 6,
    fontSize: elder ? 20 : 14,
    fontFamily: '"PingFang SC","Microsoft YaHei","Noto Sans SC",system-ui,sans-serif',
    motion: false,
  },
})
export const css = `
:root{${Object.entries(tokens)
  .map(([k, v]) => `--${k}:${v}`)
  .join(';')}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font-family:"PingFang SC","Microsoft YaHei","Noto Sans SC",system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent)!important;outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:#fff;padding:8px;z-index:99}
/* 与其他颜色都不同：培训区和正式区一眼分得开 */
.training{background:#5b2a86;color:#fff;display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center;padding:6px 16px}
.top{background:var(--paper);border-bottom:1px solid var(--line);display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center;padding:8px 16px;position:sticky;top:0;z-index:10}
.top strong{font-size:1.1em}.push{margin-left:auto}
.shell{display:grid;grid-template-columns:200px minmax(0,1fr);max-width:1440px;margin:0 auto}
.side{padding:16px 8px;position:sticky;top:49px;max-height:calc(100vh - 49px);overflow-y:auto;align-self:start}.menu a{display:block;padding:8px 12px;border-radius:6px;text-decoration:none;color:var(--ink)}.menu a[aria-current]{background:#e7effa;color:var(--accent);font-weight:600}.menu h2{font-size:.93em;color:var(--ink2);margin:16px 12px 4px;font-weight:400}
main{padding:16px 24px 96px;min-width:0}
h1{font-size:1.5em;line-height:1.4;margin:4px 0 8px}h2{font-size:1.15em;margin:0 0 12px}
.card{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:16px;margin:0 0 16px}
.meta{color:var(--ink2);font-size:.93em}.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
dl{display:grid;grid-template-columns:minmax(8em,auto) 1fr;gap:6px 16px;margin:0}dt{color:var(--ink2)}dd{margin:0;white-space:pre-wrap;min-width:0}
table.t{border-collapse:collapse;width:100%}.t th,.t td{border-bottom:1px solid var(--line);padding:8px;text-align:left;vertical-align:top}.t th{color:var(--ink2);font-weight:400}.t .num{text-align:right}
.chip{display:inline-block;padding:0 8px;border-radius:6px;border:1px solid var(--line);background:var(--paper);font-size:.93em;white-space:nowrap}.chip.ok{color:var(--done);border-color:var(--done)}.chip.warn{color:var(--warn);border-color:var(--warn)}.chip.no{color:var(--no);border-color:var(--no)}.chip.state{background:var(--ground)}
.refusal{border-left:4px solid var(--no);padding:8px 12px;margin:8px 0;background:#fdf3f2}.refusal p{margin:2px 0}
.bar{display:flex;flex-wrap:wrap;gap:8px}.bar{align-items:center}.bar .why{flex-basis:100%}.t+.bar,details+.bar{margin-top:12px}span.bar{align-items:center}
ol.spine{list-style:none;display:flex;margin:0;padding:0;overflow-x:auto}ol.spine>li{flex:1 0 96px;padding:0 8px 0 0;border-top:3px solid var(--line);padding-top:8px}ol.spine>li.done{border-color:var(--done)}ol.spine>li.now{border-color:var(--accent)}
.field{margin:0 0 16px}.field>label,.field>.label{display:block;margin-bottom:4px}.field .hint{color:var(--ink2);font-size:.93em;margin-top:4px}.field.bad>.hint{color:var(--no)}
fieldset{min-width:0;border:1px solid var(--line);border-radius:6px;margin:0 0 12px;padding:12px}legend{padding:0 4px;color:var(--ink2)}
.people{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:8px}
ul.todo{list-style:none;margin:0;padding:0}ul.todo li{border-bottom:1px solid var(--line)}ul.todo a{display:flex;flex-wrap:wrap;gap:4px 12px;padding:12px 4px;text-decoration:none;color:inherit;align-items:center}ul.todo a:hover{background:var(--ground)}
.todo .what{flex:1 1 14em;min-width:0}.todo .no{display:inline-block;margin-left:1em}.todo .note{display:block}
.indexed{display:grid;grid-template-columns:minmax(0,1fr) 9em;gap:24px}.indexed>.index{order:1;position:sticky;top:64px;align-self:start;max-height:calc(100vh - 80px);overflow-y:auto;border-left:1px solid var(--line);padding-left:12px}.indexed>div{min-width:0}.card{scroll-margin-top:56px}
.field input,.field .ant-select,.field .ant-input-affix-wrapper{max-width:40em}.field .ant-select.full{width:100%}.field .money{max-width:20em}.field textarea{max-width:60em}.fig{font-variant-numeric:tabular-nums;white-space:nowrap}.group{margin:16px 0 0;font-size:1em}details.card>summary{cursor:pointer}ul.plain{list-style:none;margin:0;padding:0}ul.plain li{padding:4px 0}
.sheet input{width:5.5em;min-height:36px;padding:4px 8px;font:inherit;border:1px solid #8c959f;border-radius:6px;text-align:right}
.sheet select{min-height:36px;max-width:100%;font:inherit}.sheet tr.hand td{background:#eef4fb}.beside{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:16px;align-items:start}.paper .page{border:1px solid var(--line);overflow:auto}.paper canvas{display:block;width:100%;height:auto}.beside .paper{position:sticky;top:56px;max-height:calc(100vh - 72px);overflow:auto}.paper>p:first-child{margin-top:0}.paper>.bar{margin:8px 0}.sheet>.bar{margin-top:12px}.verdict [role=group]{display:inline-flex;gap:4px;padding:2px;border-radius:6px}.verdict .meta{margin-top:4px}.verdict textarea{display:block;margin-top:6px}.grid td:first-child{min-width:7em}.pick{font:inherit;min-height:32px;padding:2px 10px;border:1px solid #8c959f;border-radius:6px;background:var(--paper);cursor:pointer}.pick.yes[aria-pressed=true]{background:#1a7f4b;border-color:#1a7f4b;color:#fff}.pick.no[aria-pressed=true]{background:#b42318;border-color:#b42318;color:#fff}.sheet td.hand{background:#eef4fb}
button.link{border:0;background:none;padding:4px 0;font:inherit;color:var(--accent);text-decoration:underline;cursor:pointer;text-align:left}.pages{display:inline-flex;gap:4px;align-items:center}
.wide{overflow-x:auto}.narrow{max-width:560px;margin:0 auto}.clock{font-size:1.25em;font-variant-numeric:tabular-nums}.sheet textarea{width:100%;font:inherit;margin-top:4px}
@media (min-width:821px){.phone{display:none!important}}
@media (max-width:1100px){.indexed{display:block}.indexed>.index{display:none}}
@media (max-width:820px){ol.spine{display:block;overflow:visible}ol.spine>li{display:flex;flex-wrap:wrap;gap:0 12px;align-items:baseline;border-top:0;border-left:3px solid var(--line);padding:2px 0 8px 12px}ol.spine>li:not(.done):not(.now){display:inline-flex;border:0;padding:0 4px;color:var(--ink2)}ol.spine.brief>li:not(.here){display:none}ol.spine .plain{flex-basis:100%;display:flex;flex-wrap:wrap;gap:0 16px}ol.spine .plain li{padding:0}ol.spine .plain li>div{display:flex;gap:4px;align-items:center}ol.spine .plain a,ol.spine .plain summary{line-height:26px}
.todo .what{order:-1;flex-basis:100%}.todo .no{display:block;margin:0}.shell{grid-template-columns:minmax(0,1fr)}.desk{display:none!important}main{padding:12px 12px 96px}dl{grid-template-columns:1fr;gap:0}dt{margin-top:8px}
.t thead{display:none}.t tr{display:block;border:1px solid var(--line);border-radius:6px;margin:0 0 8px;padding:4px 8px}.t td{display:flex;gap:12px;border:0;padding:4px 0;justify-content:space-between;text-align:right}.t td:before{content:attr(data-label);color:var(--ink2);text-align:left;flex:0 0 max(35%,8.5em)}
.t td.whole{display:block;text-align:left}.t td.whole:before,.t td.whole:empty{content:none}.t td.whole:empty{display:none}.t tr.under{border:0;padding:0}.t tr.under td{display:block;text-align:left;padding:0}.t tr.under td:before{content:none}.under .paper{margin:0;padding:8px}
.act{position:sticky;bottom:0;background:var(--paper);box-shadow:0 -2px 8px rgba(0,0,0,.12);z-index:5;max-height:45vh;overflow:auto}}
@media print{ol.spine.brief>li:not(.here){display:flex}.top,.side,.act,.noprint{display:none}.shell{display:block}.card{border:0;padding:0}}
`
