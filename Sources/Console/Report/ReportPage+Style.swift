extension ReportPage {
    /// The colours of the tones; the order of the cases of ``ChartTone``. They can be told apart without seeing colours (Okabe & Ito 2008).
    private static let light = [
        "#0072b2", "#c25a00", "#00795a", "#8f4a7d", "#d55e00", "#009e73", "#b0367f", "#8a8a8a", "#6b6b6b",
    ]
    private static let dark = ["#5ab4f0", "#f0a04b", "#3fcf9f", "#dd9fc6", "#ff9550", "#3fcf9f", "#f08bc4", "#8f959c", "#a3a9b0"]

    private static func colours(_ list: [String]) -> String {
        zip(ChartTone.allCases, list).map { "--\($0.rawValue):\($1)" }.joined(separator: ";")
    }

    private static let lightColours =
        "--paper:#fff;--ink:#1b1d20;--soft:#5b6168;--line:#dde1e5;--grid:#e9ecef;" + colours(light)
    private static let darkColours =
        "--paper:#15181b;--ink:#e6e9ec;--soft:#a3a9b0;--line:#33393f;--grid:#272c31;" + colours(dark)

    private static let tones = ChartTone.allCases.map { ".\($0.rawValue){--tone:var(--\($0.rawValue))}" }.joined()

    static let style = """
        :root{color-scheme:light dark;\(lightColours)}
        @media screen and (prefers-color-scheme:dark){:root{\(darkColours)}}
        *{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
        main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 3rem;overflow-wrap:anywhere}
        h1{font-size:1.6rem;line-height:1.2;margin:0 0 .5rem}h2{font-size:1.25rem;margin:2.2rem 0 .4rem;border-top:1px solid var(--line);padding-top:1.2rem}
        h3{font-size:1.05rem;margin:1.4rem 0 .3rem}h1.sheet{margin-top:4rem;border-top:3px solid var(--line);padding-top:2rem}
        .lead{font-size:1.2rem;line-height:1.4;margin:.2rem 0 .8rem}p{margin:.4rem 0}ul{margin:.4rem 0;padding-left:1.2rem}li{margin:.15rem 0}
        dl{display:flex;flex-wrap:wrap;gap:.2rem 1.6rem;margin:.6rem 0;color:var(--soft);font-size:.9rem}dl div{display:flex;gap:.4rem}
        dd{margin:0;color:var(--ink)}.missing,.note{color:var(--soft);font-size:.875rem}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{text-align:left;vertical-align:baseline;padding:.25rem .9rem .25rem 0;border-bottom:1px solid var(--grid)}
        .numbers{width:100%}.numbers th{font-weight:400;color:var(--soft);width:34%}.numbers td:nth-child(2){font-weight:600;width:26%}
        .frame{overflow-x:auto;max-width:100%}.all{font-size:.8125rem;width:100%}.all thead th{border-bottom:1px solid var(--soft);white-space:nowrap}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1.2rem 2rem;margin:.8rem 0}
        figure{margin:0;break-inside:avoid;max-width:34rem}figcaption{font-weight:600;font-size:.95rem;margin-bottom:.2rem}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin:.1rem 0 0;padding:0;font-size:.8125rem;color:var(--soft)}
        .legend li{display:flex;align-items:center;gap:.4rem;margin:0}.legend i{width:1.1rem;height:0;border-top:2px solid var(--tone);flex:none}
        .legend i.dashes{border-top-style:dashed}.legend i.area{height:.7rem;border:0;background:var(--tone);opacity:.25}
        \(tones)
        svg{display:block;width:100%;height:auto;overflow:visible}svg text{font:12px system-ui,sans-serif;fill:var(--soft);paint-order:stroke;stroke:var(--paper);stroke-width:3px}
        svg text[class]{fill:var(--tone)}.grid{stroke:var(--grid);stroke-width:1}.axis{stroke:var(--soft);stroke-width:1}
        .line{fill:none;stroke:var(--tone);stroke-width:1.5;stroke-linejoin:round}.thin{stroke:var(--tone);stroke-width:1}
        .dashes{stroke-dasharray:5 4}.fill{fill:var(--tone);fill-opacity:.18}.dot{fill:var(--tone)}.whisker{stroke:var(--tone);stroke-width:3;stroke-opacity:.55}
        details{margin:1rem 0}summary{cursor:pointer;font-weight:600}
        @media (max-width:30rem){main{padding:1rem .9rem 2rem}.lead{font-size:1.1rem}.numbers tr{display:grid;grid-template-columns:1fr auto;border-bottom:1px solid var(--grid)}
        .numbers th,.numbers td{border:0;width:auto;padding:.2rem .5rem .1rem 0}.numbers td:nth-child(2){text-align:right;width:auto;padding-right:0}.numbers .note{grid-column:1/-1;padding-top:0}.numbers .note:empty{display:none}svg text{font-size:13px}}
        @page{size:A4;margin:15mm 16mm 17mm;@bottom-right{content:"page " counter(page) " of " counter(pages);font:8pt sans-serif}}
        @media print{:root{font-size:9.5pt}main{max-width:none;padding:0}h1{font-size:16pt}h2{font-size:12pt;margin-top:6mm;padding-top:3mm;break-after:avoid}h3,h2+p{break-after:avoid}
        h1.sheet{break-before:page;border:0;margin:0;padding:0}.lead{font-size:11.5pt}.figures{grid-template-columns:1fr 1fr;gap:4mm 7mm}tr,li{break-inside:avoid}
        .fill,.dot,.legend i{print-color-adjust:exact;-webkit-print-color-adjust:exact}details:not([open]){display:none}}
        """
}
