// The page of tables: asks the API what a file would do, then has it written part by part, so that a long table shows its
// progress. The file stays in the browser between the two.
"use strict";

(() => {
  const ROWS_A_PART = 200;
  const ROWS_SHOWN = 300;
  const RESULTS = ["created", "changed", "unchanged", "refused"];
  const TYPES = {
    csv: "text/csv",
    txt: "text/csv",
    tsv: "text/tab-separated-values",
    xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  };
  const form = document.getElementById("import");
  const write = form.elements.namedItem("write");
  const check = form.elements.namedItem("check");
  const progress = document.getElementById("progress");
  const failed = document.getElementById("failed");
  const result = document.getElementById("result");
  const table = document.getElementById("rows");
  const more = document.getElementById("more");
  const next = document.getElementById("next");
  let checked = null;

  for (const link of document.querySelectorAll("[data-template]")) {
    const header = columns(link.dataset.template).map((one) => one.textContent).join(",");
    link.href = URL.createObjectURL(new Blob([`\uFEFF${header}\r\n`], { type: "text/csv" }));
    link.hidden = false;
  }

  function word(text) {
    return document.getElementById("words").content.querySelector(`[data-word="${text}"]`).textContent;
  }

  function key(row) {
    // A row without a valid key is found by what it has.
    const cells = row.cells ?? {};
    return row.placeCode || row.signInName || [cells.placeCode ?? cells.signInName, cells.name].filter(Boolean).join(" ");
  }

  async function send(kind, file, query) {
    const type = TYPES[file.name.split(".").pop().toLowerCase()] || "application/octet-stream";
    const answer = await fetch(`/api/v1/${kind}/import?${query}`, {
      method: "POST",
      headers: { "Content-Type": type, "Lingdian-Csrf": form.dataset.csrf },
      body: file,
    });
    const json = await answer.json();
    if (!answer.ok) {
      throw new Error(json.detail || json.title);
    }
    return json.items;
  }

  /** Every text is a word of this page: the API answers the code of a reason with its values. */
  function said(kind, row) {
    const words = document.getElementById("words").content;
    const field = words.querySelector(`[data-field="${kind}.${row.field}"]`)?.textContent ?? row.field;
    const reason = words.querySelector(`[data-reason="${row.code}"]`)?.textContent ?? row.reason;
    return `${field}：${row.values.reduce((text, value, index) => text.replaceAll(`{${index}}`, value), reason)}`;
  }

  function columns(kind) {
    return [...document.getElementById("words").content.querySelectorAll(`[data-field^="${kind}."]`)];
  }

  function counts(rows) {
    const by = Object.fromEntries(RESULTS.map((one) => [one, rows.filter((row) => row.result === one).length]));
    return RESULTS.reduce((text, one, index) => text.replace(`{${index}}`, by[one]), result.dataset.counts);
  }

  function cell(line, text, kind) {
    const made = document.createElement("td");
    made.textContent = text;
    made.className = kind || "";
    line.append(made);
  }

  function show(kind, rows, title) {
    result.textContent = `${title} ${counts(rows)}`;
    const sorted = [...rows].sort((a, b) => (b.result === "refused") - (a.result === "refused") || a.row - b.row);
    const body = table.tBodies[0];
    body.replaceChildren();
    for (const row of sorted.slice(0, ROWS_SHOWN)) {
      const line = document.createElement("tr");
      cell(line, row.row, "number");
      cell(line, key(row));
      cell(line, word(row.result), row.result === "refused" ? "alarm" : "");
      cell(line, row.result === "refused" ? said(kind, row) : "");
      body.append(line);
    }
    table.hidden = rows.length === 0;
    more.hidden = rows.length <= ROWS_SHOWN;
    more.textContent = more.dataset.more.replace("{0}", ROWS_SHOWN).replace("{1}", rows.length);
    const refused = rows.filter((row) => row.result === "refused");
    offer("refused", [...columns(kind).map((one) => one.textContent), word("reason")], refused
      .map((row) => [...columns(kind).map((one) => row.cells[one.dataset.field.split(".")[1]]), said(kind, row)]));
    document.getElementById("refused-help").hidden = refused.length === 0;
    offer("invitations", ["signInName", "address", "expiresAt"], rows
      .filter((row) => row.invitation)
      .map((row) => [row.signInName, location.origin + row.invitation.path, row.invitation.expiresAt]));
  }

  // A spreadsheet takes a text that begins like a formula for one, and drops digits of a place code. An import takes the mark off.
  function quoted(value) {
    const text = String(value ?? "");
    return `"${(/^([=+\-@\t\r]|\d{12,}$)/u.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  }

  function offer(id, header, lines) {
    const link = document.getElementById(id);
    URL.revokeObjectURL(link.href);
    link.hidden = lines.length === 0;
    const text = [header, ...lines].map((line) => line.map(quoted).join(",")).join("\r\n");
    link.href = URL.createObjectURL(new Blob([`\uFEFF${text}\r\n`], { type: "text/csv" }));
  }

  async function attempt(work) {
    failed.hidden = true;
    check.disabled = true;
    write.disabled = true;
    try {
      await work();
    } catch (problem) {
      failed.textContent = `${form.dataset.failed} ${problem.message}`;
      failed.hidden = false;
    } finally {
      check.disabled = false;
      write.disabled = false;
      progress.hidden = true;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const file = form.elements.namedItem("file").files[0];
    const kind = form.elements.namedItem("kind").value;
    write.hidden = true;
    next.hidden = true;
    attempt(async () => {
      const rows = await send(kind, file, "dryRun=true&cells=true");
      checked = { kind, file, last: rows.reduce((last, row) => Math.max(last, row.row), 1) };
      show(kind, rows, result.dataset.would);
      write.hidden = rows.every((row) => row.result === "refused" || row.result === "unchanged");
    });
  });

  form.addEventListener("change", () => {
    write.hidden = true;
  });

  write.addEventListener("click", () => {
    const { kind, file, last } = checked;
    const [bar, part] = progress.children;
    attempt(async () => {
      const done = [];
      bar.max = last;
      bar.value = 0;
      progress.hidden = false;
      try {
        for (let first = 2; first <= last; first += ROWS_A_PART) {
          const until = Math.min(last, first + ROWS_A_PART - 1);
          done.push(...(await send(kind, file, `firstRow=${first}&lastRow=${until}&cells=true`)));
          bar.value = until;
          part.textContent = `${until - 1} / ${last - 1}`;
        }
      } finally {
        show(kind, done, result.dataset.did); // what was written is told, and its invitations, even where a later part failed
        write.hidden = true;
        next.hidden = kind !== "cafes" || !done.some((row) => row.result === "created");
      }
    });
  });
})();
