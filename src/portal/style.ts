import { createHash } from 'node:crypto'

/** The portal's one stylesheet. Tokens are those of the workbench (src/web/tokens.ts). */
export const css = `
:root{--paper:#fff;--ground:#f6f7f9;--ink:#1f2328;--ink2:#57606a;--line:#e3e6ea;--accent:#0b5cab;--done:#1a7f4b;--warn:#b25e09;--no:#b42318;--size:16px}
html[data-elder="1"]{--size:22.4px}
*{box-sizing:border-box}
html{font-size:var(--size)}
body{margin:0;background:var(--ground);color:var(--ink);font-family:"PingFang SC","Microsoft YaHei","Noto Sans SC",system-ui,sans-serif;line-height:1.7;overflow-wrap:anywhere}
a{color:var(--accent);text-decoration:none}a:hover,p a,footer a,dd a,li .meta a{text-decoration:underline}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--paper);padding:8px 12px;z-index:2}
.wrap{max-width:1080px;margin:0 auto;padding:0 16px}
header.top{background:var(--paper);border-bottom:1px solid var(--line)}
header.top .wrap{display:flex;flex-wrap:wrap;gap:4px 24px;align-items:center;padding-top:12px;padding-bottom:12px}
.brand{font-weight:600;font-size:1.125rem;color:var(--ink)}.brand span{color:var(--ink2);font-weight:400;font-size:.875rem;margin-left:8px}
nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;margin:0;padding:0}nav a{display:inline-block;padding:6px 0}
nav a[aria-current]{color:var(--ink);box-shadow:inset 0 -2px var(--accent)}
.push{margin-left:auto}
main{padding:24px 0 48px}
h1{font-size:1.5rem;line-height:1.4;margin:8px 0 16px}h2{font-size:1.125rem;margin:32px 0 12px}h3{font-size:1rem;margin:16px 0 8px}
.card{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:16px;margin:0 0 16px}
.doc{padding:32px 40px}.doc h1{text-align:center}.doc h2{margin:24px 0 8px}.doc .sub{text-align:center;color:var(--ink2);margin-bottom:24px}
.doc p{margin:0 0 12px;text-indent:2em}.sign{text-align:right;margin-top:32px}
dl{display:grid;grid-template-columns:minmax(9em,auto) 1fr;gap:4px 16px;margin:0}dt{color:var(--ink2)}dd{margin:0;white-space:pre-wrap}
table{border-collapse:collapse;width:100%;background:var(--paper)}th,td{border:1px solid var(--line);padding:8px 12px;text-align:left;vertical-align:top}th{background:var(--ground);font-weight:600}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.scroll{overflow-x:auto;margin:8px 0 12px}
.list{list-style:none;margin:0;padding:0}.list li{padding:12px 0;border-bottom:1px solid var(--line)}.list li:last-child{border:0}
.meta{color:var(--ink2);font-size:.875rem}.tag{display:inline-block;border:1px solid var(--line);border-radius:6px;padding:0 8px;font-size:.875rem;color:var(--ink2);margin-right:8px;background:var(--ground)}
form.search{display:flex;flex-wrap:wrap;gap:8px;align-items:end}label{font-size:.875rem;color:var(--ink2);display:block}
input,select,button{font:inherit;padding:8px 12px;border:1px solid #8c959f;border-radius:6px;background:var(--paper);color:var(--ink);min-height:44px;max-width:100%}
button{background:var(--accent);border-color:var(--accent);color:#fff;cursor:pointer}.grow{flex:1 1 16rem}.grow input{width:100%}
.two{display:grid;grid-template-columns:1fr 1fr;gap:24px}.two>*{min-width:0}
ol.spine{list-style:none;margin:0;padding:0;counter-reset:s}ol.spine>li{position:relative;padding:0 0 20px 36px}ol.spine>li:before{content:"";position:absolute;left:9px;top:10px;width:12px;height:12px;border-radius:50%;border:2px solid #8c959f;background:var(--paper)}
ol.spine>li:after{content:"";position:absolute;left:16px;top:28px;bottom:-8px;width:2px;background:var(--line)}ol.spine>li:last-child:after{display:none}
ol.spine>li.done:before{background:var(--done);border-color:var(--done)}ol.spine>li.now:before{background:var(--accent);border-color:var(--accent)}
ol.spine h3{margin:0}ol.spine ul{margin:4px 0 0;padding:0;list-style:none}
.proof{border-left:4px solid var(--done)}code{font-family:ui-monospace,Consolas,monospace;font-size:.875rem}
.hash{word-break:break-all}footer{border-top:1px solid var(--line);padding:16px 0 32px;color:var(--ink2);font-size:.875rem}
@media (max-width:720px){.two{grid-template-columns:1fr}.doc{padding:20px 16px}dl{grid-template-columns:1fr;gap:0}dt{margin-top:8px}.push{margin-left:0}h1{font-size:1.25rem}}
@media print{header.top,footer,.noprint{display:none}body{background:#fff}.card{border:0;padding:0}.doc{padding:0}a{color:inherit}}
`
export const cssName = `/style-${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`
