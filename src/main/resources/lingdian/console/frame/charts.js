// @ts-check
// Draws the charts of a page with ECharts, from the tables beside them. The tables are what a screen reader, a printer and a
// browser without scripts get, so no figure is only in a picture.
"use strict";

(() => {
  // ECharts is larger than the rest of a page: it is loaded when a chart comes near the screen.
  const NEAR = "400px";
  const DAY_MILLIS = 86_400_000;
  const GROUPS_MAX = 16;
  const COLOURS = ["var(--accent)", "var(--suspicion)", "var(--lead)"];
  const LIBRARY = /** @type {HTMLScriptElement} */ (document.currentScript).dataset.library ?? "";

  /** @typedef {{ text: string, figure: number | null, mark: string, rows?: string }} Cell rows: the address of the list behind it */

  /** @typedef {{ at: string[], series: Map<string, Map<string, Cell>> }} Figures */

  // ECharts writes fonts as an attribute "style", which the Content-Security-Policy refuses. It allows the same by the object model.
  SVGElement.prototype.setAttribute = function (name, value) {
    if (name === "style") {
      this.style.cssText = value;
    } else {
      Element.prototype.setAttribute.call(this, name, value);
    }
  };

  // Reading the tables.

  /** @param {HTMLElement} figure */
  function tableOf(figure) {
    return figure.dataset.table === undefined ? figure.querySelector("table") : document.getElementById(figure.dataset.table);
  }

  /** @param {string} from @param {string} to */
  function days(from, to) {
    const all = [];
    for (let day = Date.parse(from); day <= Date.parse(to); day += DAY_MILLIS) {
      all.push(new Date(day).toISOString().slice(0, 10));
    }
    return all;
  }

  /** @param {HTMLElement} figure @returns {Figures} */
  function read(figure) {
    const series = new Map();
    const seen = new Set();
    for (const element of tableOf(figure)?.querySelectorAll("[data-at]") ?? []) {
      const cell = /** @type {HTMLElement} */ (element);
      const { at = "", of = "", figure: drawn, mark = "" } = cell.dataset;
      seen.add(at);
      series.set(of, series.get(of) ?? new Map());
      series.get(of).set(at, {
        text: cell.textContent?.trim() ?? "",
        figure: drawn === undefined ? null : Number(drawn),
        mark,
        rows: cell.closest("tr")?.querySelector("td a")?.getAttribute("href") ?? undefined,
      });
    }
    if (series.size === 0) {
      series.set("", new Map());
    }
    const { from, to } = figure.dataset;
    return { at: from === undefined || to === undefined ? [...seen] : days(from, to), series };
  }

  // A day that the table does not list has 0, or is unknown.
  /** @param {HTMLElement} figure @param {Map<string, Cell>} cells @param {string} at @returns {Cell} */
  function cellOf(figure, cells, at) {
    const unknown = figure.dataset.gaps !== undefined;
    return (
      cells.get(at) ?? { text: figure.dataset.otherwise ?? "", figure: unknown ? null : 0, mark: unknown ? "unknown" : "" }
    );
  }

  // What ECharts is told. Colours are those of the page, as variables, so a change of theme and the printer need no drawing.

  /** @param {HTMLElement} figure @param {Figures} figures @param {string[]} at */
  function bars(figure, figures, at) {
    return [...figures.series].map(([name, cells], i) => ({
      type: "bar",
      name,
      barCategoryGap: figures.series.size > 1 ? "25%" : "12%",
      emphasis: { disabled: true },
      silent: !isOfGroups(figures), // the bars of days are as narrow as a hair: their whole column is selected
      itemStyle: { color: figure.dataset.colour === undefined ? COLOURS[i % COLOURS.length] : `var(--${figure.dataset.colour})` },
      data: at.map((one) => bar(figure, cellOf(figure, cells, one))),
    }));
  }

  /** @param {Figures} figures */
  function isOfGroups(figures) {
    return figures.series.size > 1;
  }

  // Where bars stand in groups, the word for a missing one stands in its place.
  /** @param {HTMLElement} figure @param {Cell} cell */
  function bar(figure, { figure: drawn, mark }) {
    if (drawn !== null || figure.dataset.chart !== "groups") {
      return drawn;
    }
    return {
      value: 0,
      label: {
        show: true,
        formatter: figure.dataset[mark] ?? figure.dataset.unknown, // withheld, unknown, or not reckoned
        position: "insideBottom",
        rotate: 90,
        align: "left",
        verticalAlign: "middle",
        color: "var(--ink)",
        fontSize: 11,
      },
    };
  }

  // Columns behind the bars where a figure is withheld or unknown, with the word in the middle of each stretch.
  /** @param {HTMLElement} figure @param {Figures} figures @param {string[]} at @param {string} mark */
  function gaps(figure, figures, at, mark) {
    const isGap = figure.dataset.chart === "days";
    const cells = at.map((one) => [...figures.series.values()].map((each) => cellOf(figure, each, one)));
    const has = cells.map((each) => isGap && each.some((one) => one.mark === mark));
    const isEmpty = cells.map((each, i) => has[i] && each.every((one) => one.figure === null)); // has room for the word
    const word = (mark === "withheld" ? figure.dataset.withheld : figure.dataset.unknown) ?? "";
    return {
      type: "bar",
      name: mark,
      xAxisIndex: 1, // of its own, because bars of one axis stand beside each other
      yAxisIndex: 1,
      barCategoryGap: 0,
      barGap: "-100%",
      z: 1,
      silent: true,
      emphasis: { disabled: true },
      itemStyle: { color: mark === "withheld" ? "var(--shade)" : "color-mix(in srgb, var(--shade) 45%, var(--card))" },
      data: has.map((one, i) => (one ? { value: 1, label: isEmpty[i] ? label(isEmpty, i, word) : {} } : null)),
    };
  }

  /** @param {boolean[]} has @param {number} i @param {string} word */
  function label(has, i, word) {
    let first = i;
    let last = i;
    while (has[first - 1]) {
      first -= 1;
    }
    while (has[last + 1]) {
      last += 1;
    }
    const isWide = (last - first + 1) / has.length > 0.25;
    return {
      show: i === Math.floor((first + last) / 2) && (isWide || (last - first + 1) / has.length > 0.025),
      formatter: word,
      position: "inside",
      rotate: isWide ? 0 : 90,
      color: "var(--soft)",
      fontSize: 12,
    };
  }

  /** @param {HTMLElement} figure @param {Figures} figures @param {string} at */
  function said(figure, figures, at) {
    const lines = [...figures.series].map(([name, cells]) => (name === "" ? "" : name + ": ") + cellOf(figure, cells, at).text);
    return [at, ...lines].join("\n");
  }

  /** @param {HTMLElement} figure */
  function option(figure) {
    const figures = read(figure);
    const { at } = figures;
    const isDays = figure.dataset.chart === "days";
    const short = isDays && at[0]?.slice(0, 4) === at.at(-1)?.slice(0, 4) ? "MM-DD".length : undefined;
    const most = figure.dataset.most === undefined ? undefined : Number(figure.dataset.most);
    const text = { color: "var(--soft)", fontSize: 12 };
    const line = { lineStyle: { color: "var(--line)" } };
    const unit = figure.dataset.unit ?? "";
    const isPercent = unit === "%";
    const isLong = !isDays && at.length > GROUPS_MAX;
    const slider = {
      type: "slider",
      height: 20,
      bottom: 4,
      startValue: 0,
      endValue: GROUPS_MAX - 1,
      brushSelect: false,
      showDetail: false,
      showDataShadow: false,
      borderColor: "var(--line)",
      fillerColor: "color-mix(in srgb, var(--accent) 25%, var(--card))",
      handleStyle: { color: "var(--card)", borderColor: "var(--accent)" },
      moveHandleStyle: { color: "var(--accent)" },
    };
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(figure).fontFamily },
      grid: {
        left: 4,
        right: 12,
        top: figures.series.size > 2 && figure.clientWidth < 480 ? 56 : figures.series.size > 1 || (unit !== "" && !isPercent) ? 32 : 12, // the legend wraps
        bottom: isLong ? 32 : 4,
        containLabel: true,
      },
      legend: { show: figures.series.size > 1, top: 0, selectedMode: false, textStyle: text, data: [...figures.series.keys()] },
      tooltip: {
        trigger: "axis",
        renderMode: "richText", // text alone: nothing of a page is ever read as HTML
        confine: true,
        backgroundColor: "var(--card)",
        borderColor: "var(--line)",
        textStyle: { color: "var(--ink)", fontSize: 14 },
        axisPointer: { type: "shadow", shadowStyle: { color: "var(--line)", opacity: 0.4 } },
        formatter: (/** @type {{ dataIndex: number }[]} */ shown) => said(figure, figures, at[shown[0].dataIndex]),
      },
      xAxis: [
        {
          type: "category",
          data: at,
          axisTick: { show: false },
          axisLine: line,
          axisLabel: {
            ...text,
            hideOverlap: figure.dataset.chart !== "groups", // every county has its name
            interval: figure.dataset.chart === "groups" ? 0 : "auto",
            rotate: figure.dataset.chart === "groups" && at.length > 5 ? 40 : 0,
            formatter: (/** @type {string} */ one) => (short === undefined ? one : one.slice(-short)),
          },
        },
        { type: "category", data: at, show: false, axisLabel: { show: false }, axisPointer: { show: false } },
      ],
      yAxis: [
        {
          type: "value",
          min: 0,
          max: most ?? ((/** @type {{ max: number }} */ range) => (range.max > 0 ? null : 1)),
          interval: most === undefined ? undefined : most / 4,
          minInterval: isDays ? 1 : 0,
          splitNumber: 4,
          name: isPercent ? "" : unit,
          nameTextStyle: { ...text, align: "right" },
          nameGap: 12,
          axisLabel: { ...text, formatter: isPercent ? "{value}%" : undefined },
          splitLine: line,
        },
        { type: "value", min: 0, max: 1, show: false, axisLabel: { show: false } },
      ],
      dataZoom: isLong ? [slider] : [],
      series: [gaps(figure, figures, at, "unknown"), gaps(figure, figures, at, "withheld"), ...bars(figure, figures, at)],
    };
  }

  // Drawing.

  /** @param {HTMLElement} figure */
  function draw(figure) {
    const plot = /** @type {HTMLElement} */ (figure.querySelector(".plot"));
    const { echarts } = /** @type {any} */ (window);
    const chart = echarts.init(plot, null, { renderer: "svg" });
    chart.setOption({ ...option(figure), aria: { enabled: false } });
    opens(chart, read(figure));
    figure.dataset.drawn = "true";
    new ResizeObserver(() => chart.resize()).observe(plot);
  }

  // A bar leads to the list behind it, as its figure in the table does.
  /** @param {any} chart @param {Figures} figures */
  function opens(chart, { at, series }) {
    if (isOfGroups({ at, series })) {
      chart.on("click", (/** @type {{ seriesName: string, name: string }} */ bar) => go(series.get(bar.seriesName)?.get(bar.name)));
      return;
    }
    const [cells] = series.values();
    /** @param {{ offsetX: number, offsetY: number }} point */
    const under = ({ offsetX, offsetY }) =>
      chart.containPixel("grid", [offsetX, offsetY]) ? cells.get(at[chart.convertFromPixel({ xAxisIndex: 0 }, offsetX)]) : undefined;
    const surface = chart.getZr();
    surface.on("mousemove", (/** @type {any} */ point) => surface.setCursorStyle(under(point)?.rows === undefined ? "default" : "pointer"));
    surface.on("click", (/** @type {any} */ point) => go(under(point)));
  }

  /** @param {Cell | undefined} cell */
  function go(cell) {
    if (cell?.rows !== undefined) {
      location.assign(cell.rows);
    }
  }

  const figures = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("figure[data-chart]")]);

  // Without the library, the table is shown instead.
  function withoutPicture() {
    for (const figure of figures) {
      figure.querySelector(".plot")?.setAttribute("hidden", "");
      figure.querySelector("details")?.setAttribute("open", "");
    }
  }

  function load() {
    const library = document.createElement("script");
    library.src = LIBRARY;
    library.addEventListener("load", () => figures.forEach(draw));
    library.addEventListener("error", withoutPicture);
    document.head.append(library);
  }

  const near = new IntersectionObserver(
    (seen) => {
      if (seen.some((one) => one.isIntersecting)) {
        near.disconnect();
        load();
      }
    },
    { rootMargin: NEAR },
  );
  figures.forEach((figure) => near.observe(figure));
})();
