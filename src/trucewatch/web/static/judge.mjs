// Judging a claim: words selected in the text go to a field by one key, and a place is picked on a
// map. The forms are on the page already and work without this.
const KEPT = "trucewatch-keys";
const FIELDS = ["act", "modality", "perpetrators", "targets", "participants", "place", "time", "figures"];
const dialog = document.getElementById("keys");
const shown = document.getElementById("selected");
let chosen = null;

// The record counts code points, the document tree UTF-16 units: a letter beyond the first plane is
// one of the former and two of the latter.
const points = (text) => [...text].length;

function within(passage, node, offset) {
  const before = document.createRange();
  before.selectNodeContents(passage);
  before.setEnd(node, offset);
  return points(before.toString());
}

function passageOf(node) {
  return (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".passage[data-start]");
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const passage = passageOf(range.startContainer);
  if (!passage) return null;
  let end = [range.endContainer, range.endOffset];
  if (passageOf(range.endContainer) !== passage) {
    // A triple click ends at the beginning of what follows.
    const rest = document.createRange();
    rest.setStart(range.startContainer, range.startOffset);
    rest.setEnd(passage, passage.childNodes.length);
    if (rest.toString().trim() !== range.toString().trim()) return null;
    end = [passage, passage.childNodes.length];
  }
  const base = Number(passage.dataset.start);
  const from = within(passage, range.startContainer, range.startOffset);
  const to = within(passage, ...end);
  const words = [...passage.textContent].slice(from, to).join("");
  const lead = points(words) - points(words.trimStart());
  const start = base + from + lead;
  return words.trim() ? { start, end: start + points(words.trim()), words: words.trim() } : null;
}

function show() {
  const now = selected();
  // Kept when the focus moves on into a form: browsers drop the selection then.
  if (now) chosen = now;
  if (shown) shown.textContent = chosen ? `${shown.dataset.some} \u2068“${chosen.words}”\u2069` : shown.dataset.none;
}

function give(field) {
  const details = document.getElementById(`edit-${field}`);
  if (!details) return;
  show(); // The selection may have changed so lately that nobody was told yet.
  details.open = true;
  const form = details.querySelector("form");
  const words = form.elements.namedItem("words");
  if (words && chosen) {
    words.value = chosen.words;
    form.elements.namedItem("start").value = chosen.start;
    form.elements.namedItem("end_at").value = chosen.end;
  }
  const first = { act: "value", modality: "value", place: "value", time: "value", figures: "low" }[field];
  let next = form.elements.namedItem(words && !words.value ? "words" : first ?? "reason");
  if (next instanceof RadioNodeList) next = [...next].find((one) => one.checked) ?? next[0];
  next.focus();
  details.scrollIntoView({ block: "nearest" });
}

// Words that are typed are looked for in the text again: a span belongs to the words it was made for.
for (const words of document.querySelectorAll("[data-words]")) {
  words.addEventListener("input", () => {
    for (const name of ["start", "end_at"]) words.form.elements.namedItem(name).value = "";
  });
}

// -- keys ---------------------------------------------------------------------------------------

const inputs = [...(dialog?.querySelectorAll("[data-action]") ?? [])];
const usual = Object.fromEntries(inputs.map((one) => [one.dataset.action, one.dataset.usual]));
let kept = { on: true, keys: {} };
try {
  kept = { ...kept, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
} catch {
  // What another version left there is no reason to have no keys.
}
const keyOf = (action) => kept.keys[action] || usual[action];
const keep = () => localStorage.setItem(KEPT, JSON.stringify(kept));

function write() {
  for (const one of inputs) one.value = keyOf(one.dataset.action);
  for (const one of document.querySelectorAll("[data-shown]")) one.textContent = keyOf(one.dataset.shown);
  document.getElementById("keys-on").checked = kept.on;
}

function act(action) {
  if (action === "help") return dialog.showModal();
  if (FIELDS.includes(action)) return give(action);
  const target = document.querySelector(`[data-key="${action}"]`);
  if (!target) return undefined;
  const reason = target.form?.elements.namedItem("reason");
  // Without a reason nothing is decided: the key leads to where it is written.
  return reason && !reason.value.trim() ? reason.focus() : target.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  if (event.target.closest("input, select, textarea, [contenteditable], #pick")) return;
  const action = inputs.map((one) => one.dataset.action).find((one) => keyOf(one) === event.key);
  if (!action || (!kept.on && action !== "help")) return;
  event.preventDefault();
  act(action);
});

if (dialog) {
  const button = document.getElementById("show-keys");
  const trouble = document.getElementById("keys-trouble");
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  for (const one of inputs) {
    one.addEventListener("input", () => {
      const wanted = one.value.trim();
      const taken = inputs.some((other) => other !== one && keyOf(other.dataset.action) === wanted);
      trouble.hidden = !taken;
      if (!wanted || taken) return;
      kept.keys = { ...kept.keys, [one.dataset.action]: wanted };
      keep();
      write();
    });
    one.addEventListener("change", () => { write(); trouble.hidden = true; });
  }
  document.getElementById("keys-on").addEventListener("change", (event) => { kept.on = event.target.checked; keep(); });
  document.getElementById("keys-usual").addEventListener("click", () => { kept.keys = {}; keep(); write(); });
  write();
}

// -- the map of a place ---------------------------------------------------------------------------

const box = document.getElementById("pick");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

async function draw() {
  box.hidden = false;
  const [maplibregl, base] = await Promise.all([
    import("./maplibre-gl.mjs"),
    fetch("/map/base.json", { credentials: "same-origin" }).then((answer) => answer.json()),
  ]);
  const radios = [...document.querySelectorAll(".candidates [data-lat]")];
  const at = (one) => [Number(one.dataset.lon), Number(one.dataset.lat)];
  const [west, south, east, north] = box.dataset.theatre.split(",").map(Number);
  const marks = () => ({
    type: "FeatureCollection",
    features: radios.map((one) => ({ type: "Feature", properties: { id: one.id, chosen: one.checked }, geometry: { type: "Point", coordinates: at(one) } })),
  });
  const lat = document.getElementById("lat");
  const lon = document.getElementById("lon");
  const point = () => ({
    type: "FeatureCollection",
    features: lat.value && lon.value ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [Number(lon.value), Number(lat.value)] } }] : [],
  });
  const source = (data) => ({ type: "geojson", data });
  const ring = (id, from, stroke, radius) => ({ id, type: "circle", source: from, paint: { "circle-color": colour("card"), "circle-stroke-color": stroke, "circle-stroke-width": 3, "circle-radius": radius } });
  const map = new maplibregl.Map({
    container: box,
    bounds: [[west, south], [east, north]],
    maxZoom: 14,
    attributionControl: false,
    style: {
      version: 8,
      sources: { land: source(base.land), coast: source(base.coast), border: source(base.border), candidates: source(marks()), point: source(point()) },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
        { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("land") } },
        { id: "coast", type: "line", source: "coast", paint: { "line-color": colour("coast") } },
        { id: "border", type: "line", source: "border", paint: { "line-color": colour("border"), "line-dasharray": [3, 2] } },
        ring("candidates", "candidates", ["case", ["get", "chosen"], colour("breach"), colour("accent")], ["case", ["get", "chosen"], 9, 6]),
        ring("point", "point", colour("open"), 8),
      ],
    },
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  const again = () => { map.getSource("candidates").setData(marks()); map.getSource("point").setData(point()); };
  map.on("click", (event) => {
    const [hit] = map.queryRenderedFeatures(event.point, { layers: ["candidates"] });
    if (hit) {
      document.getElementById(hit.properties.id).checked = true;
      lat.value = lon.value = "";
    } else {
      lat.value = event.lngLat.lat.toFixed(5);
      lon.value = event.lngLat.lng.toFixed(5);
    }
    again();
  });
  for (const one of [...radios, lat, lon]) one.addEventListener("change", again);
  map.once("idle", () => box.setAttribute("data-drawn", "true"));
}

if (box) {
  const details = document.getElementById("edit-place");
  details.addEventListener("toggle", () => {
    if (details.open && box.hidden) draw().catch((error) => { box.textContent = String(error); });
  });
}
document.addEventListener("selectionchange", show);
show();
