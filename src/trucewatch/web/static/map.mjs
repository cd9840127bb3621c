// The map of a query: points and areas over an offline base map. The list beside it says the same.
// Few points come at once and are clustered here; many come as vector tiles, thinned by the server.
import * as maplibregl from "./maplibre-gl.mjs";

const box = document.getElementById("map");
const dark = matchMedia("(prefers-color-scheme: dark)");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const kinds = ["hostile", "posture", "monitoring", "civil", "political", "patrol", "sighting", "restriction"];
const fetched = async (url) => (await fetch(url, { credentials: "same-origin" })).json();
const tiled = Boolean(box?.dataset.tiles);
const DEEPEST = 14;

function paint() {
  const byKind = ["match", ["get", "kind"], ...kinds.flatMap((kind) => [kind, colour(kind)]), colour("quiet")];
  const marks = tiled ? { source: "points", "source-layer": "points" } : { source: "points" };
  return [
    { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("land") } },
    { id: "coast", type: "line", source: "coast", paint: { "line-color": colour("coast") } },
    { id: "border", type: "line", source: "border", paint: { "line-color": colour("border"), "line-dasharray": [3, 2] } },
    { id: "zones", type: "fill", source: "outlines", filter: ["==", ["get", "kind"], "zone"], paint: { "fill-color": colour("accent"), "fill-opacity": 0.08 } },
    { id: "lines", type: "line", source: "outlines", paint: { "line-color": colour("accent"), "line-width": 1.5 } },
    ...(tiled ? [] : [{ id: "areas", type: "fill", source: "areas", paint: { "fill-color": byKind, "fill-opacity": 0.1 } }]),
    { id: "clusters", type: "circle", ...marks, filter: ["has", "point_count"], paint: { "circle-color": colour("band"), "circle-opacity": 0.9, "circle-stroke-color": "#fff", "circle-stroke-width": 1.5, "circle-radius": ["step", ["get", "point_count"], 12, 10, 15, 100, 18, 1000, 22] } },
    { id: "counts", type: "symbol", ...marks, filter: ["has", "point_count"], layout: { "text-field": ["to-string", ["get", "point_count"]], "text-font": ["sans-serif"], "text-size": 12, "text-allow-overlap": true }, paint: { "text-color": "#fff" } },
    { id: "points", type: "symbol", ...marks, filter: ["!", ["has", "point_count"]], layout: { "icon-image": ["concat", ["get", "kind"], ["case", ["get", "contested"], "-open", ""]], "icon-allow-overlap": true }, paint: {} },
    { id: "countries", type: "symbol", source: "countries", layout: { "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-size": 12, "text-letter-spacing": 0.1, "text-transform": "uppercase" }, paint: { "text-color": colour("soft"), "text-halo-color": colour("land"), "text-halo-width": 1 } },
    { id: "here", type: "circle", source: "here", paint: { "circle-color": "transparent", "circle-radius": 13, "circle-stroke-width": 3, "circle-stroke-color": colour("accent") } },
  ];
}

function icon(mark, kind, open) {
  // A shape for each kind, hollow where it is contested: no meaning hangs on colour.
  const ratio = 2;
  const size = 20 * ratio;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  pen.translate(size / 2, size / 2);
  pen.scale(1.25 * ratio, 1.25 * ratio);
  const shape = new Path2D(mark);
  pen.lineJoin = "round";
  pen.fillStyle = colour(open ? "card" : kind);
  pen.strokeStyle = colour(open ? kind : "card");
  pen.lineWidth = open ? 1.8 : 1;
  pen.fill(shape);
  pen.stroke(shape);
  return pen.getImageData(0, 0, size, size);
}

function stamp(map, marks) {
  for (const kind of kinds) {
    for (const [name, open] of [[kind, false], [`${kind}-open`, true]]) {
      const image = icon(marks[kind], kind, open);
      if (map.hasImage(name)) map.updateImage(name, image);
      else map.addImage(name, image, { pixelRatio: 2 });
    }
  }
}

function told(said) {
  const line = document.createElement("p");
  const link = document.createElement("a");
  link.href = `/happening/${encodeURIComponent(said.id)}`;
  link.textContent = said.act;
  const place = document.createElement("bdi");
  place.textContent = said.place;
  line.append(link, " ", place, " ", said.day, " (", said.grade, ")");
  return line;
}

function listed(map, count) {
  // Several on one spot: the list of the window around it, since no zoom parts them.
  const line = document.createElement("p");
  const link = document.createElement("a");
  link.href = `${box.dataset.list}&bbox=${windowOf(map)}`;
  link.textContent = box.dataset.several.replace("{n}", count);
  line.append(link);
  return line;
}

function windowOf(map) {
  const bounds = map.getBounds();
  const held = (value, edge) => Math.max(-edge, Math.min(edge, value)).toFixed(4);
  return [held(bounds.getWest(), 180), held(bounds.getSouth(), 90), held(bounds.getEast(), 180), held(bounds.getNorth(), 90)].join(",");
}

async function opened(map, event) {
  const feature = event.features[0];
  const { cluster_id: id, point_count: count, ids } = feature.properties;
  const at = feature.geometry.coordinates;
  if (id !== undefined) {
    const source = map.getSource("points");
    const zoom = await source.getClusterExpansionZoom(id);
    if (zoom <= DEEPEST) return map.easeTo({ center: at, zoom });
    const leaves = await source.getClusterLeaves(id, 12, 0);
    return popup(map, at, [...leaves.map((leaf) => told(leaf.properties)), ...(count > 12 ? [listed(map, count)] : [])]);
  }
  if (ids === undefined) return map.easeTo({ center: at, zoom: Math.min(DEEPEST, map.getZoom() + 2) });
  return popup(map, at, [listed(map, count)]);
}

function popup(map, at, lines) {
  const all = document.createElement("div");
  all.append(...lines);
  new maplibregl.Popup({ maxWidth: "18rem" }).setLngLat(at).setDOMContent(all).addTo(map);
}

function around(features, theatre) {
  // The window that holds every point of the theatre, and a margin; the theatre where there is none.
  const [west, south, east, north] = theatre;
  const inside = features.map((feature) => feature.geometry.coordinates).filter(([x, y]) => x >= west && x <= east && y >= south && y <= north);
  if (!inside.length) return theatre;
  const xs = inside.map(([x]) => x), ys = inside.map(([, y]) => y);
  const edge = 0.15;
  return [Math.min(...xs) - edge, Math.min(...ys) - edge, Math.max(...xs) + edge, Math.max(...ys) + edge];
}

function step(map, features) {
  // List and map in step: the row that is pointed at or focused is ringed on the map.
  const places = new Map(features.map((feature) => [feature.properties.id, feature.geometry]));
  const show = (row) => {
    for (const other of document.querySelectorAll("tr.here")) other.classList.remove("here");
    const geometry = places.get(row?.dataset.id);
    row?.classList.toggle("here", Boolean(geometry));
    map.getSource("here").setData({ type: "FeatureCollection", features: geometry ? [{ type: "Feature", geometry, properties: {} }] : [] });
  };
  for (const name of ["pointerover", "focusin"]) {
    document.getElementById("list")?.addEventListener(name, (event) => show(event.target.closest("tr[data-id]")));
  }
}

function follow(map) {
  // The link below the map narrows the list down to what the map shows.
  const link = document.querySelector("a.window");
  if (!link) return;
  map.on("moveend", () => {
    const to = new URLSearchParams(link.getAttribute("href").slice(1));
    to.set("bbox", windowOf(map));
    to.delete("page");
    link.href = `?${to}`;
    link.hidden = false;
  });
}

async function draw() {
  const [base, outlines, points] = await Promise.all(["base", "outlines", "points"].map((name) => box.dataset[name] && fetched(box.dataset[name])));
  const [west, south, east, north] = box.dataset.theatre.split(",").map(Number);
  const asked = new URLSearchParams(location.search).get("bbox")?.split(",").map(Number) ?? around(points?.features ?? [], [west, south, east, north]);
  const source = (data, more = {}) => ({ type: "geojson", data, ...more });
  const many = tiled
    ? { points: { type: "vector", tiles: [new URL(box.dataset.tiles, location.href).href.replace(/%7B/g, "{").replace(/%7D/g, "}")], maxzoom: DEEPEST } }
    : { areas: source(points.areas), points: source({ type: points.type, features: points.features }, { cluster: true, clusterRadius: 36, clusterMaxZoom: DEEPEST }) };
  const map = new maplibregl.Map({
    container: box,
    bounds: [[asked[0], asked[1]], [asked[2], asked[3]]],
    maxZoom: DEEPEST,
    attributionControl: false,
    style: {
      version: 8,
      sources: { land: source(base.land), coast: source(base.coast), border: source(base.border), countries: source(base.countries), outlines: source(outlines), here: source({ type: "FeatureCollection", features: [] }), ...many },
      layers: paint(),
    },
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.addControl(new maplibregl.ScaleControl());
  map.on("click", "points", (event) => {
    const seen = new Map(event.features.map((feature) => [feature.properties.id, feature.properties]));
    popup(map, event.lngLat, [...seen.values()].map(told));
  });
  map.on("click", "clusters", (event) => opened(map, event));
  for (const layer of ["points", "clusters"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  map.on("style.load", () => stamp(map, base.marks));
  dark.addEventListener("change", () => {
    stamp(map, base.marks);
    for (const layer of paint()) for (const [name, value] of Object.entries(layer.paint)) map.setPaintProperty(layer.id, name, value);
  });
  follow(map);
  map.once("load", () => step(map, points?.features ?? []));
  map.on("idle", () => box.setAttribute("data-drawn", "true"));
}

function brush(bars) {
  // Drag over the timeline to choose days; a single bar is a link that works without this.
  const bar = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("li[data-first]");
  const rows = [...bars.children];
  let from = null;
  let dragged = false;
  const marked = (to) => {
    const [low, high] = [rows.indexOf(from), rows.indexOf(to)].sort((a, b) => a - b);
    rows.forEach((row, at) => row.classList.toggle("chosen", from !== null && at >= low && at <= high));
    return [rows[low], rows[high]];
  };
  bars.addEventListener("dragstart", (event) => event.preventDefault());
  bars.addEventListener("pointerdown", (event) => { from = event.button === 0 && event.pointerType !== "touch" ? bar(event) ?? null : null; dragged = false; });
  bars.addEventListener("pointermove", (event) => {
    const to = bar(event);
    if (from === null || !to) return;
    dragged ||= to !== from;
    if (dragged) marked(to);
  });
  addEventListener("pointerup", (event) => {
    const to = bar(event);
    if (from !== null && dragged && to && bars.contains(to)) {
      const [first, last] = marked(to);
      const asked = new URL(bars.dataset.brush, location.href);
      asked.searchParams.set("from", first.dataset.first);
      asked.searchParams.set("to", last.dataset.last);
      location.assign(asked);
    }
    from = null;
    if (!dragged) marked(null);
  });
  bars.addEventListener("click", (event) => { if (dragged) event.preventDefault(); }, true);
}

const bars = document.querySelector("[data-brush]");
if (bars) brush(bars);
if (matchMedia("(max-width: 44rem)").matches) {
  // On a phone the list comes before what narrows it down.
  for (const facet of document.querySelectorAll(".facets details")) facet.open = facet.querySelector("[aria-current]") !== null;
}
if (box) draw().catch((error) => { box.textContent = String(error); });
