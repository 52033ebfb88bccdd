import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/**
 * What every page is drawn with, from the tokens of the house (src/web/tokens.ts has the same for the workbench). It stands in the
 * page itself: on a line where every answer takes half a second a second question would double the wait.
 */
export const css = `
.wrap-any{overflow-wrap:anywhere}
:root{--paper:#fff;--ground:#f6f7f9;--ink:#1f2328;--ink2:#57606a;--line:#e3e6ea;--edge:#868e98;--accent:#0b5cab;--done:#1a7f4b;--warn:#b25e09;--no:#b42318}
*{box-sizing:border-box}
html{font-size:16px;-webkit-text-size-adjust:100%}html.elder{font-size:22.4px}
body{margin:0;background:var(--ground);color:var(--ink);font-family:"PingFang SC","Microsoft YaHei","Noto Sans SC",system-ui,sans-serif;line-height:1.7;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:3px;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-999rem}.skip:focus{left:8px;top:8px;background:var(--paper);padding:8px 12px;z-index:2}
.wrap{max-width:67.5rem;margin:0 auto;padding:0 16px}
.training{background:#5b2a86;color:#fff;margin:0;padding:6px 16px}
.top{background:var(--paper);border-bottom:1px solid var(--line)}
.top .wrap{display:flex;flex-wrap:wrap;gap:0 24px;align-items:center;padding-top:8px;padding-bottom:8px}
.brand{font-weight:600;font-size:1.125rem;color:var(--ink);text-decoration:none;padding:8px 0;line-height:1.5}
.brand small{color:var(--ink2);font-weight:400;font-size:.875rem;margin-left:8px}
nav ul{display:flex;flex-wrap:wrap;gap:0 20px;list-style:none;margin:0;padding:0}
.top nav a{display:inline-block;padding:10px 0;text-decoration:none}.top nav a:hover{text-decoration:underline}
.top nav a[aria-current]{color:var(--ink);box-shadow:inset 0 -2px var(--accent)}
.push{margin-left:auto}
main.wrap{padding-top:24px;padding-bottom:32px;display:block}
h1{font-size:1.5rem;line-height:1.4;margin:0 0 16px}h2{font-size:1.125rem;line-height:1.5;margin:0 0 8px}h3{font-size:1rem;margin:0}
.lead{color:var(--ink2);margin:-8px 0 16px;max-width:44em}
.card{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:16px 20px;margin:0 0 24px}
.meta{color:var(--ink2);font-size:.875rem}
.links-in-line{display:flex;flex-wrap:wrap;gap:4px 1.5em}
.tag{display:inline-block;border:1px solid var(--line);border-radius:6px;padding:0 8px;font-size:.875rem;line-height:1.6;color:var(--ink2);background:var(--ground);white-space:nowrap}
.tag.soon{color:var(--warn);border-color:currentColor;background:var(--paper)}
.tag.late{color:var(--no);border-color:currentColor;background:var(--paper)}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.fig{font-variant-numeric:tabular-nums;white-space:nowrap}
code{font-family:ui-monospace,Consolas,monospace;font-size:.875em;word-break:break-all}
pre{margin:8px 0;padding:12px;background:var(--ground);border-radius:6px;overflow-x:auto;line-height:1.5;white-space:pre-wrap}
label{display:block;font-size:.875rem;color:var(--ink2);margin-bottom:4px}
input,select,button{font:inherit;padding:8px 12px;border:1px solid var(--edge);border-radius:6px;background:var(--paper);color:var(--ink);min-height:44px;width:100%;max-width:100%}
button{background:var(--accent);border-color:var(--accent);color:#fff;cursor:pointer;width:auto;padding:8px 24px}button:hover{filter:brightness(.9)}
.find{display:grid;grid-template-columns:1fr 11rem 13rem auto;gap:12px;align-items:end}
.find.law{grid-template-columns:12rem 16rem auto;justify-content:start}.find.law>button{justify-self:start}
.find.stats{grid-template-columns:12rem 8rem 16rem auto;justify-content:start}
.find.more{grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));margin-top:12px}details{margin-top:12px}summary{cursor:pointer;color:var(--accent);padding:8px 0}
mark{background:#fff1c7;color:inherit;border-radius:2px}.hit{font-size:.875rem;margin-top:2px}.files{margin:0;padding-left:2em}
.list{list-style:none;margin:0;padding:0}.list>li{padding:12px 0;border-bottom:1px solid var(--line)}.list>li:last-child{border:0;padding-bottom:0}
.list .title{display:flex;gap:12px;align-items:baseline}.list .title>:first-child{flex:1;min-width:0}
.two{display:grid;grid-template-columns:2fr 3fr;gap:0 24px;align-items:start}.two>*{min-width:0}
.links{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:0 16px;list-style:none;margin:0;padding:0}
.links a{display:flex;justify-content:space-between;align-items:baseline;gap:8px;padding:8px 0;text-decoration:none}.links a:hover b{text-decoration:underline}.links b{font-weight:400}
.tabs{gap:4px 16px;margin:0 0 16px}.tabs a{display:inline-block;padding:8px 0;text-decoration:none}.tabs a[aria-current]{color:var(--ink);box-shadow:inset 0 -2px var(--accent)}
.pager{display:flex;justify-content:space-between;gap:16px;margin:16px 0 0}.pager a{padding:8px 0}
.crumb{font-size:.875rem;margin:0 0 12px;color:var(--ink2)}.crumb a{display:inline-block;padding:4px 0}
.doc{padding:48px 64px;max-width:56rem;margin:0 auto 24px}
.doc h1{text-align:center;font-size:1.5rem;margin-bottom:8px}.doc .meta.head{text-align:center;margin:0 0 24px;padding-bottom:16px;border-bottom:1px solid var(--line)}
.doc h2{margin:24px 0 4px;font-size:1rem}.doc h3{margin:8px 0 0;font-weight:400;padding-left:2em}.doc p{margin:0 0 12px;text-indent:2em}
.doc .box{border:1px solid var(--edge);padding:12px 16px;margin:0 0 16px}.doc .box h2{margin-top:0}
.sign{text-align:right;margin-top:32px!important;text-indent:0!important}
.side{max-width:56rem;margin:0 auto}
dl{margin:0}.row{display:grid;grid-template-columns:11rem 1fr;gap:0 16px;padding:2px 0}
dt{color:var(--ink2)}dd{margin:0;white-space:pre-line}.row.long{display:block}.row.long dd{margin-bottom:4px}
.doc dl{padding-left:2em}
/* Wider than the screen: it scrolls by itself, by keyboard as well. */
.wide,.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;background:var(--paper);margin:8px 0 12px}
caption{text-align:left;font-weight:600;padding:8px 0}
th,td{border:1px solid var(--line);padding:8px 12px;text-align:left;vertical-align:top;white-space:pre-line;word-break:break-word}th{background:var(--ground);font-weight:600;white-space:nowrap}
td.num,th.num{text-align:right}td.num{white-space:nowrap}
.strip{display:flex;list-style:none;margin:8px 0 24px;padding:0 0 16px;border-bottom:1px solid var(--line)}.strip li{flex:1;min-width:0;text-align:center;position:relative;padding-top:24px;line-height:1.4}
.strip li:before{content:"";position:absolute;top:4px;left:50%;width:14px;height:14px;margin-left:-7px;border:2px solid var(--edge);border-radius:50%;background:var(--paper);z-index:1}
.strip li:after{content:"";position:absolute;top:10px;left:-50%;width:100%;height:2px;background:var(--line)}.strip li:first-child:after{display:none}
.strip .done:before,.spine>.done:before{background:var(--done);border-color:var(--done)}.strip .now:before,.spine>.now:before{background:var(--accent);border-color:var(--accent)}
.strip .done:after,.strip .now:after{background:var(--done)}.strip small{display:block;color:var(--ink2);font-size:.75rem}
.spine{list-style:none;margin:0;padding:0}.spine>li{position:relative;padding:0 0 20px 32px}
.spine>li:before{content:"";position:absolute;left:2px;top:7px;width:14px;height:14px;border:2px solid var(--edge);border-radius:50%;background:var(--paper)}
.spine>li:after{content:"";position:absolute;left:8px;top:26px;bottom:0;width:2px;background:var(--line)}.spine>li:last-child:after{display:none}.spine>li:last-child{padding-bottom:0}
.spine h3 .meta{font-weight:400;margin-left:8px}.facts{list-style:none;margin:0;padding:0}
.facts li{display:grid;grid-template-columns:10.5rem 1fr auto;gap:0 16px;padding:4px 0}.facts .who{display:block}
.proof{border-left:4px solid var(--done)}.proof p{margin:0 0 8px}.proof.wait{border-color:var(--edge)}
.article p{margin:0 0 4px}.article{padding:6px 0}del{color:var(--no)}ins{color:var(--done);text-decoration:underline}
.note{border-left:4px solid var(--warn)}.note p{margin:0}.note.refused{border-color:var(--no)}.find.alert{grid-template-columns:1fr 1fr 11rem auto}
footer{border-top:1px solid var(--line);padding:16px 0 32px;color:var(--ink2);font-size:.875rem}footer p{margin:0}
svg{max-width:100%;height:auto}summary{cursor:pointer;padding:8px 0}details ul{margin:0;padding-left:1.5em}
form.key{display:inline-block;margin:4px 8px 4px 0}
nav svg{height:1.2em;vertical-align:-.25em;fill:currentColor}
@media (max-width:760px){
.plot[role=group]:has(rect){display:none}.find.law>button{justify-self:stretch}.two{grid-template-columns:1fr}.find,.find.law,.find.alert,.find.stats{grid-template-columns:1fr 1fr}.find:not(.law,.stats,.more)>:first-child,.find:not(.stats)>button,.find>div:only-of-type{grid-column:1/-1}
html:not(.upright) .top .wrap{gap:0 16px;padding-bottom:0}html:not(.upright) .top nav{order:3;flex-basis:100%}html:not(.upright) .top nav.push{order:2;flex-basis:auto;margin-left:auto}html:not(.upright) .top nav ul{gap:0 16px}.top nav a{padding:8px 0}html:not(.upright) .brand{line-height:1.3}html:not(.upright) .brand small{display:block;margin:0}.card{padding:16px}
h1{font-size:1.25rem}.doc{padding:20px 16px}.doc h1{font-size:1.25rem}.doc dl{padding-left:0}.doc h3{padding-left:0}
.row{grid-template-columns:8rem 1fr;gap:0 8px}.facts li{grid-template-columns:1fr}.facts .num{text-align:left}.strip{display:none}
.list .title{display:block}.list .title>*{margin-right:8px}.list .title .tag{margin-top:4px}
table.fold,table.fold tbody,table.fold tr,table.fold td{display:block;width:auto}table.fold thead{position:absolute;left:-999rem}
table.fold tr{border:1px solid var(--line);border-radius:6px;padding:8px 12px;margin:0 0 8px}table.fold td{display:grid;grid-template-columns:7rem 1fr;gap:0 8px;border:0;padding:4px 0;text-align:left}
table.fold td>*{grid-column:2}table.fold td:before{content:attr(data-label);color:var(--ink2);font-size:.875rem;line-height:1.9}table.fold td:empty{display:none}}
html.elder .two,html.elder .find{grid-template-columns:1fr}html.elder .strip{display:none}html.elder .facts li{grid-template-columns:1fr}html.elder .row{grid-template-columns:1fr}
.plot{width:100%;height:auto;max-width:48rem}.plot text{font-size:13px;fill:var(--ink)}.plot rect,.plot circle{fill:var(--accent)}.plot a:hover rect,.plot a:hover circle{fill:var(--ink)}.plot path{stroke:var(--edge);fill:none}
.meta>*+a{margin-inline-start:1em}footer p a{display:inline-block;margin-inline-end:1em}footer p a:first-of-type{margin-inline-start:1em}
.draft{margin:0;padding:8px 16px;background:#fff1c7;font-size:.875rem}footer nav{margin-top:8px}footer nav a[aria-current]{color:var(--ink)}
`
/** Only for paper: fetched without holding up the screen. */
const print = `
@page{size:A4;margin:20mm}
.top,footer,.crumb,.noprint,.skip{display:none}html,html.elder{font-size:11pt}body{background:#fff;font-family:FangSong,STFangsong,"Noto Serif SC","Noto Sans SC",serif;color:#000}
.wrap,.doc,.side{max-width:none;padding:0;margin:0}.card{border:0;padding:0;margin:0 0 12pt}.doc h2{break-after:avoid}tr,.row{break-inside:avoid}a{color:inherit;text-decoration:none}
.proof{border-top:1px solid #000;border-left:0;font-size:9pt;padding-top:6pt}
`
/** Few machines have a face for the vertical script, so it comes from here; only pages in that script ask for it. */
const bytes = readFileSync(
  createRequire(import.meta.url).resolve(
    '@fontsource/noto-sans-mongolian/files/noto-sans-mongolian-mongolian-400-normal.woff2',
  ),
)
export const face = {
  bytes,
  path: `/mongolian-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.woff2`,
}
/** Only for the vertical script. */
const upright = `
@font-face{font-family:"Yiwang Mongolian";src:url(${face.path}) format("woff2");unicode-range:U+1800-18AF,U+200C-200D,U+202F,U+11660-1166C;font-display:swap}
html.upright{height:100%}html.upright body{writing-mode:vertical-lr;height:100%;min-height:100vh;overflow-x:auto;overflow-y:hidden;font-family:"Noto Sans Mongolian","Yiwang Mongolian","Mongolian Baiti","Menksoft Qagan","PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
html.upright .wrap{max-width:none;max-height:60rem;margin:0;padding:16px 0}html.upright .top{border:0;border-inline-end:0;border-right:1px solid var(--line)}html.upright .two,html.upright .find{grid-template-columns:none;display:block}html.upright .two>*,html.upright .find>*{margin-block-end:16px}
html.upright .push{margin:0;margin-inline-start:auto}html.upright input,html.upright select,html.upright button{writing-mode:vertical-lr;width:44px;min-height:0;height:auto}html.upright .find input,html.upright .find select{width:44px;height:min(16rem,60vh)}html.upright .links{display:block;column-count:1}html.upright th,html.upright td{white-space:normal}
html.upright .num,html.upright .fig{text-orientation:mixed}html.upright .strip{display:none}html.upright .list .title{display:block}html.upright h1{margin:0 16px 0 0}html.upright .card{margin:0 16px 0 0}html.upright .doc{max-width:none}
`
const hash = (text: string) => createHash('sha256').update(text)
/** How the policy of every page names the style that stands in it. */
export const cssSource = `'sha256-${hash(css).digest('base64')}'`
/** The names change with the content, so a browser may keep them for ever. */
const sheet = (name: string, text: string) => ({
  text,
  hash: hash(text).digest('hex').slice(0, 12),
  path: `/${name}-${hash(text).digest('hex').slice(0, 12)}.css`,
})
export const sheets = { print: sheet('print', print), upright: sheet('upright', upright) }
