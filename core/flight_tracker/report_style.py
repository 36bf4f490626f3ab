"""How a day's report looks, light and dark, on a desk and on a phone."""

STYLE = """
:root { color-scheme: light dark; --ink: #16202c; --soft: #566473; --paper: #f3f6fa;
  --card: #fff; --line: #dde4ec; --bar: #9cc3f5; --air: #1f6fd6; --land: #e3e8ee;
  --ok: #137a3f; --warn: #8a5200; --alarm: #b00020; --warn-bg: #fff3dd;
  --s1: #cfe3fb; --s2: #a3c9f5; --s3: #6fa8ec; --s4: #3f83d9; --s5: #1f5fb5; --s6: #0c3a7a }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eff8; --soft: #a3b3c6; --paper: #0d141d;
  --card: #151f2c; --line: #263446; --bar: #2c5689; --air: #6fb1ff; --land: #223043;
  --ok: #4fd98c; --warn: #ffbe5c; --alarm: #ff7388; --warn-bg: #33270f;
  --s1: #1d3a5f; --s2: #24538c; --s3: #2f70bb; --s4: #4e94e3; --s5: #86bcf7; --s6: #cfe6ff } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 68rem; padding: clamp(1rem, 3vw, 2.5rem);
  font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
header p, footer, .note { color: var(--soft); font-size: .9rem; margin: .25rem 0 0 }
h1 { margin: 0; font-size: clamp(1.6rem, 5vw, 2.3rem); line-height: 1.15; letter-spacing: -.02em }
h2 { margin: 0 0 .75rem; font-size: 1.05rem }
.eyebrow { text-transform: uppercase; letter-spacing: .08em; font-size: .75rem; font-weight: 600;
  color: var(--soft); margin: 0 0 .3rem }
section, .banner { background: var(--card); border: 1px solid var(--line); border-radius: 14px;
  padding: 1.1rem 1.25rem; margin-top: 1rem; min-width: 0 }
.banner { background: var(--warn-bg); border-color: var(--warn); color: var(--warn) }
.verdict { border-left: 6px solid var(--soft) }
.complete { border-left-color: var(--ok) } .complete h2 { color: var(--ok) }
.incomplete { border-left-color: var(--alarm) } .incomplete h2 { color: var(--alarm) }
.verdict ul { margin: 0 0 .75rem; padding-left: 1.2rem }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.8rem, 1fr)); gap: .75rem;
  margin: 0 } dl div { display: flex; flex-direction: column }
dt { color: var(--soft); font-size: .85rem; line-height: 1.3 }
dd { order: -1; margin: 0; font-size: 1.15rem; font-weight: 600;
  font-variant-numeric: tabular-nums }
.totals dd { font-size: clamp(1.5rem, 4vw, 1.9rem); letter-spacing: -.02em; line-height: 1.2 }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr));
  gap: 0 1rem; align-items: start }
.wide { overflow-x: auto } .chart { min-width: 44rem }
svg { display: block; width: 100%; height: auto } .world { border-radius: 8px }
table { border-collapse: collapse; width: 100%; font-size: .93rem;
  font-variant-numeric: tabular-nums }
th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: left }
tr:last-child td { border-bottom: 0 } th { color: var(--soft); font-weight: 500 }
th.n, td.n { text-align: right; white-space: nowrap }
.alarm { color: var(--alarm); font-weight: 600 } .passed { color: var(--ok) }
text { fill: var(--soft); font: 11px system-ui, sans-serif } text.value { fill: var(--ink) }
.bar { fill: var(--bar) } .air { fill: var(--air) } .land { fill: var(--land) }
.grid { stroke: var(--line); fill: none; vector-effect: non-scaling-stroke }
.s1 { fill: var(--s1) } .s2 { fill: var(--s2) } .s3 { fill: var(--s3) } .s4 { fill: var(--s4) }
.s5 { fill: var(--s5) } .s6 { fill: var(--s6) }
.legend { display: flex; flex-wrap: wrap; gap: .3rem .9rem; list-style: none; padding: 0;
  margin: .7rem 0 0; color: var(--soft); font-size: .85rem }
.legend li { display: flex; align-items: center; gap: .35rem } .legend svg { width: .85rem }
@media print { section { break-inside: avoid } body { background: none } }
"""
